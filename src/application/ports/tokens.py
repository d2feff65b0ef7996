"""The port of session tokens: what a signed-in person shows with each request."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.tenancy.user import Role


class TokenInvalid(Exception):
    """Not a token of ours, altered, or meant for somebody else."""


class TokenExpired(TokenInvalid):
    """A token of ours whose time is over."""


@dataclass(frozen=True, slots=True)
class Session:
    """What a token says."""

    user_id: UUID
    organisation_id: UUID
    role: Role
    expires_at: datetime


class Tokens(Protocol):
    """Issues tokens and reads them back, without asking the database. Safe from any thread."""

    def issue(self, user_id: UUID, organisation_id: UUID, role: Role) -> tuple[str, datetime]:
        """A new token, and when it ends."""
        ...

    def read(self, token: str) -> Session:
        """What the token says. Raises `TokenExpired` or `TokenInvalid`."""
        ...
