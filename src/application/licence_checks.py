"""Whether licences are good: asked of the streams, by the clock, for many at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from application.bus import Asked, Bus, Busy, Outcome, Request
from application.licensing import LicenceDesk
from application.ports.ledger import Stream
from application.ports.licence_door import Code, Presented, Seen
from domain.fact import INSTALLATION, Fact
from domain.licensing import keys
from domain.licensing.licence import Licence, licence
from domain.licensing.terms import Status
from domain.refusal import Refused
from domain.reservation import Reservation, reservation
from domain.tenancy.organisation import Organisation, organisation

CODES: Mapping[Status, Code] = {
    "active": "VALID",
    "grace_period": "GRACE",
    "expired": "EXPIRED",
    "suspended": "SUSPENDED",
    "revoked": "REVOKED",
}
Facts = Mapping[Stream, Sequence[Fact[Any]]]


@dataclass(frozen=True, slots=True)
class LicenceChecks:
    """Two readings of the ledger for however many are asked. What is unknown is looked for like the rest, in a stream
    that is empty: neither the answer nor its time tells why."""

    bus: Bus
    desk: LicenceDesk

    def look(self, asked: Sequence[Presented]) -> list[Seen]:
        """What each of them is, in order."""
        indexes = [self._index(presented.key) for presented in asked]
        holders = self.desk.ledger.load((INSTALLATION, index) for index in indexes)
        streams = [_held(index, holders[INSTALLATION, index]) for index in indexes]
        sellers = [(organisation_id, organisation_id) for organisation_id, _ in streams]
        facts = self.desk.ledger.load([*streams, *sellers])
        return [self._seen(presented, stream, facts) for presented, stream in zip(asked, streams, strict=True)]

    def note(self, asked: Sequence[Asked]) -> list[Outcome | Refused | Busy]:
        """Execute what is asked, each by itself."""
        return self.bus.execute_each([Request(one.context, [one.command]) for one in asked])

    def _index(self, typed: str) -> UUID:
        return self.desk.key_index(keys.read(typed) or f"no key: {typed}")

    def _seen(self, presented: Presented, stream: Stream, facts: Facts) -> Seen:
        organisation_id, licence_id = stream
        state: Licence = licence.fold(fact.event for fact in facts[stream])
        seller: Organisation = organisation.fold(fact.event for fact in facts[organisation_id, organisation_id])
        now, hwid_index = self.desk.clock.now(), self.desk.hwid_index(organisation_id, presented.hwid)
        if not state.issued:
            return Seen("UNKNOWN", now)
        code = CODES[state.status(now)]
        if hwid_index != state.hwid_index:
            code = "HWID_MISMATCH"
        elif seller.suspended:
            code = "ORGANISATION_SUSPENDED"
        days_left = (_day(state.ends_at, seller) - _day(now, seller)).days
        return Seen(code, now, organisation_id, licence_id, hwid_index, facts[stream][0].at, days_left, state)


def _held(index: UUID, facts: Sequence[Fact[Any]]) -> Stream:
    """The licence that has the key, or a stream where there is nothing."""
    state: Reservation = reservation.fold(fact.event for fact in facts)
    if state.organisation_id is None or state.holder_id is None:
        return uuid5(index, "no organisation"), uuid5(index, "no licence")
    return state.organisation_id, state.holder_id


def _day(at: datetime, seller: Organisation) -> date:
    return at.astimezone(ZoneInfo(seller.time_zone)).date()
