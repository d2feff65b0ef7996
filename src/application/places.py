"""The places of a team, as its plan counts them: whoever adds somebody who may answer customers asks here.

Those who are counted are found in the read models and in the stream of the places (which is never late), and counted
from the ledger itself. The save is refused when a place was taken, or the plan changed, meanwhile: then it is counted
again.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg import Connection

from application.bus import Bus, Busy, Outcome, Overtaken
from application.ports.clock import Clock
from application.ports.ledger import Guard, Ledger
from domain.event import Command
from domain.fact import Context
from domain.tenancy.invitation import Invitation, invitation, invited_user
from domain.tenancy.organisation import Organisation, organisation
from domain.tenancy.places import Places, TakePlace, places, places_id
from domain.tenancy.plans import PLANS
from domain.tenancy.user import User, user
from projections import invitations, people

TRIES = 10


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who comes to answer customers. `joining`: by the link of an invitation, which then holds no place any more."""

    user_id: UUID
    invitation_id: UUID | None = None
    joining: bool = False


@dataclass(frozen=True, slots=True)
class Team:
    """Counts who may answer customers. `reading` opens a session on the read models of one organisation."""

    bus: Bus
    ledger: Ledger
    clock: Clock
    reading: Callable[[UUID], AbstractContextManager[Connection[Any]]]

    def admit(self, context: Context, who: Newcomer, *commands: Command) -> Outcome:
        """Run the commands that let somebody in, with the place that it takes. Raises `Refused`, `Busy`."""
        for _ in range(TRIES):
            taking, guards = self._place(context.organisation_id, who)
            try:
                return self.bus.execute(context, *commands, *taking, guards=guards)
            except Overtaken:
                continue
        raise Busy

    def change(self, context: Context, user_id: UUID, command: Command) -> Outcome:
        """Run a command about a member, with a place when they may answer from then on. Raises `Refused`, `Busy`."""
        stream = (context.organisation_id, user_id)
        for _ in range(TRIES):
            facts = self.ledger.load([stream])[stream]
            before: User = user.fold(fact.event for fact in facts)
            after: User = user.fold([*(fact.event for fact in facts), *user.decide(before, command)])
            takes = after.takes_a_place and not before.takes_a_place
            taking, guards = self._place(context.organisation_id, Newcomer(user_id)) if takes else ([], [])
            mine = Guard(*stream, version=len(facts))
            try:
                return self.bus.execute(context, command, *taking, guards=[mine, *guards])
            except Overtaken:
                continue
        raise Busy

    def _place(self, organisation_id: UUID, who: Newcomer) -> tuple[Sequence[Command], Sequence[Guard]]:
        """What takes the place, and what must still hold then; nothing where there is no limit."""
        own, kept = (organisation_id, organisation_id), (organisation_id, places_id(organisation_id))
        facts = self.ledger.load([own, kept])
        tenant: Organisation = organisation.fold(fact.event for fact in facts[own])
        limit = tenant.limits.max_agents
        if limit is None:
            return [], []
        known: Places = places.fold(fact.event for fact in facts[kept])
        taking = TakePlace(
            organisation_id=organisation_id,
            user_id=who.user_id,
            invitation_id=who.invitation_id,
            others=self._taken(organisation_id, known, joining=who.joining),
            limit=limit,
            plan=PLANS[tenant.plan].label,
            joining=who.joining,
        )
        return [taking], [Guard(*stream, version=len(facts[stream])) for stream in (own, kept)]

    def _taken(self, organisation_id: UUID, known: Places, *, joining: bool = False) -> int:
        """Who works here; who is invited too, except for one of those: whoever comes first has the place."""
        now = self.clock.now()
        with self.reading(organisation_id) as connection:
            members = {row.user_id for row in people.members(connection)}
            invited = known.invitation_ids | set(invitations.good(connection, now))
        members |= known.user_ids | {invited_user(one) for one in invited}
        facts = self.ledger.load((organisation_id, one) for one in (*members, *invited))
        events = {stream: [fact.event for fact in facts[organisation_id, stream]] for stream in (*members, *invited)}
        persons: list[User] = [user.fold(events[one]) for one in members]
        waiting: list[Invitation] = [] if joining else [invitation.fold(events[one]) for one in invited]
        return sum(one.takes_a_place for one in persons) + sum(one.holds_a_place(now) for one in waiting)
