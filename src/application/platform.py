"""What the people who run the platform do in other organisations. Each deed names one, and both ledgers keep it."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from application.bus import Asked, Bus, Outcome
from application.ports.clock import Clock
from application.ports.tokens import Access, Tokens
from domain.event import Command
from domain.fact import Actor, Context
from domain.refusal import refuse
from domain.tenancy.organisation import Organisation, ReactivateOrganisation, SuspendOrganisation, organisation
from domain.tenancy.plan_changes import ChangePlan
from domain.tenancy.plans import PLANS
from domain.tenancy.staff_act import NoteStaffAct
from domain.tenancy.staff_visit import EndStaffVisit, OpenStaffVisit, StaffVisit, VisitEnd, staff_visit
from domain.tenancy.user import User, user


@dataclass(frozen=True, slots=True)
class Entered:
    """What a visitor shows until `ends_at`."""

    visit_id: UUID
    token: str
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Platform:
    """Acts in organisations by name. `by` is the context of the person, at home. Sequences are those of home."""

    bus: Bus
    tokens: Tokens
    clock: Clock

    def suspend(self, by: Context, tenant_id: UUID, reason: str) -> int:
        """Nobody of it may sign in, its assistant is quiet. Raises `Refused`."""
        command = SuspendOrganisation(organisation_id=tenant_id, reason=reason)
        return self._do(by, tenant_id, command, f"suspendue ({reason.strip()})")

    def reactivate(self, by: Context, tenant_id: UUID) -> int:
        """All as before. Raises `Refused`."""
        return self._do(by, tenant_id, ReactivateOrganisation(organisation_id=tenant_id), "rétablie")

    def change_plan(self, by: Context, asked: ChangePlan) -> int:
        """Another plan, or other figures of it. Raises `Refused`."""
        known = PLANS.get(asked.plan)
        deed = f"formule {known.label}" if known else ""  # one that is none is refused by the rule
        return self._do(by, asked.organisation_id, asked, deed)

    def enter(self, by: Context, staff_id: UUID, name: str, tenant_id: UUID, reason: str) -> Entered:
        """Open a visit, in both ledgers. Raises `Refused`."""
        self._known(tenant_id)
        person: User = self.bus.state(user, (by.organisation_id, staff_id))
        opening = OpenStaffVisit(
            visit_id=uuid4(),
            staff_id=staff_id,
            staff_name=name,
            home_id=by.organisation_id,
            visited_id=tenant_id,
            epoch=person.epoch,
            reason=reason,
            at=self.clock.now(),
        )
        self.bus.execute(there(by, tenant_id), opening, noted=[Asked(by, opening)])
        visit: StaffVisit = self.bus.state(staff_visit, (tenant_id, opening.visit_id))
        token, ends_at = self.tokens.issue(
            staff_id, tenant_id, opening.visit_id, home_id=by.organisation_id, ends_at=visit.ends_at
        )
        return Entered(opening.visit_id, token, ends_at)

    def leave(self, context: Context, access: Access) -> int:
        """The visitor goes home. Gives the sequence of the organisation that was visited. Raises `Refused`."""
        if access.home_id is None:
            refuse("Vous n'êtes pas en visite.", code="NOT_A_VISIT")
        return self._end(context, access.session_id, "left")

    def put_out(self, context: Context, visit_id: UUID) -> int:
        """The organisation ends a visit. Gives its sequence. Raises `Refused`."""
        visit: StaffVisit = self.bus.state(staff_visit, (context.organisation_id, visit_id))
        if visit.visited_id != context.organisation_id:
            refuse("Cette visite n'existe pas.", code="VISIT_UNKNOWN")
        return self._end(context, visit_id, "put_out")

    def _end(self, context: Context, visit_id: UUID, reason: VisitEnd) -> int:
        visit: StaffVisit = self.bus.state(staff_visit, (context.organisation_id, visit_id))
        ending = EndStaffVisit(visit_id=visit_id, reason=reason)
        home = Context(visit.home_id, context.actor, context.correlation_id)
        return self.bus.execute(context, ending, noted=[Asked(home, ending)]).sequence

    def _do(self, by: Context, tenant_id: UUID, command: Command, deed: str) -> int:
        name = self._known(tenant_id).name
        note = NoteStaffAct(act_id=uuid4(), tenant_id=tenant_id, tenant_name=name, deed=deed)
        return _sequence_of(by, self.bus.execute(there(by, tenant_id), command, noted=[Asked(by, note)]))

    def _known(self, tenant_id: UUID) -> Organisation:
        state: Organisation = self.bus.state(organisation, (tenant_id, tenant_id))
        if not state.founded:
            refuse("Cette organisation n'existe pas.", code="ORGANISATION_UNKNOWN")
        return state


def there(by: Context, tenant_id: UUID) -> Context:
    """The same request, as the ledger of the other organisation keeps it."""
    return replace(by, organisation_id=tenant_id, actor=Actor("staff", by.actor.id), causation=None)


def _sequence_of(by: Context, outcome: Outcome) -> int:
    return max((fact.sequence for fact in outcome.facts if fact.organisation_id == by.organisation_id), default=0)
