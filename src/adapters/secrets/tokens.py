"""Tokens: JWT signed with HMAC-SHA256, by keys derived from the master key, one for each use."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import jwt

from adapters.secrets.master_key import MasterKey
from application.ports.tokens import Access, Purpose, TokenExpired, TokenInvalid

ALGORITHM = "HS256"
ISSUER = "palabre"
AUDIENCE = "palabre-dashboard"
CLAIMS = ("sub", "org", "sid", "iat", "exp", "jti", "aud", "iss")
NOTE_CLAIMS = ("says", "exp", "aud", "iss")


class SessionTokens:
    """The `Tokens` port. `lifetime` is seconds; times are those of this machine, so that no database is asked."""

    def __init__(self, master_key: MasterKey, lifetime: float) -> None:
        self._key = master_key.derive("session-token:v2")
        self._note_key = master_key.derive("note-token:v1")
        self._lifetime = timedelta(seconds=lifetime)

    def issue(
        self,
        user_id: UUID,
        organisation_id: UUID,
        session_id: UUID,
        *,
        home_id: UUID | None = None,
        ends_at: datetime | None = None,
    ) -> tuple[str, datetime]:
        """An access token, and when it ends."""
        now = datetime.now(UTC).replace(microsecond=0)
        expires_at = ends_at or now + self._lifetime
        claims = {
            "sub": str(user_id),
            "org": str(organisation_id),
            "sid": str(session_id),
            "iat": now,
            "exp": expires_at,
            "jti": str(uuid4()),
            "aud": AUDIENCE,
            "iss": ISSUER,
        }
        if home_id is not None:
            claims["home"] = str(home_id)
        return jwt.encode(claims, self._key, algorithm=ALGORITHM), expires_at

    def read(self, token: str) -> Access:
        """What the token says, once signature, audience, issuer and time are right."""
        claims = _opened(token, self._key, AUDIENCE, CLAIMS)
        try:
            return Access(
                user_id=UUID(claims["sub"]),
                organisation_id=UUID(claims["org"]),
                session_id=UUID(claims["sid"]),
                expires_at=datetime.fromtimestamp(claims["exp"], UTC),
                home_id=UUID(claims["home"]) if "home" in claims else None,
            )
        except (ValueError, TypeError, AttributeError) as error:
            raise TokenInvalid from error

    def note(self, purpose: Purpose, says: Mapping[str, str], ends_at: datetime) -> str:
        """A note for one purpose."""
        claims = {"says": dict(says), "exp": ends_at, "aud": f"palabre-{purpose}", "iss": ISSUER}
        return jwt.encode(claims, self._note_key, algorithm=ALGORITHM)

    def read_note(self, purpose: Purpose, note: str) -> Mapping[str, str]:
        """What the note says, once signature, purpose and time are right."""
        says = _opened(note, self._note_key, f"palabre-{purpose}", NOTE_CLAIMS)["says"]
        if not isinstance(says, dict):
            raise TokenInvalid
        return {str(name): str(value) for name, value in says.items()}


def _opened(token: str, key: bytes, audience: str, required: tuple[str, ...]) -> dict[str, Any]:
    try:
        return jwt.decode(
            token,
            key,
            algorithms=[ALGORITHM],  # pinned: the token does not choose
            audience=audience,
            issuer=ISSUER,
            options={"require": list(required)},
        )
    except jwt.ExpiredSignatureError as error:
        raise TokenExpired from error
    except (jwt.InvalidTokenError, ValueError, TypeError, AttributeError) as error:
        raise TokenInvalid from error
