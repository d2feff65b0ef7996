"""The port of tokens: what a signed-in person shows with each request, and notes that come back to us unaltered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

Purpose = Literal["refresh", "challenge", "reset", "invitation"]
"""What a note is good for, and for nothing else."""


class TokenInvalid(Exception):
    """Not a token of ours, altered, or meant for something else."""


class TokenExpired(TokenInvalid):
    """A token of ours whose time is over."""


@dataclass(frozen=True, slots=True)
class Access:
    """What an access token says: whose session it is, and until when this token shows it.

    Somebody of the platform who visits an organisation is of another, `home_id`; the session is then the visit.
    Of an API key the ids are its own, and `digest` is that of the secret that was shown: it is still to be compared.
    """

    user_id: UUID
    organisation_id: UUID
    session_id: UUID
    expires_at: datetime
    home_id: UUID | None = None
    digest: str | None = field(default=None, repr=False)


class Tokens(Protocol):
    """Issues tokens and reads them back, without asking the database. Safe from any thread.

    They hold ids and no personal value: whoever sees one can read it. Reading raises `TokenExpired` or `TokenInvalid`.
    """

    def issue(
        self,
        user_id: UUID,
        organisation_id: UUID,
        session_id: UUID,
        *,
        home_id: UUID | None = None,
        ends_at: datetime | None = None,
    ) -> tuple[str, datetime]:
        """A new access token, and when it ends: at `ends_at`, or after the time that is usual."""
        ...

    def read(self, token: str) -> Access:
        """What an access token says."""
        ...

    def note(self, purpose: Purpose, says: Mapping[str, str], ends_at: datetime) -> str:
        """A note, good for one purpose until an instant."""
        ...

    def read_note(self, purpose: Purpose, note: str) -> Mapping[str, str]:
        """What a note says."""
        ...
