"""A fact is an event in its envelope: who, when, where in the ledger, because of what."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Generic, Literal, TypeVar
from uuid import UUID, uuid4

from domain.event import Event
from domain.personal import Erased

E_co = TypeVar("E_co", bound=Event, covariant=True)

ActorKind = Literal["user", "key", "staff", "contact", "provider", "assistant", "system"]
"""A member, a key of the organisation's API, somebody of the platform on a visit; a customer, a provider, ourselves."""

NOBODY = UUID(int=0)
"""No one's id: what a state holds before anything happened."""

NEVER = datetime.min.replace(tzinfo=UTC)
"""No instant: what a state holds before anything happened."""

INSTALLATION = UUID(int=0)
"""The pseudo-organisation of facts that are unique per installation (reservations of e-mails, endpoints)."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who caused the fact."""

    kind: ActorKind
    id: UUID | None = None


SYSTEM = Actor("system")
ASSISTANT = Actor("assistant")
PROVIDER = Actor("provider")


@dataclass(frozen=True, slots=True)
class Context:
    """What a command carries besides itself, and every fact it yields keeps.

    `correlation_id` groups all that follows from one request; `causation` is the sequence, in the same
    organisation, of the fact that led to the command. `ip` and `user_agent` are personal values.
    `happened_at` is when, by the account of whoever tells of it later (a webhook that waited, imported history).
    """

    organisation_id: UUID
    actor: Actor
    correlation_id: UUID = field(default_factory=uuid4)
    causation: int | None = None
    ip: str | Erased | None = None
    user_agent: str | Erased | None = None
    happened_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Fact(Generic[E_co]):
    """An event as recorded.

    `sequence` is its gapless position in the organisation, the one that people and proofs see;
    `position` is the internal place in the whole ledger. `recorded_at` is our clock and never goes
    back within an organisation; the event itself carries the provider's time when there is one.
    Before the append `sequence` and `position` are 0 and `recorded_at` is None.
    """

    stream_id: UUID
    version: int
    event: E_co
    context: Context
    sequence: int = 0
    position: int = 0
    recorded_at: datetime | None = None

    @property
    def originator_id(self) -> UUID:
        """The stream, in the words of the eventsourcing library."""
        return self.stream_id

    @property
    def originator_version(self) -> int:
        """The version in the stream, in the words of the eventsourcing library."""
        return self.version

    @property
    def organisation_id(self) -> UUID:
        """The organisation whose fact it is."""
        return self.context.organisation_id

    @property
    def happened_at(self) -> datetime:
        """When it happened: by its own account, else by the teller's, else when it was recorded."""
        return self.event.happened_at or self.context.happened_at or self.at

    @property
    def at(self) -> datetime:
        """When it was recorded. Only asked of recorded facts."""
        assert self.recorded_at is not None
        return self.recorded_at
