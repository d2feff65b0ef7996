"""The port of pace: when a message may leave, so that no provider is told more than it takes.

A send books its departure once, first with its recipient, then with the number. It leaves when its time has come;
one that never comes for it costs the number that one place.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Route:
    """The way a message goes, by ids that tell nothing: the number, the recipient of that number, and the account that
    the number shares with others. `per_second` and `recipient_interval` (seconds) are what the provider takes."""

    number: UUID
    recipient: UUID
    account: UUID
    per_second: float
    recipient_interval: float


@dataclass(frozen=True, slots=True)
class Wait:
    """How long until it may leave. `alone`: for the sake of its recipient; others of the number may go first."""

    time: timedelta
    alone: bool


class Pacemaker(Protocol):
    """Shared by all that send. Safe from any thread. It never raises: without its memory it goes slowly."""

    def reserve(self, send: str, route: Route) -> Wait | None:
        """When `send` may leave: None is now. The same send keeps its place, until well after its time has come."""
        ...

    def slow(self, number: UUID) -> None:
        """The provider finds the number too fast: it goes slower from now on, and recovers bit by bit."""
        ...

    def hold(self, id: UUID, wait: timedelta) -> None:
        """Nothing leaves for this number, recipient or account for a while."""
        ...
