"""The port of the files of batches: kept for thirty days, then unreadable."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

KEEP_DAYS = 30


@dataclass(frozen=True, slots=True)
class BatchFile:
    """The file of an import and its name; of an act on a selection, the words of whoever asked for it."""

    name: str
    content: bytes


class BatchFiles(Protocol):
    """Encrypted files, one for each batch."""

    def keep(self, organisation_id: UUID, batch_id: UUID, file: BatchFile) -> None:
        """Keep it. Once kept, it stays as it is."""
        ...

    def fetch(self, organisation_id: UUID, batch_id: UUID) -> BatchFile | None:
        """The file, or None when there is none any more."""
        ...

    def names(self, organisation_id: UUID, batch_ids: Collection[UUID]) -> Mapping[UUID, str]:
        """The names of those that are still kept."""
        ...

    def drop_before(self, day: date) -> None:
        """Delete those that were kept on older days."""
        ...
