"""Who is asking, and what they may do. Each route declares one permission, or that it is public.

    @router.get("/api/members")
    def list_members(reader: Annotated[Reader, reads("members.read")]) -> ...: ...

Permissions are verbs, `context.verb`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import structlog
from fastapi import Depends, Security
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.concurrency import run_in_threadpool

from api.problems import ProblemAnswer
from api.services import ApiServices, Services
from application.ports.tokens import TokenExpired, TokenInvalid
from application.standing import NoStanding
from domain.tenancy.permissions import Role

BEARER = HTTPBearer(
    scheme_name="session",
    bearerFormat="JWT",
    description="Le jeton que donne `POST /auth/login`.",
    auto_error=False,
)
OF_THE_PLATFORM = "platform."
"""Permissions that begin so are for the organisation that runs the platform, over all organisations."""


@dataclass(frozen=True, slots=True)
class Principal:
    """A signed-in person, until `expires_at`, and what they may do. `operator`: of those who run the platform."""

    user_id: UUID
    organisation_id: UUID
    session_id: UUID
    role: Role
    operator: bool
    permissions: frozenset[str]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Allowed:
    """A dependency: lets in the people who have the permission. Gives the `Principal`."""

    permission: str

    async def __call__(
        self,
        services: Services,
        credentials: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)],
    ) -> Principal:
        who = await run_in_threadpool(authenticated, services, credentials)
        structlog.contextvars.bind_contextvars(organisation=str(who.organisation_id), user=str(who.user_id))
        if self.permission in who.permissions:
            return who
        if self.permission.startswith(OF_THE_PLATFORM) and not who.operator:
            raise ProblemAnswer(403, "PLATFORM_ONLY", "Cette page est réservée à l'équipe qui exploite la plateforme.")
        raise ProblemAnswer(
            403, "PERMISSION_MISSING", "Votre rôle ne permet pas cette action. Demandez à un responsable."
        )


def allowed(permission: str) -> Any:
    """Declare the permission that a route asks for."""
    return Depends(Allowed(permission))


async def public() -> None:
    """Declare that a route is open to everybody."""


PUBLIC = Depends(public)


def permission_of(route: APIRoute) -> str | None:
    """The permission that a route declares, ``public`` when it is open, None when it says nothing."""
    for dependant in _tree(route.dependant):
        if isinstance(dependant.call, Allowed):
            return dependant.call.permission
        if dependant.call is public:
            return "public"
    return None


def _tree(dependant: Dependant) -> Iterator[Dependant]:
    yield dependant
    for inner in dependant.dependencies:
        yield from _tree(inner)


def authenticated(services: ApiServices, credentials: HTTPAuthorizationCredentials | None) -> Principal:
    """Whose token it is. Raises a 401 that says what to do."""
    if credentials is None:
        raise _unauthorised("TOKEN_MISSING", "Connectez-vous pour continuer.", "")
    try:
        access = services.tokens.read(credentials.credentials)
        standing = services.standings.of(access.organisation_id, access.user_id, access.session_id)
    except TokenExpired:
        raise _unauthorised("TOKEN_EXPIRED", "Votre session est terminée. Connectez-vous à nouveau.") from None
    except TokenInvalid:
        raise _unauthorised("TOKEN_INVALID", "Cette session n'est pas valable. Connectez-vous à nouveau.") from None
    except NoStanding:
        raise _unauthorised("SESSION_OVER", "Votre session est terminée. Connectez-vous à nouveau.") from None
    return Principal(
        user_id=access.user_id,
        organisation_id=access.organisation_id,
        session_id=access.session_id,
        role=standing.role,
        operator=standing.operator,
        permissions=standing.permissions,
        expires_at=min(access.expires_at, standing.ends_at),
    )


def _unauthorised(code: str, detail: str, error: str = ', error="invalid_token"') -> ProblemAnswer:
    return ProblemAnswer(401, code, detail, headers={"WWW-Authenticate": f'Bearer realm="palabre"{error}'})
