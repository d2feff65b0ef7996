"""The port of licence files: what signs them, so that software without a network can believe them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The public key of an organisation, in base64, and what its files call it."""

    key_id: str
    text: str


class LicenceSigner(Protocol):
    """Signs for organisations, each with a key of its own. Safe from any thread."""

    def public_key(self, organisation_id: UUID) -> PublicKey:
        """What files are checked with."""
        ...

    def sign(self, organisation_id: UUID, payload: Mapping[str, str | int]) -> bytes:
        """The file that says the payload."""
        ...

    def hash_of_hwid(self, hwid: str) -> str:
        """What a file says of a machine."""
        ...
