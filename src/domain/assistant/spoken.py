"""What a model said, read as the word of a stranger: one JSON object of a known shape, or nothing."""

import json
import re
from dataclasses import dataclass
from typing import Any

MAX_ANSWER = 1200  # characters: three sentences, with room
_MOST = 16_000  # characters that are looked at
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


class Unreadable(Exception):
    """It cannot be used. `code`: `not_json`, `shape`, `empty`, `too_long`, `unwritable`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Spoken:
    """An answer, how sure the model says it is (0 to 1), and whether it asks for a person."""

    answer: str
    confidence: float
    person: bool


def read(text: str) -> Spoken:
    """The answer in the text. Raises `Unreadable`."""
    match _object(text):
        case {"answer": str(answer), "confidence": int() | float() as sure, "person": bool(person), **others} if (
            not others and not isinstance(sure, bool) and 0 <= sure <= 1
        ):
            return _checked(Spoken(answer.strip(), float(sure), person))
    raise Unreadable("shape")


def _object(text: str) -> Any:
    if len(text) > _MOST:
        raise Unreadable("too_long")
    try:
        return json.loads(text, object_pairs_hook=_no_name_twice)
    except (ValueError, RecursionError):
        raise Unreadable("not_json") from None


def _no_name_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a name comes twice")
    return dict(pairs)


def _checked(spoken: Spoken) -> Spoken:
    if not spoken.answer and not spoken.person:
        raise Unreadable("empty")
    if len(spoken.answer) > MAX_ANSWER:
        raise Unreadable("too_long")
    if _UNWRITABLE.search(spoken.answer):
        raise Unreadable("unwritable")
    return spoken
