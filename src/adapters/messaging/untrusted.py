"""Reading what strangers send: values of any type and times of any epoch, without ever raising on their shape."""

import json
import math
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID


def load(body: bytes) -> Any:
    """The JSON in a body. Raises `ValueError`, and nothing else, when there is none."""
    try:
        return json.loads(body)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def dump(document: object) -> bytes:
    """The same JSON again. Raises `ValueError` when it cannot be written."""
    try:
        return json.dumps(document, separators=(",", ":")).encode()
    except RecursionError:
        raise ValueError("nested too deeply") from None


def mapping(value: object) -> Mapping[str, Any]:
    """The value when it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> list[Any]:
    """The value when it is an array, else an empty one."""
    return value if isinstance(value, list) else []


def mappings(value: object) -> list[Mapping[str, Any]]:
    """The objects of an array."""
    return [one for one in items(value) if isinstance(one, dict)]


def text(value: object) -> str:
    """Words. A whole number is spelled out, anything else is nothing.

    Without NUL nor lone surrogates: JSON can carry them, PostgreSQL cannot store them.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        return ""
    return value.replace("\x00", "").encode("utf-8", "replace").decode()


def label(value: object) -> str:
    """A short word such as the name of a kind, fit for a screen."""
    return "".join(filter(str.isprintable, text(value)))[:64]


def filename(value: object) -> str:
    """The last part of a claimed name: it never leads anywhere else."""
    name = PurePosixPath("".join(filter(str.isprintable, text(value))).replace("\\", "/")).name
    return "" if name in {".", ".."} else name[-255:]


def number(value: object) -> float | None:
    """A finite number, from a number or its spelling."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def moment(value: object, received_at: datetime) -> datetime:
    """A claimed time in Unix seconds: never after the reception, which stands in for a claim that means nothing."""
    seconds = number(value)
    if seconds is None or seconds <= 0:
        return received_at
    try:
        return min(datetime.fromtimestamp(seconds, UTC), received_at)
    except (ValueError, OverflowError, OSError):
        return received_at


def identity(value: object) -> UUID | None:
    """One of our ids, when it is one."""
    try:
        return UUID(text(value))
    except ValueError:
        return None


def coordinates(latitude: object, longitude: object) -> tuple[float, float] | None:
    """A point on the earth, in degrees (WGS 84)."""
    north, east = number(latitude), number(longitude)
    if north is None or east is None or abs(north) > 90 or abs(east) > 180:
        return None
    return north, east
