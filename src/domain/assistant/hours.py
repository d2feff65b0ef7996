"""The hours during which the assistant answers, by the clock on the wall of the organisation.

A range that ends no later than it begins goes over midnight. On the night when clocks change the wall decides:
an hour that does not exist is never reached, one that comes twice counts twice.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from domain.refusal import refuse

Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
DAYS: tuple[Day, ...] = get_args(Day)
MAX_RANGES = 56  # eight a day
A_DAY = 24 * 60
A_WEEK = 7 * A_DAY

_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


class Range(BaseModel):
    """From `opens` to `closes`, as ``HH:MM``, beginning on `day`; ``00:00`` to ``00:00`` is the whole day."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    day: Day
    opens: str
    closes: str


def check(ranges: Sequence[Range]) -> None:
    """Refuse times that do not exist and ranges that overlap."""
    if len(ranges) > MAX_RANGES:
        refuse(f"Au plus {MAX_RANGES} plages horaires.", code="HOURS_TOO_MANY", field="hours")
    if not all(_TIME.fullmatch(time) for one in ranges for time in (one.opens, one.closes)):
        refuse("Une heure s'écrit HH:MM, de 00:00 à 23:59.", code="HOURS_INVALID", field="hours")
    spans = sorted(map(_span, ranges))
    if spans:
        spans.append((spans[0][0] + A_WEEK, spans[0][1] + A_WEEK))
    if any(start < end for (_, end), (start, _) in pairwise(spans)):
        refuse("Deux plages horaires se chevauchent.", code="HOURS_OVERLAP", field="hours")


def closed_since(ranges: Sequence[Range], zone: str, at: datetime) -> datetime | None:
    """When the closed period that `at` is in began, on the wall (naive); None when it is open, or always is."""
    if not ranges:
        return None
    wall = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    ends: list[datetime] = []
    for start, end in _around(ranges, wall.date()):
        if start <= wall < end:
            return None
        ends.append(end)
    return max(end for end in ends if end <= wall)


def _around(ranges: Sequence[Range], today: date) -> Iterator[tuple[datetime, datetime]]:
    """Every range that began from eight days ago until today."""
    for ago in range(9):
        day = today - timedelta(days=ago)
        midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - on the wall
        for one in ranges:
            if DAYS[day.weekday()] == one.day:
                opens, closes = _minutes(one.opens), _minutes(one.closes)
                yield midnight + timedelta(minutes=opens), midnight + timedelta(minutes=_later(opens, closes))


def _span(one: Range) -> tuple[int, int]:
    """In minutes of the week."""
    start, opens = A_DAY * DAYS.index(one.day), _minutes(one.opens)
    return start + opens, start + _later(opens, _minutes(one.closes))


def _later(opens: int, closes: int) -> int:
    return closes if closes > opens else closes + A_DAY


def _minutes(time: str) -> int:
    hour, minute = time.split(":")
    return 60 * int(hour) + int(minute)
