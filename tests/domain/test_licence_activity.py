from datetime import UTC, date, datetime, timedelta
from functools import reduce
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as some

from domain.licensing.activity import (
    FURTHEST_ZONE,
    MOST_CHECK_INS,
    MOST_MACHINES,
    MOST_USED,
    OFTEN,
    CheckIn,
    Day,
    LicenceCheckedIn,
    LicenceSeenElsewhere,
    LicenceUsageReported,
    NoteElsewhere,
    ReportUsage,
    activity,
    day_id,
)
from tests.spec import given

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
TODAY = NOON.date()
IT, AWA, OTHER = (UUID(int=n) for n in range(1, 4))
ID: dict[str, Any] = {"day_id": day_id(IT, TODAY), "licence_id": IT, "contact_id": AWA}
NOTHING = dict.fromkeys(MOST_USED, 0)
FIGURES = {
    "messages_sent": 5,
    "ai_queries": 4,
    "campaigns_launched": 3,
    "errors_count": 2,
    "uptime_minutes": 60,
}
SEEN = LicenceCheckedIn(**ID, software_version="2.1", os="Windows 11", checked_in_at=NOON)
USED = LicenceUsageReported(**ID, day=TODAY, **FIGURES)


def check_in(at: datetime = NOON, version: str = " 2.1 ", os: str = "Windows 11") -> CheckIn:
    return CheckIn(**ID, software_version=version, os=os, at=at)


def report(day: date = TODAY, at: datetime = NOON, sold_at: datetime = NOON, **figures: int) -> ReportUsage:
    return ReportUsage(**ID, day=day, at=at, sold_at=sold_at, **FIGURES | figures)


def elsewhere(n: int = 9, hwid: str = " HW-9 ") -> NoteElsewhere:
    return NoteElsewhere(**ID, hwid=hwid, hwid_index=UUID(int=n))


def seen_elsewhere(n: int = 9) -> LicenceSeenElsewhere:
    return LicenceSeenElsewhere(**ID, hwid="HW-9", hwid_index=UUID(int=n))


def test_a_check_in_is_noted_and_the_next_ones_are_nothing_new() -> None:
    given(activity).when(check_in()).then_once(SEEN)
    given(activity, SEEN).when(check_in(NOON + OFTEN - timedelta(seconds=1))).then()


@pytest.mark.parametrize(
    ("at", "version", "os"),
    [(NOON + OFTEN, "2.1", "Windows 11"), (NOON, "2.2", "Windows 11"), (NOON, "2.1", "Ubuntu 24.04")],
)
def test_it_is_noted_again_after_a_while_or_when_something_changed(at: datetime, version: str, os: str) -> None:
    seen = LicenceCheckedIn(**ID, software_version=version, os=os, checked_in_at=at)
    given(activity, SEEN).when(check_in(at, version, os)).then_once(seen)


def test_software_that_changes_without_end_fills_nothing() -> None:
    given(activity, *[SEEN] * (MOST_CHECK_INS - 1)).when(check_in(version="3")).then(
        LicenceCheckedIn(**ID, software_version="3", os="Windows 11", checked_in_at=NOON)
    )
    given(activity, *[SEEN] * MOST_CHECK_INS).when(check_in(version="3")).then()


@pytest.mark.parametrize("version", ["", "  ", "1" * 65, "1\n2"])
def test_a_version_is_a_short_word(version: str) -> None:
    given(activity).when(check_in(version=version)).refuses("VERSION_INVALID")


@pytest.mark.parametrize("os", ["", "w" * 101, "a\x00"])
def test_a_system_is_a_short_word(os: str) -> None:
    given(activity).when(check_in(os=os)).refuses("OS_INVALID")


def test_the_usage_of_a_day_is_kept_once() -> None:
    given(activity).when(report()).then_once(USED)


def test_a_day_without_anything_is_told_too() -> None:
    given(activity).when(report(**NOTHING)).then_once(LicenceUsageReported(**ID, day=TODAY, **NOTHING))


def test_more_replaces_and_less_came_late() -> None:
    more = USED.model_copy(update={"messages_sent": 9})
    given(activity, USED).when(report(messages_sent=9)).then_once(more)
    given(activity, more).when(report()).then()


def test_each_figure_is_the_greatest_that_was_told() -> None:
    given(activity, USED).when(report(messages_sent=9, errors_count=0)).then(
        USED.model_copy(update={"messages_sent": 9})
    )


@pytest.mark.parametrize("name", MOST_USED)
@pytest.mark.parametrize("off", [-1, 1])
def test_figures_have_bounds(name: str, off: int) -> None:
    wrong = -1 if off < 0 else MOST_USED[name] + 1
    given(activity).when(report(**{name: wrong})).refuses("USAGE_FIGURE_INVALID")
    given(activity).when(report(**{name: wrong - off})).then(USED.model_copy(update={name: wrong - off}))


def test_a_day_is_today_somewhere_on_earth_or_before() -> None:
    ahead = TODAY + timedelta(days=1)
    it_begins = datetime(2026, 1, 5, 10, tzinfo=UTC)
    given(activity).when(report(ahead, at=it_begins - timedelta(seconds=1))).refuses("USAGE_DAY_AHEAD")
    given(activity).when(report(ahead, at=it_begins)).then(USED.model_copy(update={"day": ahead}))


def test_no_day_is_before_the_licence() -> None:
    before = TODAY - timedelta(days=1)
    given(activity).when(report(before)).then(
        USED.model_copy(update={"day": before})
    )  # it was still that day somewhere
    sold_at = NOON + FURTHEST_ZONE
    given(activity).when(report(before, sold_at=sold_at)).refuses("USAGE_DAY_BEFORE")


REPORTS = some.lists(some.fixed_dictionaries({name: some.integers(0, 5) for name in MOST_USED}), min_size=1, max_size=4)


@drawn(reports=REPORTS)
def test_the_order_of_reports_changes_nothing(reports: list[dict[str, int]]) -> None:
    """Nor does a report that comes twice."""

    def after(state: Day, figures: dict[str, int]) -> Day:
        return reduce(activity.evolve, activity.decide(state, report(**figures)), state)

    ends = {
        tuple(reduce(after, (*some_order, *some_order[:1]), Day()).used.values())
        for some_order in permutations(reports)
    }
    assert ends == {tuple(max(one[name] for one in reports) for name in MOST_USED)}


def test_another_machine_is_noted_once_a_day() -> None:
    given(activity, SEEN).when(elsewhere()).then_once(seen_elsewhere())
    given(activity, seen_elsewhere()).when(elsewhere(10)).then(seen_elsewhere(10))


def test_machines_without_end_are_not() -> None:
    given(activity, *map(seen_elsewhere, range(MOST_MACHINES))).when(elsewhere(99)).then()


def test_what_names_no_machine_is_refused() -> None:
    given(activity).when(elsewhere(hwid=" ")).refuses("HWID_INVALID")


def test_each_licence_and_day_has_a_stream() -> None:
    assert len({day_id(IT, TODAY), day_id(OTHER, TODAY), day_id(IT, TODAY - timedelta(days=1))}) == 3
