"""Periods of figures, in days of the organisation's zone, each with the one before it to compare with."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from domain.refusal import refuse

Name = Literal["today", "7d", "30d", "90d"]
DAYS: dict[Name, int] = {"today": 1, "7d": 7, "30d": 30, "90d": 90}
MOST_DAYS = 366
FIRST, LAST = date(2000, 1, 1), date(2100, 1, 1)


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` to `until`, and the same time span just before. `days` are all of its days, oldest first, and
    `bounds` the instant at which each of them begins, then `until`; a day that has not begun ends as it begins."""

    since: datetime
    until: datetime
    since_before: datetime
    until_before: datetime
    days: list[date]
    bounds: list[datetime]


def named(name: Name, now: datetime, zone: ZoneInfo) -> Period:
    """The last days, today included: it is compared up to the same quarter of an hour of the day."""
    today = now.astimezone(zone).date()
    return _period(today - timedelta(days=DAYS[name] - 1), today, now, zone)


def between(since: date, until: date, now: datetime, zone: ZoneInfo) -> Period:
    """From the first to the last day, both included. Raises `Refused` when they are not in order or too far apart."""
    if until < since:
        refuse("La fin de la période vient avant son début.", code="PERIOD_INVALID", field="until")
    if (until - since).days >= MOST_DAYS:
        refuse(f"Une période a {MOST_DAYS} jours au plus.", code="PERIOD_TOO_LONG", field="until")
    if since < FIRST or until > LAST:
        refuse("Cette période est hors du calendrier.", code="PERIOD_INVALID", field="since")
    return _period(since, until, now, zone)


def _period(first: date, last: date, now: datetime, zone: ZoneInfo) -> Period:
    count = (last - first).days + 1
    days = [first + timedelta(days=n) for n in range(count)]
    begin, end = _midnight(first, zone), _midnight(last + timedelta(days=1), zone)
    this_quarter = now.replace(minute=now.minute - now.minute % 15, second=0, microsecond=0) + timedelta(minutes=15)
    if begin < this_quarter < end:
        end = this_quarter.astimezone(zone)
    bounds = [*(min(_midnight(day, zone), end) for day in days), end]
    back = timedelta(days=count)
    # Wall-clock days back: a period that crosses a change of hour is compared with as many days, not hours.
    return Period(begin, end, begin - back, end - back, days, bounds)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)
