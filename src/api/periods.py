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
    """From `since` to `until`, and the same time span just before. `days` are all of its days, oldest first."""

    since: datetime
    until: datetime
    since_before: datetime
    until_before: datetime
    days: list[date]


def named(name: Name, now: datetime, zone: ZoneInfo) -> Period:
    """The last days, today included: it is compared up to the same hour of the day."""
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
    this_hour = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    if begin < this_hour < end:
        end = this_hour.astimezone(zone)
    back = timedelta(days=count)
    # Wall-clock days back: a period that crosses a change of hour is compared with as many days, not hours.
    return Period(begin, end, begin - back, end - back, days)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)
