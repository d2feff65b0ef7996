"""Who is signed in, what they may do, and where else they are."""

from datetime import datetime
from functools import cache
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from api.asking import Caller, Reader, acts, reads
from api.problems import ProblemAnswer, answers
from api.routers import routes
from api.schemas import Done, Listing, View
from api.security import Principal, allowed, members_only, permission_of
from api.services import Services
from domain.tenancy.organisation import Organisation, organisation
from domain.tenancy.permissions import Role
from domain.tenancy.user import RevokeSessions, User, user
from projections import sessions

router = APIRouter(prefix="/api", tags=["Connexion"])


class OwnOrganisation(View):
    """L'organisation de la personne connectée."""

    id: UUID
    name: str
    time_zone: str
    operator: bool


class Me(View):
    """La personne connectée, son organisation, et ce qu'elle peut y faire."""

    id: UUID
    email: str
    name: str
    role: Role
    organization: OwnOrganisation
    permissions: list[str]
    visiting_until: datetime | None = Field(
        description="La fin de la visite, pour quelqu'un du support qui est dans une autre organisation que la sienne."
    )


class SessionView(View):
    """Un endroit où la personne est connectée."""

    session_id: UUID
    opened_at: datetime
    seen_at: datetime
    ends_at: datetime
    address: str
    client: str
    current: bool


@router.get("/me", summary="Qui suis-je ?")
def who_am_i(services: Services, who: Annotated[Principal, allowed("me.read")]) -> Me:
    """La personne connectée, son organisation, ses droits. D'une clé d'API, voyez `/api/key`."""
    if who.standing.kind == "key":
        raise members_only()
    try:
        member = services.sign_ins.member(who.home_id, who.user_id)
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
        permissions=sorted(who.permissions & _declared()),
        visiting_until=who.expires_at if who.actor.kind == "staff" else None,
    )


@router.get("/sessions", summary="Mes sessions")
def list_sessions(reader: Annotated[Reader, reads("sessions.read")]) -> Listing[SessionView]:
    """Là où la personne est connectée, la dernière vue d'abord."""
    who, services = reader.who, reader.services
    person: User = services.bus.state(user, (who.organisation_id, who.user_id))
    with reader.session() as connection:
        rows = sessions.open_of(connection, who.user_id, person.epoch, services.clock.now())
    return Listing(data=[_shown(row, who) for row in rows], stale=reader.stale)


@router.delete("/sessions/{session_id}", summary="Terminer une session", responses=answers(404))
def end_session(caller: Annotated[Caller, acts("sessions.end")], session_id: UUID) -> Done:
    """Termine une session de la personne : celui qui la tient doit se reconnecter."""
    return Done(
        sequence=caller.at(caller.services.sessions.end(caller.context, caller.who.user_id, session_id, "revoked"))
    )


@router.delete("/sessions", summary="Terminer toutes les sessions")
def end_sessions(caller: Annotated[Caller, acts("sessions.end")]) -> Done:
    """Termine toutes les sessions de la personne, celle-ci comprise."""
    return caller.execute(RevokeSessions(user_id=caller.who.user_id))


@router.post("/sessions/end-others", summary="Terminer les autres sessions", responses=answers(409))
def end_other_sessions(caller: Annotated[Caller, acts("sessions.end")]) -> Done:
    """Termine d'un coup toutes les sessions de la personne, sauf celle-ci."""
    who = caller.who
    return Done(sequence=caller.at(caller.services.sessions.end_others(caller.context, who.user_id, who.session_id)))


def _shown(row: sessions.SessionRow, who: Principal) -> SessionView:
    return SessionView(
        session_id=row.session_id,
        opened_at=row.opened_at,
        seen_at=row.seen_at,
        ends_at=row.ends_at,
        address=row.address,
        client=row.client,
        current=row.session_id == who.session_id,
    )


@cache
def _declared() -> frozenset[str]:
    """Every permission that a route declares."""
    return frozenset(name for route in routes() if (name := permission_of(route)) is not None)
