"""Session tokens: JWT signed with HMAC-SHA256, by a key derived from the master key."""

from datetime import UTC, datetime, timedelta
from typing import cast, get_args
from uuid import UUID, uuid4

import jwt

from adapters.secrets.master_key import MasterKey
from application.ports.tokens import Session, TokenExpired, TokenInvalid
from domain.tenancy.user import Role

ALGORITHM = "HS256"
ISSUER = "palabre"
AUDIENCE = "palabre-dashboard"
CLAIMS = ("sub", "org", "role", "iat", "exp", "jti", "aud", "iss")


class SessionTokens:
    """The `Tokens` port. `lifetime` is seconds; times are those of this machine, so that no database is asked."""

    def __init__(self, master_key: MasterKey, lifetime: float) -> None:
        self._key = master_key.derive("session-token:v1")
        self._lifetime = timedelta(seconds=lifetime)

    def issue(self, user_id: UUID, organisation_id: UUID, role: Role) -> tuple[str, datetime]:
        """A token that holds ids and a role, no personal value: whoever sees it can read it."""
        now = datetime.now(UTC).replace(microsecond=0)
        expires_at = now + self._lifetime
        claims = {
            "sub": str(user_id),
            "org": str(organisation_id),
            "role": role,
            "iat": now,
            "exp": expires_at,
            "jti": str(uuid4()),
            "aud": AUDIENCE,
            "iss": ISSUER,
        }
        return jwt.encode(claims, self._key, algorithm=ALGORITHM), expires_at

    def read(self, token: str) -> Session:
        """What the token says, once signature, audience, issuer and time are right."""
        try:
            claims = jwt.decode(
                token,
                self._key,
                algorithms=[ALGORITHM],  # pinned: the token does not choose
                audience=AUDIENCE,
                issuer=ISSUER,
                options={"require": list(CLAIMS)},
            )
            return Session(
                user_id=UUID(claims["sub"]),
                organisation_id=UUID(claims["org"]),
                role=_role(claims["role"]),
                expires_at=datetime.fromtimestamp(claims["exp"], UTC),
            )
        except jwt.ExpiredSignatureError as error:
            raise TokenExpired from error
        except (jwt.InvalidTokenError, ValueError, TypeError, AttributeError) as error:
            raise TokenInvalid from error


def _role(claimed: object) -> Role:
    if claimed not in get_args(Role):
        raise ValueError("no such role")
    return cast(Role, claimed)
