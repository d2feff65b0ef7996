"""Signing in, and who is signed in."""

from datetime import datetime
from functools import cache
from typing import Annotated
from uuid import UUID

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Request
from pydantic import ConfigDict, Field

from api.addresses import address_of
from api.asking import Reader, agent_of, reads
from api.problems import ProblemAnswer, answers, request_id_of
from api.routers import routes
from api.schemas import Input, Listing, View
from api.security import OF_THE_PLATFORM, PUBLIC, Principal, allowed, permission_of, permits
from api.services import Services
from application.sign_in import CredentialsInvalid, Member, Visit
from domain.tenancy.organisation import Organisation, organisation
from domain.tenancy.user import Role
from projections import people

router = APIRouter(tags=["Connexion"])

AT_ONCE = 2
"""Passwords checked at once: each takes 64 MiB and a processor, and everybody may ask."""


class Credentials(Input):
    """Une adresse et un mot de passe."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"email": "laura@exemple.fr", "password": "un long mot de passe"}}
    )

    email: str = Field(min_length=1, max_length=320)
    password: str = Field(min_length=1, max_length=1024, repr=False)


class SignedInUser(View):
    """La personne connectée."""

    id: UUID
    email: str
    name: str
    role: Role
    organization_id: UUID


class SignedIn(View):
    """Une session ouverte : le jeton se montre dans l'en-tête `Authorization: Bearer …`."""

    token: str
    user: SignedInUser
    expires_at: datetime


class OwnOrganisation(View):
    """L'organisation de la personne connectée."""

    id: UUID
    name: str
    time_zone: str
    operator: bool = Field(description="Vrai pour l'organisation qui exploite la plateforme.")


class Me(View):
    """La personne connectée, son organisation, et ce qu'elle peut y faire."""

    id: UUID
    email: str
    name: str
    role: Role
    organization: OwnOrganisation
    permissions: list[str] = Field(description="Ce que la personne peut faire, et lire.")


class TeamMember(View):
    """Un membre de l'équipe."""

    user_id: UUID
    name: str
    email: str
    role: Role


@router.post("/auth/login", summary="Se connecter", dependencies=[PUBLIC], responses=answers(401))
async def login(credentials: Credentials, request: Request, services: Services) -> SignedIn:
    """Ouvre une session. Une adresse inconnue et un mauvais mot de passe reçoivent la même réponse."""
    visit = Visit(request_id_of(request), address_of(request), agent_of(request))
    try:
        member = await to_thread.run_sync(
            services.sign_ins.sign_in, credentials.email, credentials.password, visit, limiter=_limiter(request)
        )
    except CredentialsInvalid:
        raise ProblemAnswer(401, "CREDENTIALS_INVALID", "L'adresse ou le mot de passe n'est pas le bon.") from None
    token, expires_at = services.tokens.issue(member.user_id, member.organisation_id, member.role)
    return SignedIn(token=token, user=_user(member), expires_at=expires_at)


@router.get("/api/me", summary="Qui suis-je ?")
def who_am_i(services: Services, who: Annotated[Principal, allowed("me.read")]) -> Me:
    """La personne connectée, son organisation, ses droits."""
    try:
        member = services.sign_ins.member(who.organisation_id, who.user_id)
    except KeyError:
        raise ProblemAnswer(401, "TOKEN_INVALID", "Ce compte n'existe plus. Connectez-vous à nouveau.") from None
    own: Organisation = services.bus.state(organisation, (who.organisation_id, who.organisation_id))
    return Me(
        id=member.user_id,
        email=member.email,
        name=member.name,
        role=who.role,
        organization=OwnOrganisation(
            id=who.organisation_id, name=own.name, time_zone=own.time_zone, operator=own.operator
        ),
        permissions=[permission for permission in _declared() if _has(who, own, permission)],
    )


@router.get("/api/members", summary="Les membres de l'équipe")
def list_members(reader: Annotated[Reader, reads("members.read")]) -> Listing[TeamMember]:
    """Tous les membres, par nom."""
    with reader.session() as connection:
        return reader.all(TeamMember, people.members(connection))


@cache
def _declared() -> list[str]:
    """Every permission that a route declares."""
    return sorted({permission for route in routes() if (permission := permission_of(route)) not in (None, "public")})


def _has(who: Principal, own: Organisation, permission: str) -> bool:
    return permits(who.role, permission) and (own.operator or not permission.startswith(OF_THE_PLATFORM))


def _user(member: Member) -> SignedInUser:
    return SignedInUser(
        id=member.user_id,
        email=member.email,
        name=member.name,
        role=member.role,
        organization_id=member.organisation_id,
    )


def _limiter(request: Request) -> CapacityLimiter:
    """One for the app; made here because it belongs to the running event loop."""
    state = request.app.state
    if not hasattr(state, "sign_in_limiter"):
        state.sign_in_limiter = CapacityLimiter(AT_ONCE)
    limiter: CapacityLimiter = state.sign_in_limiter
    return limiter
