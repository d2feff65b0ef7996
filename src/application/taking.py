"""What is said of an item on its way in: where it comes from, what it asks for, what it gave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from application.bus import Outcome, Request
from application.ports.ledger import Stream
from domain.fact import Actor, Context, Fact

Streams = Mapping[Stream, Sequence[Fact[Any]]]
"""Streams that were just read."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an item comes from. `correlation_id` is one per webhook."""

    organisation_id: UUID
    channel_id: UUID
    received_at: datetime
    correlation_id: UUID

    def context(self, actor: Actor) -> Context:
        """That of a command of the actor."""
        return Context(self.organisation_id, actor, self.correlation_id, happened_at=self.received_at)


@dataclass(frozen=True, slots=True)
class Gave:
    """What an item gave: `new`, `duplicate`, `held` (waits for its message), `ignored`; and the id concerned."""

    kind: str
    result: str
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What an item asks for, and what it is then said to have given."""

    request: Request
    kind: str
    id: UUID

    def gave(self, outcome: Outcome) -> Gave:
        """By what became of the request."""
        return Gave(self.kind, "new" if outcome.facts else "duplicate", self.id)
