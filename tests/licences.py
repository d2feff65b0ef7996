"""Somebody who sells licences, by a clock that a test sets."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from application.licensing import LicenceDesk, NewLicence
from domain.fact import SYSTEM, Context, Fact
from domain.licensing.licence_events import LicenceIssued
from tests.drive import Drive

DAY = timedelta(days=1)


@dataclass
class At:
    """A clock that stands still until told."""

    at: datetime

    def now(self) -> datetime:
        return self.at


@dataclass
class Seller:
    """An organisation, its licence desk, and what follows. Its effects see the time of `clock`."""

    drive: Drive
    organisation_id: UUID = field(init=False)
    clock: At = field(init=False)

    def __post_init__(self) -> None:
        self.organisation_id = self.drive.organisation("Institut Lumière")
        self.clock = At(self.drive.house.clock.now())
        self.drive.performer = self.drive.performer_with(clock=self.clock)
        house = self.drive.house
        self.desk = LicenceDesk(house.bus, house.ledger, house.master_key, self.clock)

    @property
    def context(self) -> Context:
        return Context(self.organisation_id, SYSTEM)

    def sells(self, email: str = "awa@exemple.fr", hwid: str = "HW-1", **others: Any) -> UUID:
        """A premium licence of thirty days. Gives its id."""
        licence_id = uuid4()
        self.desk.issue(self.context, licence_id, NewLicence(email, hwid, "premium", **others))
        return licence_id

    def facts(self, licence_id: UUID) -> list[Fact[Any]]:
        stream = (self.organisation_id, licence_id)
        return self.drive.house.ledger.load([stream])[stream]

    def told(self, licence_id: UUID) -> list[str]:
        """What happened to the licence, in order."""
        return [type(fact.event).__name__ for fact in self.facts(licence_id)]

    def issued(self, licence_id: UUID) -> LicenceIssued:
        event: LicenceIssued = self.facts(licence_id)[0].event
        return event

    def key(self, licence_id: UUID) -> str:
        return str(self.issued(licence_id).key)

    def waits_until(self, at: datetime) -> None:
        """It is that time, and what was due by then is done."""
        self.clock.at = at
        self.drive.make_due()
        self.drive.run()
