"""The ports of API keys: the text that a program shows, and when each was last used."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol
from uuid import UUID

from application.ports.tokens import Access

PREFIX = "plb_"
"""How each begins: people and those who look for leaked secrets know it by that."""


class KeyInvalid(Exception):
    """No key of ours, or altered."""


class KeyTexts(Protocol):
    """Makes the texts of keys, and reads them back without asking the database. Safe from any thread."""

    def make(self, organisation_id: UUID, key_id: UUID) -> str:
        """A text with a new secret: nobody gets the same twice."""
        ...

    def read(self, text: str) -> Access:
        """Which key it is, and the digest of its secret. Raises `KeyInvalid`."""
        ...


class KeyUses(Protocol):
    """Remembers when keys were last used, to about a minute. Safe from any thread."""

    def note(self, organisation_id: UUID, key_id: UUID, at: datetime) -> None:
        """The key was used. Waits for nothing, never raises: it is worth no request."""
        ...

    def last(self, organisation_id: UUID) -> Mapping[UUID, datetime]:
        """When each key of the organisation was; one that never was is not in it."""
        ...
