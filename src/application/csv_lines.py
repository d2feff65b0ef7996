"""Lines of a CSV file for French spreadsheets: semicolons, and nothing that one would take for a formula."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

T = TypeVar("T")

MARK = "\ufeff"
"""Comes first: it tells spreadsheets that the file is UTF-8."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a spreadsheet take a text for a formula when it comes first, wide forms too (OWASP, CSV injection)."""


def harmless(text: str) -> str:
    """The text, that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def table(
    columns: Mapping[str, Callable[[T], object]], pages: Iterable[Sequence[T]], zone: ZoneInfo, *, precision: str
) -> Iterator[str]:
    """A whole file, piece by piece: the head, then a row for each thing, with instants by the clock of a zone and its
    offset, to the `seconds` or `milliseconds`. Nothing follows the last row."""
    yield MARK + lines([[*columns]])
    for page in pages:
        yield lines([_cell(told(one), zone, precision) for told in columns.values()] for one in page)


def _cell(value: object, zone: ZoneInfo, precision: str) -> str | int:
    match value:
        case None:
            return ""
        case bool():
            return "oui" if value else "non"
        case datetime():
            return value.astimezone(zone).isoformat(sep=" ", timespec=precision)
        case int():
            return value
        case _:
            return str(value)


def lines(rows: Iterable[Sequence[str | int]]) -> str:
    """The rows as they are written, each text harmless."""
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(map(_told, row) for row in rows)
    return text.getvalue()


def _told(cell: str | int) -> str | int:
    return harmless(cell) if isinstance(cell, str) else cell
