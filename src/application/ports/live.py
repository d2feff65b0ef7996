"""The port of live facts: what has just become visible on the screens of an organisation."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

MOST_MISSED = 1_000
"""Facts that are told one by one to a client that comes back. Beyond that, reloading costs less."""


@dataclass(frozen=True, slots=True, eq=False)
class LiveFact:
    """A fact without its values: its place, its name, and the ids it is about. Nothing personal. All who follow an
    organisation share it.

    `only_for` is the one member who may be told of it; None for everybody.
    """

    sequence: int
    name: str
    at: datetime
    ids: Mapping[str, UUID]
    actor: str
    actor_id: UUID | None
    only_for: UUID | None = None

    def is_for(self, user_id: UUID) -> bool:
        """Whether the member may be told."""
        return self.only_for in (None, user_id)


@dataclass(frozen=True, slots=True)
class Reload:
    """Too much was missed to be told: reload what is shown, and go on from `head`."""

    head: int


class Watch(Protocol):
    """The place of one client in the facts of its organisation. It holds a number, so a slow client costs nothing."""

    at: int
    """The sequence up to which the client was told."""

    @property
    def over(self) -> bool:
        """Whether the process is stopping: nothing more will come."""
        ...

    async def next(self, within: float) -> Sequence[LiveFact] | Reload:
        """What came after `at`, in order; empty when nothing did within so many seconds."""
        ...


class Live(Protocol):
    """Facts that every read model has taken in. A fact is shown only once all screens can show what it did."""

    def facts(self, organisation_id: UUID, user_id: UUID, after: int, limit: int) -> Sequence[LiveFact]:
        """The facts after a sequence that a member may be told, oldest first."""
        ...

    def watch(self, organisation_id: UUID, after: int | None) -> AbstractAsyncContextManager[Watch]:
        """Follow the facts after a sequence, or from now on; those for one member only too (`LiveFact.is_for`)."""
        ...

    async def reached(self, organisation_id: UUID, sequence: int, within: float) -> bool:
        """Whether the screens show the fact of this sequence, waiting for it at most so many seconds."""
        ...
