"""A visit: somebody of the platform works in another organisation, for a reason and for some minutes, where all see it.

The same facts are in both ledgers: that of the organisation that is visited, and that of the visitor.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar, Literal
from uuid import UUID

from domain.decider import Decider
from domain.event import Command, Event
from domain.fact import NEVER, NOBODY
from domain.personal import Personal
from domain.reasons import refuse_no_reason
from domain.refusal import refuse
from domain.tenancy.organisation import TenancyEvent

LONGEST = timedelta(minutes=30)

VisitEnd = Literal["left", "put_out"]


class StaffVisitEvent(TenancyEvent, context="tenancy"):
    """Facts about a visit."""

    subject: ClassVar[str] = "staff_id"


class StaffVisitOpened(StaffVisitEvent):
    """Visite du support : {staff_name}"""

    visit_id: UUID
    staff_id: UUID
    staff_name: Personal[str]
    home_id: UUID
    visited_id: UUID
    epoch: int
    reason: str
    until: datetime


class StaffVisitEnded(StaffVisitEvent):
    """Visite du support terminée"""

    visit_id: UUID
    staff_id: UUID
    reason: VisitEnd


class OpenStaffVisit(Command):
    """Let somebody of `home_id` in. `epoch` is that of their account: a later one ends the visit."""

    visit_id: UUID
    staff_id: UUID
    staff_name: str
    home_id: UUID
    visited_id: UUID
    epoch: int
    reason: str
    at: datetime


class EndStaffVisit(Command):
    """They leave, or the organisation puts them out."""

    visit_id: UUID
    reason: VisitEnd


@dataclass(frozen=True, slots=True)
class StaffVisit:
    """What rules need of a visit."""

    staff_id: UUID = NOBODY
    home_id: UUID = NOBODY
    visited_id: UUID = NOBODY
    epoch: int = 0
    ends_at: datetime = NEVER
    ended: bool = False

    def is_open(self, at: datetime) -> bool:
        """Whether it is still good for something."""
        return self.staff_id != NOBODY and not self.ended and at < self.ends_at


staff_visit = Decider(StaffVisit, identify="visit_id")


@staff_visit.decides
def open_(state: StaffVisit, command: OpenStaffVisit) -> Iterator[Event]:
    """Once per id, with a reason that the organisation will read."""
    refuse_no_reason(command.reason)
    if command.home_id == command.visited_id:
        refuse("Vous êtes déjà dans cette organisation.", code="VISIT_AT_HOME")
    if state.staff_id == NOBODY:
        yield StaffVisitOpened(
            **command.model_dump(exclude={"at", "reason"}), reason=command.reason.strip(), until=command.at + LONGEST
        )


@staff_visit.decides
def end(state: StaffVisit, command: EndStaffVisit) -> Iterator[Event]:
    """Once."""
    if state.staff_id == NOBODY:
        refuse("Cette visite n'existe pas.", code="VISIT_UNKNOWN")
    if not state.ended:
        yield StaffVisitEnded(visit_id=command.visit_id, staff_id=state.staff_id, reason=command.reason)


@staff_visit.evolves
def opened(state: StaffVisit, event: StaffVisitOpened) -> StaffVisit:
    """In, for some minutes."""
    return replace(
        state,
        staff_id=event.staff_id,
        home_id=event.home_id,
        visited_id=event.visited_id,
        epoch=event.epoch,
        ends_at=event.until,
    )


@staff_visit.evolves
def ended(state: StaffVisit, event: StaffVisitEnded) -> StaffVisit:
    """Out."""
    return replace(state, ended=True)
