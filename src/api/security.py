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
from application.ports.api_keys import PREFIX, KeyInvalid
from application.ports.tokens import Access, TokenExpired, TokenInvalid
from application.standing import NoStanding, Standing
from domain.fact import Actor
from domain.tenancy.permissions import ASKS_AGAIN, FOR_KEYS, PERMISSIONS, Role

BEARER = HTTPBearer(
    scheme_name="session",
    bearerFormat="JWT",
    description="Le jeton que donne `POST /auth/login`.",
    auto_error=False,
)
PROOFS = "/api/session/proof"
OF_THE_PLATFORM = "platform."
"""Permissions that begin so are for the organisation that runs the platform, over all organisations."""


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks, until `expires_at`, and what they may do. `operator`: of those who run the platform, at home."""

    access: Access
    standing: Standing

    @property
    def user_id(self) -> UUID:
        """Whose id it is: of a member, of a key, of a visitor."""
        return self.access.user_id

    @property
    def member_id(self) -> UUID:
        """The same, for what only a member of the organisation does. Raises a 403."""
        if self.standing.kind != "user":
            raise members_only()
        return self.access.user_id

    @property
    def organisation_id(self) -> UUID:
        """Where they work, or visit."""
        return self.access.organisation_id

    @property
    def session_id(self) -> UUID:
        """The session, or the visit."""
        return self.access.session_id

    @property
    def home_id(self) -> UUID:
        """The organisation that they are of."""
        return self.access.home_id or self.access.organisation_id

    @property
    def actor(self) -> Actor:
        """As the ledger names them."""
        return Actor(self.standing.kind, self.access.user_id)

    @property
    def role(self) -> Role:
        """Their role where they are at home."""
        return self.standing.role

    @property
    def operator(self) -> bool:
        """Whether they run the platform, and are not on a visit."""
        return self.standing.operator

    @property
    def permissions(self) -> frozenset[str]:
        """What they may do."""
        return self.standing.permissions

    @property
    def expires_at(self) -> datetime:
        """Until when."""
        return min(self.access.expires_at, self.standing.ends_at)


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
            if self.permission in ASKS_AGAIN:
                await run_in_threadpool(_ask_again, services, who)
            return who
        if who.standing.kind == "key":
            raise _beyond_the_key(self.permission)
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
    if credentials.credentials.startswith(PREFIX):
        return _by_key(services, credentials.credentials)
    try:
        access = services.tokens.read(credentials.credentials)
        return Principal(access, services.standings.of(access))
    except TokenExpired:
        raise _unauthorised("TOKEN_EXPIRED", "Votre session est terminée. Connectez-vous à nouveau.") from None
    except TokenInvalid:
        raise _unauthorised("TOKEN_INVALID", "Cette session n'est pas valable. Connectez-vous à nouveau.") from None
    except NoStanding:
        raise _unauthorised("SESSION_OVER", "Votre session est terminée. Connectez-vous à nouveau.") from None


def _by_key(services: ApiServices, text: str) -> Principal:
    """Which key it is; that it was used is noted."""
    try:
        access = services.key_texts.read(text)
        who = Principal(access, services.standings.of(access))
    except (KeyInvalid, NoStanding):
        raise _unauthorised(
            "KEY_INVALID", "Cette clé d'API n'est pas valable. Vérifiez-la, ou demandez-en une à un administrateur."
        ) from None
    services.key_uses.note(who.organisation_id, who.user_id, services.clock.now())
    return who


def _beyond_the_key(permission: str) -> ProblemAnswer:
    if permission not in FOR_KEYS:
        return members_only()
    label = PERMISSIONS[permission].label
    return ProblemAnswer(
        403, "KEY_SCOPE_MISSING", f"Cette clé n'a pas le droit demandé : {label} ({permission}). Créez-en une qui l'a."
    )


def members_only() -> ProblemAnswer:
    """What is told to who is no member of the organisation, and would have to be."""
    return ProblemAnswer(403, "MEMBERS_ONLY", "Seul un membre de l'équipe peut faire cela.")


def _ask_again(services: ApiServices, who: Principal) -> None:
    """Refuse a session that nobody has proved for a while. What is remembered may be older than the proof."""
    now = services.clock.now()
    if now < who.standing.proved_until or now < services.standings.anew(who.access).proved_until:
        return
    raise ProblemAnswer(
        403, "PROOF_REQUIRED", "Confirmez d'abord que c'est bien vous : cette action ne s'annule pas.", see=PROOFS
    )


def _unauthorised(code: str, detail: str, error: str = ', error="invalid_token"') -> ProblemAnswer:
    return ProblemAnswer(401, code, detail, headers={"WWW-Authenticate": f'Bearer realm="palabre"{error}'})
