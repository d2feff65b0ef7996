"""Keyset pages: the next page starts after the last row seen, whatever was added meanwhile."""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
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


def decode(cursor: str, size: int) -> list[str]:
    """The parts of a cursor. Raises `CursorInvalid`."""
    try:
        parts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError as error:
        raise CursorInvalid from error
    if not isinstance(parts, list) or len(parts) != size or not all(isinstance(part, str) for part in parts):
        raise CursorInvalid
    return parts
