"""What somebody of the platform did to another organisation, as the ledger of the platform keeps it."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from domain.decider import Decider
from domain.event import Command, Event
from domain.tenancy.organisation import TenancyEvent


class StaffActed(TenancyEvent):
    """{tenant_name} : {deed}"""

    act_id: UUID
    tenant_id: UUID
    tenant_name: str
    deed: str


class NoteStaffAct(Command):
    """It was done. `deed` is in French."""

    act_id: UUID
    tenant_id: UUID
    tenant_name: str
    deed: str


@dataclass(frozen=True, slots=True)
class StaffAct:
    """What rules need of it."""

    noted: bool = False


staff_act = Decider(StaffAct, identify="act_id")


@staff_act.decides
def note(state: StaffAct, command: NoteStaffAct) -> Iterator[Event]:
    """Once per id."""
    if not state.noted:
        yield StaffActed(**dict(command))


@staff_act.evolves
def noted(state: StaffAct, event: StaffActed) -> StaffAct:
    """Written down."""
    return StaffAct(noted=True)
