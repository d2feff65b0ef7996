"""A rule says no with a sentence for the person and a code for the program."""

from collections.abc import Sequence
from typing import NoReturn


class Refused(Exception):
    """A command that the rules turn down.

    `code` is stable and English (``MESSAGE_UNKNOWN``), `sentence` is French and says what to do,
    `field` names the part of the command at fault, when there is one; `errors` are all the parts at fault with a
    sentence for each, when there may be several.
    """

    def __init__(
        self, sentence: str, *, code: str, field: str | None = None, errors: Sequence[tuple[str, str]] = ()
    ) -> None:
        super().__init__(f"{code}: {sentence}")
        self.sentence = sentence
        self.code = code
        self.field = field
        self.errors = errors


def refuse(sentence: str, *, code: str, field: str | None = None) -> NoReturn:
    """Turn the command down."""
    raise Refused(sentence, code=code, field=field)
