"""The port of pace: when a message may leave, so that no provider is told more than it takes.

A send books its departure once, first with its recipient, then with the number. It leaves when its time has come;
one that never comes for it costs the number that one place. What happens between then and the call takes unequal times:
so those who call are counted at the door, and wait there for the instant that it takes.
"""

from contextlib import AbstractContextManager
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

    def calling(self, send: str, route: Route) -> AbstractContextManager[None]:
        """Around the call itself. It is entered as soon as the calls of the last second, and those that have no answer
        yet, are fewer than the provider takes: mostly at once."""
        ...

    def slow(self, number: UUID) -> None:
        """The provider finds the number too fast: it goes slower from now on, and recovers bit by bit."""
        ...

    def hold(self, id: UUID, wait: timedelta) -> None:
        """Nothing leaves for this number, recipient or account for a while."""
        ...
