"""Keyset pages: the next page starts after the last row seen, whatever was added meanwhile."""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

R = TypeVar("R")


class CursorInvalid(ValueError):
    """A cursor that this server did not make."""


@dataclass(frozen=True, slots=True)
class Page(Generic[R]):
    """Some rows, and the cursor of the next page when there is one."""

    data: Sequence[R]
    next_cursor: str | None


def page(rows: Sequence[R], limit: int, key: Callable[[R], tuple[Any, ...]]) -> Page[R]:
    """The page of `limit` rows, out of one more row than that."""
    data = rows[:limit]
    return Page(data, encode(key(data[-1])) if len(rows) > limit else None)


def encode(key: tuple[Any, ...]) -> str:
    """An opaque cursor."""
    return base64.urlsafe_b64encode(json.dumps([str(part) for part in key]).encode()).decode().rstrip("=")


def decode(cursor: str, *kinds: Callable[[str], Any]) -> list[Any]:
    """The parts of a cursor, each read as its kind. Raises `CursorInvalid`."""
    try:
        parts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return [kind(part) for kind, part in zip(kinds, parts, strict=True)]
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise CursorInvalid from error


def moment(text: str) -> datetime:
    """An instant, as a part of a cursor."""
    return datetime.fromisoformat(text).astimezone(UTC)


def place(text: str) -> int:
    """A sequence or another number of the database's, as a part of a cursor."""
    number = int(text)
    if not 0 <= number < 2**63:
        raise ValueError("not a place")
    return number
