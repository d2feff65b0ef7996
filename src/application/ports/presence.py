"""The port of presence: which members have a screen open."""

from typing import Protocol
from uuid import UUID


class Presence(Protocol):
    """Says who is here. It may forget: a member who is here is then taken for away until the next sign of life."""

    def note(self, organisation_id: UUID, user_id: UUID) -> None:
        """The member has a screen open now. Never raises: it is worth no request."""
        ...

    def is_here(self, organisation_id: UUID, user_id: UUID) -> bool:
        """Whether the member had a screen open a moment ago."""
        ...
