"""A rule says no with a sentence for the person and a code for the program."""

from typing import NoReturn


class Refused(Exception):
    """A command that the rules turn down.

    `code` is stable and English (``MESSAGE_UNKNOWN``), `sentence` is French and says what to do,
    `field` names the part of the command at fault, when there is one.
    """

    def __init__(self, sentence: str, *, code: str, field: str | None = None) -> None:
        super().__init__(f"{code}: {sentence}")
        self.sentence = sentence
        self.code = code
        self.field = field


def refuse(sentence: str, *, code: str, field: str | None = None) -> NoReturn:
    """Turn the command down."""
    raise Refused(sentence, code=code, field=field)
