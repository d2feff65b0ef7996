"""The port of the licence door: what the software of customers asks, by the thousand and without anybody signed in."""

from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

from application.bus import Asked, Outcome
from domain.fact import NEVER, NOBODY
from domain.licensing.licence import Licence

Code = Literal[
    "VALID", "GRACE", "EXPIRED", "SUSPENDED", "REVOKED", "HWID_MISMATCH", "UNKNOWN", "ORGANISATION_SUSPENDED"
]


@dataclass(frozen=True, slots=True)
class Presented:
    """A key and a machine, as they were typed: perhaps neither is any."""

    key: str
    hwid: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What was presented, looked at `at` an instant. Nobody's when it is `UNKNOWN`. `days_left` counts days of the
    calendar of the seller: 0 on the last one, negative after."""

    code: Code
    at: datetime
    organisation_id: UUID = NOBODY
    licence_id: UUID = NOBODY
    hwid_index: UUID = NOBODY
    sold_at: datetime = NEVER
    days_left: int = 0
    licence: Licence = field(default_factory=Licence)

    @property
    def valid(self) -> bool:
        """Whether the software may run."""
        return self.code in ("VALID", "GRACE")

    @property
    def proven(self) -> bool:
        """Whether it is a licence, on its own machine."""
        return self.code not in ("UNKNOWN", "HWID_MISMATCH")


class LicenceDoor(Protocol):
    """Safe from any thread. Neither method asks for a thread: a coroutine awaits `asyncio.wrap_future(…)`."""

    def look(self, presented: Presented) -> "Future[Seen]":
        """What it is, from the streams themselves: what was revoked an instant ago is."""
        ...

    def note(self, asked: Asked) -> "Future[Outcome]":
        """Execute a command. The future may raise `Refused` or `Busy`."""
        ...

    def was_proven(self, presented: Presented) -> bool:
        """Whether this very pair was proven here lately."""
        ...
