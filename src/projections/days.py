"""The days of a period, each a range of an index of its own: rows are counted where they are, and none has to be told
its day, which took a third of the time."""

from datetime import datetime
from typing import Any, LiteralString

EACH: LiteralString = (
    "unnest(%(begins)s::timestamptz[], %(ends)s::timestamptz[]) WITH ORDINALITY AS days (begins, ends, day)"
)
"""A row for each day; `day` is its place, from 1."""


def values(bounds: list[datetime]) -> dict[str, Any]:
    """The parameters of `EACH`: the instants at which the days begin, then the end of the last one."""
    return {"begins": bounds[:-1], "ends": bounds[1:]}
