"""The ports of keys and secrets."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol
from uuid import UUID


class Keys(Protocol):
    """The keys of people."""

    def destroy(self, subjects: Iterable[tuple[UUID, UUID]]) -> None:
        """Destroy the keys of (organisation, person). What they encrypted is noise from then on."""
        ...


class Vault(Protocol):
    """Named and versioned secrets of an organisation."""

    def put(self, organisation_id: UUID, name: str, version: int, secret: Mapping[str, str]) -> None:
        """Keep a version."""
        ...

    def get(self, organisation_id: UUID, name: str, version: int) -> dict[str, str]:
        """The secret. Raises `KeyError`."""
        ...

    def add(self, organisation_id: UUID, name: str, secret: Mapping[str, str], *, after: int = 0) -> int:
        """Keep it as the next version, greater than `after`, one that nobody else gets. Gives the version."""
        ...

    def find(self, organisation_id: UUID, prefix: str) -> Sequence[dict[str, str]]:
        """The secrets whose name begins so."""
        ...

    def destroy(self, organisation_id: UUID, name: str, version: int) -> None:
        """Forget a version. Quiet when it is not there."""
        ...
