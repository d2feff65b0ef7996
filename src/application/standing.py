"""What somebody may do right now: their role, what was granted or withdrawn, and whether their session still holds."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from application.ports.clock import Clock
from application.ports.ledger import Ledger
from domain.tenancy.organisation import Organisation, organisation
from domain.tenancy.permissions import Role, effective
from domain.tenancy.session import Session, session
from domain.tenancy.user import User, user

REMEMBERED = 2.0
"""Seconds that a standing is remembered: what was withdrawn is gone everywhere within this time."""
MOST_REMEMBERED = 10_000


class NoStanding(Exception):
    """The session is over, or the person may not work here: they have to sign in again."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Who somebody is in their organisation, until the session ends."""

    role: Role
    operator: bool
    permissions: frozenset[str]
    ends_at: datetime


@dataclass(slots=True)
class Standings:
    """Reads standings from the ledger, and remembers them for an instant. Safe from any thread."""

    ledger: Ledger
    clock: Clock
    monotonic: Callable[[], float] = time.monotonic
    _known: dict[tuple[UUID, UUID, UUID], tuple[float, Standing]] = field(default_factory=dict)

    def of(self, organisation_id: UUID, user_id: UUID, session_id: UUID) -> Standing:
        """The standing of somebody who shows a session. Raises `NoStanding`."""
        key = (organisation_id, user_id, session_id)
        kept = self._known.get(key)
        if kept is not None and self.monotonic() < kept[0]:
            return kept[1]
        standing = self._read(*key)
        if len(self._known) > MOST_REMEMBERED:
            self._known.clear()
        self._known[key] = (self.monotonic() + REMEMBERED, standing)
        return standing

    def forget(self) -> None:
        """Read everybody anew."""
        self._known.clear()

    def _read(self, organisation_id: UUID, user_id: UUID, session_id: UUID) -> Standing:
        streams = [(organisation_id, one) for one in (organisation_id, user_id, session_id)]
        facts = self.ledger.load(streams)
        events = [[fact.event for fact in facts[stream]] for stream in streams]
        tenant: Organisation = organisation.fold(events[0])
        person: User = user.fold(events[1])
        visit: Session = session.fold(events[2])
        mine = visit.user_id == user_id and visit.epoch == person.epoch and visit.is_open(self.clock.now())
        if not (mine and person.works_here):
            raise NoStanding
        return Standing(
            role=person.role,
            operator=tenant.operator,
            permissions=effective(person.role, person.granted, person.withdrawn, operator=tenant.operator),
            ends_at=visit.ends_at,
        )
