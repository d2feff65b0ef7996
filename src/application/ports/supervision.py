"""The port of supervision: how far each part of the machinery is, and what waits for a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a projection or a policy has come. `lag_s` is the age, in seconds, of the first fact not taken in."""

    name: str
    state: str
    lag_facts: int
    lag_s: float
    error: str
    error_at: datetime | None


@dataclass(frozen=True, slots=True)
class ParkedEffect:
    """An effect that failed too often, and waits for a person."""

    id: UUID
    kind: str
    refs: Mapping[str, str]
    attempts: int
    error: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Outbox:
    """What an organisation has to do outside. `late_s` is by how much, in seconds, the oldest one due is late."""

    pending: int
    claimed: int
    parked: int
    late_s: float
    parked_effects: Sequence[ParkedEffect]


class Supervision(Protocol):
    """Reads the state of the machinery. Progress is that of the installation, the rest one organisation's."""

    def projections(self) -> Sequence[Progress]:
        """Every generation of every projection."""
        ...

    def policies(self) -> Sequence[Progress]:
        """Every policy."""
        ...

    def outbox(self, organisation_id: UUID) -> Outbox:
        """What is to be done, and what could not be."""
        ...
