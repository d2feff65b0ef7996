"""What is stored of a fact: the library's stored event, plus the columns that the ledger adds."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from eventsourcing.persistence import Notification, StoredEvent

DEFAULT_ORGANISATION = UUID(int=1)
"""Where plain events of the library go, which know no organisation. Used by its test cases only."""


@dataclass(frozen=True)
class StoredFact(StoredEvent):
    """A stored event of one organisation. `topic` is the stable name of the event."""

    organisation_id: UUID = DEFAULT_ORGANISATION


@dataclass(frozen=True)
class RecordedFact(Notification):
    """A stored event with the places and the time that the ledger gave it. `id` is the position."""

    organisation_id: UUID
    sequence: int
    recorded_at: datetime


def organisation_of(stored: StoredEvent) -> UUID:
    """The organisation, or the default one for a plain event of the library."""
    return stored.organisation_id if isinstance(stored, StoredFact) else DEFAULT_ORGANISATION
