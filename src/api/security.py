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
from domain.tenancy.organisation import Organisation, organisation
from domain.tenancy.user import Role

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
    """A signed-in person, until `expires_at`."""

    user_id: UUID
    organisation_id: UUID
    role: Role
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
        who = authenticated(services, credentials)
        structlog.contextvars.bind_contextvars(organisation=str(who.organisation_id), user=str(who.user_id))
        if not permits(who.role, self.permission):
            raise ProblemAnswer(
                403, "PERMISSION_MISSING", "Votre rôle ne permet pas cette action. Demandez à un responsable."
            )
        if self.permission.startswith(OF_THE_PLATFORM) and not await run_in_threadpool(_is_operator, services, who):
            raise ProblemAnswer(403, "PLATFORM_ONLY", "Cette page est réservée à l'équipe qui exploite la plateforme.")
        return who


def allowed(permission: str) -> Any:
    """Declare the permission that a route asks for."""
    return Depends(Allowed(permission))


async def public() -> None:
    """Declare that a route is open to everybody."""


PUBLIC = Depends(public)


def permits(role: Role, permission: str) -> bool:
    """Whether a role has a permission: a viewer only reads, the others do everything in their organisation."""
    return role != "viewer" or permission.endswith(".read")


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
        session = services.tokens.read(credentials.credentials)
    except TokenExpired:
        raise _unauthorised("TOKEN_EXPIRED", "Votre session est terminée. Connectez-vous à nouveau.") from None
    except TokenInvalid:
        raise _unauthorised("TOKEN_INVALID", "Cette session n'est pas valable. Connectez-vous à nouveau.") from None
    return Principal(session.user_id, session.organisation_id, session.role, session.expires_at)


def _unauthorised(code: str, detail: str, error: str = ', error="invalid_token"') -> ProblemAnswer:
    return ProblemAnswer(401, code, detail, headers={"WWW-Authenticate": f'Bearer realm="palabre"{error}'})


def _is_operator(services: ApiServices, who: Principal) -> bool:
    state: Organisation = services.bus.state(organisation, (who.organisation_id, who.organisation_id))
    return state.operator
