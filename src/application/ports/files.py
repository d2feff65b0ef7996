"""The port of kept files."""

from typing import Protocol
from uuid import UUID

from application.ports.messaging import File


class Files(Protocol):
    """Bytes of media, encrypted with the key of the person."""

    def keep(self, organisation_id: UUID, message_id: UUID, subject_id: UUID, file: File) -> None:
        """Keep the bytes. Once kept, they stay as they are."""
        ...

    def fetch(self, organisation_id: UUID, message_id: UUID) -> File | None:
        """The bytes, or None when there are none, or their person was erased."""
        ...

    def destroy(self, organisation_id: UUID, subject_id: UUID) -> None:
        """Delete the files of a person."""
        ...
