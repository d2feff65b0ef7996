"""Lines of a CSV file for French spreadsheets: semicolons, and nothing that one would take for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

MARK = "\ufeff"
"""Comes first: it tells spreadsheets that the file is UTF-8."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a spreadsheet take a text for a formula when it comes first, wide forms too (OWASP, CSV injection)."""


def harmless(text: str) -> str:
    """The text, that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def lines(rows: Iterable[Sequence[str | int]]) -> str:
    """The rows as they are written, each text harmless."""
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(map(_told, row) for row in rows)
    return text.getvalue()


def _told(cell: str | int) -> str | int:
    return harmless(cell) if isinstance(cell, str) else cell
