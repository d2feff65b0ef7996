"""The hours of the assistant, by the clock on the wall."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.assistant.hours import DAYS, Day, Range, check, closed_since

PARIS = "Europe/Paris"


def wall(text: str, zone: str = PARIS, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


def on(day: Day, *times: str) -> tuple[Range, ...]:
    return tuple(Range(day=day, opens=opens, closes=closes) for opens, closes in (one.split("-") for one in times))


SHOP = on("monday", "09:00-12:00", "14:00-18:00") + on("friday", "20:00-02:00")  # 5 January 2026 is a Monday


@pytest.mark.parametrize(
    ("at", "since"),
    [
        ("2026-01-05T09:00", None),
        ("2026-01-05T11:59", None),
        ("2026-01-05T12:00", "2026-01-05T12:00"),
        ("2026-01-05T13:59", "2026-01-05T12:00"),
        ("2026-01-05T18:00", "2026-01-05T18:00"),
        ("2026-01-08T10:00", "2026-01-05T18:00"),
        ("2026-01-09T20:00", None),
        ("2026-01-10T01:59", None),  # over midnight
        ("2026-01-10T02:00", "2026-01-10T02:00"),
        ("2026-01-12T08:59", "2026-01-10T02:00"),
    ],
)
def test_several_ranges_a_day_and_over_midnight(at: str, since: str | None) -> None:
    assert closed_since(SHOP, PARIS, wall(at)) == (since and datetime.fromisoformat(since))


def test_without_hours_it_always_answers_and_a_whole_day_is_one() -> None:
    assert closed_since((), PARIS, wall("2026-01-05T03:00")) is None
    always: Any = [on(day, "00:00-00:00")[0] for day in DAYS]
    check(always)
    assert closed_since(always, PARIS, wall("2026-01-05T00:00")) is None
    assert closed_since(always[:1], PARIS, wall("2026-01-06T00:00")) == datetime.fromisoformat("2026-01-06")
    assert closed_since(always[:1], PARIS, wall("2026-01-11T23:59")) == datetime.fromisoformat("2026-01-06")


def test_the_zone_of_the_organisation_decides() -> None:
    at = datetime(2026, 1, 5, 8, 30, tzinfo=UTC)  # 9:30 in Paris, 4:30 in Guadeloupe
    assert closed_since(SHOP, PARIS, at) is None
    assert closed_since(SHOP, "America/Guadeloupe", at) is not None


def test_the_wall_decides_when_clocks_change() -> None:
    night = on("sunday", "01:30-03:30")
    assert closed_since(night, PARIS, wall("2026-03-29T01:59")) is None
    assert closed_since(night, PARIS, wall("2026-03-29T03:29")) is None
    assert closed_since(night, PARIS, wall("2026-03-29T03:30")) is not None
    for fold in (0, 1):  # half past two comes twice
        assert closed_since(night, PARIS, wall("2026-10-25T02:30", fold=fold)) is None
    summer, winter = wall("2026-07-06T09:00"), wall("2026-01-05T09:00")
    assert (summer.hour, winter.hour) == (7, 8)
    assert closed_since(SHOP, PARIS, summer) is closed_since(SHOP, PARIS, winter) is None


def test_ranges_that_touch_do_not_overlap() -> None:
    check(on("monday", "09:00-12:00", "12:00-14:00") + on("sunday", "22:00-00:00") + on("monday", "00:00-09:00"))
