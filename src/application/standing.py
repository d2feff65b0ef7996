"""What somebody may do right now: their role, what was granted or withdrawn, and whether their session still holds."""

import hmac
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

from application.api_keys import secret_name
from application.ports.clock import Clock
from application.ports.ledger import Ledger, Stream
from application.ports.secrets import Vault
from application.ports.tokens import Access
from domain.event import Event
from domain.fact import NEVER
from domain.tenancy.api_key import ApiKeys, api_keys, keys_of
from domain.tenancy.organisation import Organisation, organisation
from domain.tenancy.permissions import FOR_KEYS, FOR_VISITORS, OF_ANY_KEY, Role, effective
from domain.tenancy.session import Session, session
from domain.tenancy.staff_visit import StaffVisit, staff_visit
from domain.tenancy.user import User, user

REMEMBERED = 2.0
"""Seconds that a standing is remembered: what was withdrawn is gone everywhere within this time."""
MOST_REMEMBERED = 10_000
WITHOUT_END = datetime.max.replace(tzinfo=UTC)

Kind = Literal["user", "key", "staff"]


class NoStanding(Exception):
    """The session is over, or the person may not work here: they have to sign in again. Or the key is no good."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Who somebody is in the organisation, until the session ends. `proved_until`: how long they are believed to be who
    they say without being asked again."""

    kind: Kind
    role: Role
    operator: bool
    permissions: frozenset[str]
    ends_at: datetime
    proved_until: datetime


@dataclass(slots=True)
class Standings:
    """Reads standings from the ledger, and remembers them for an instant. Safe from any thread."""

    ledger: Ledger
    vault: Vault
    clock: Clock
    monotonic: Callable[[], float] = time.monotonic
    _known: dict[Access, tuple[float, Standing]] = field(default_factory=dict)

    def of(self, access: Access) -> Standing:
        """The standing of somebody who shows a session. Raises `NoStanding`."""
        kept = self._known.get(_key(access))
        if kept is not None and self.monotonic() < kept[0]:
            return kept[1]
        return self.anew(access)

    def anew(self, access: Access) -> Standing:
        """The same, as the ledger has it now."""
        standing = self._read(access)
        if len(self._known) > MOST_REMEMBERED:
            self._known.clear()
        self._known[_key(access)] = (self.monotonic() + REMEMBERED, standing)
        return standing

    def forget(self) -> None:
        """Read everybody anew."""
        self._known.clear()

    def _read(self, access: Access) -> Standing:
        if access.digest is not None:
            return self._of_key(access, access.digest)
        return self._visiting(access, access.home_id) if access.home_id else self._at_home(access)

    def _at_home(self, access: Access) -> Standing:
        here = access.organisation_id
        tenant_facts, person_facts, session_facts = self._events(
            (here, here), (here, access.user_id), (here, access.session_id)
        )
        tenant: Organisation = organisation.fold(tenant_facts)
        person: User = user.fold(person_facts)
        visit: Session = session.fold(session_facts)
        mine = visit.user_id == access.user_id and visit.epoch == person.epoch and visit.is_open(self.clock.now())
        if not (mine and person.works_here) or tenant.suspended:
            raise NoStanding
        return Standing(
            kind="user",
            role=person.role,
            operator=tenant.operator,
            permissions=effective(person.role, person.granted, person.withdrawn, operator=tenant.operator),
            ends_at=visit.ends_at,
            proved_until=visit.proved_until,
        )

    def _visiting(self, access: Access, home_id: UUID) -> Standing:
        visit_facts, person_facts, home_facts = self._events(
            (access.organisation_id, access.session_id), (home_id, access.user_id), (home_id, home_id)
        )
        visit: StaffVisit = staff_visit.fold(visit_facts)
        person: User = user.fold(person_facts)
        home: Organisation = organisation.fold(home_facts)
        theirs = (visit.staff_id, visit.home_id, visit.epoch) == (access.user_id, home_id, person.epoch)
        if not (theirs and person.works_here and home.operator and visit.is_open(self.clock.now())):
            raise NoStanding
        held = effective(person.role, person.granted, person.withdrawn, operator=True)
        return Standing(
            kind="staff",
            role=person.role,
            operator=False,
            permissions=held & FOR_VISITORS,
            ends_at=visit.ends_at,
            proved_until=NEVER,
        )

    def _of_key(self, access: Access, digest: str) -> Standing:
        here, key_id = access.organisation_id, access.user_id
        tenant_facts, keys_facts = self._events((here, here), (here, keys_of(here)))
        tenant: Organisation = organisation.fold(tenant_facts)
        keys: ApiKeys = api_keys.fold(keys_facts)
        key = keys.by_id.get(key_id)
        if key is None or not key.lives(self.clock.now()) or tenant.suspended:
            raise NoStanding
        try:
            kept = self.vault.get(here, secret_name(key_id), key.secret_version)["digest"]
        except KeyError:
            raise NoStanding from None
        if not hmac.compare_digest(kept, digest):
            raise NoStanding
        return Standing(
            kind="key",
            role="viewer",  # it has none: what it may do is its scopes
            operator=False,
            permissions=frozenset(key.scopes) & FOR_KEYS | OF_ANY_KEY,
            ends_at=key.ends_at or WITHOUT_END,
            proved_until=NEVER,
        )

    def _events(self, *streams: Stream) -> Sequence[Sequence[Event]]:
        facts = self.ledger.load(streams)
        return [[fact.event for fact in facts[stream]] for stream in streams]


def _key(access: Access) -> Access:
    """The same for each token of a session."""
    return replace(access, expires_at=NEVER)
