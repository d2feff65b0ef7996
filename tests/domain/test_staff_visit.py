from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from domain.tenancy.staff_visit import (
    LONGEST,
    EndStaffVisit,
    OpenStaffVisit,
    StaffVisitEnded,
    StaffVisitOpened,
    staff_visit,
)
from tests.spec import given

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
VISIT, NADIA, PLATFORM, INSTITUTE = UUID(int=1), UUID(int=2), UUID(int=3), UUID(int=4)
WHO: dict[str, Any] = {
    "visit_id": VISIT,
    "staff_id": NADIA,
    "staff_name": "Nadia",
    "home_id": PLATFORM,
    "visited_id": INSTITUTE,
    "epoch": 1,
}
OPENED = StaffVisitOpened(**WHO, reason="Ticket 42", until=NOON + LONGEST)
LEFT = StaffVisitEnded(visit_id=VISIT, staff_id=NADIA, reason="left")


def enter(reason: str = " Ticket 42 ", **others: Any) -> OpenStaffVisit:
    return OpenStaffVisit(**WHO | others, reason=reason, at=NOON)


def test_a_visit_has_a_reason_and_an_end() -> None:
    given(staff_visit).when(enter()).then_once(OPENED)
    given(staff_visit).when(enter(reason=" ")).refuses("REASON_INVALID")
    given(staff_visit).when(enter(reason="a" * 201)).refuses("REASON_INVALID")


def test_nobody_visits_where_they_are_at_home() -> None:
    given(staff_visit).when(enter(visited_id=PLATFORM)).refuses("VISIT_AT_HOME")


def test_a_visit_ends_once_by_itself_or_because_somebody_says_so() -> None:
    given(staff_visit, OPENED).when(EndStaffVisit(visit_id=VISIT, reason="left")).then_once(LEFT)
    given(staff_visit, OPENED, LEFT).when(EndStaffVisit(visit_id=VISIT, reason="put_out")).then()
    given(staff_visit).when(EndStaffVisit(visit_id=VISIT, reason="left")).refuses("VISIT_UNKNOWN")
    state = staff_visit.fold([OPENED])
    assert state.is_open(NOON) and not state.is_open(NOON + LONGEST)
    assert not staff_visit.fold([OPENED, LEFT]).is_open(NOON + timedelta(minutes=1))
