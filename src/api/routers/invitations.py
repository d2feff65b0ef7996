"""Invitations, and the way in for who was invited."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import Field

from api.asking import Caller, Reader, acts, made_of, reads
from api.problems import answers
from api.routers.sign_in import visit_of
from api.schemas import Done, IdempotencyKey, Input, Listing, View
from api.security import PUBLIC
from api.services import Services
from domain.tenancy.organisation import Organisation, organisation
from domain.tenancy.permissions import Role
from projections import invitations

router = APIRouter(tags=["Équipe"])

Link = Annotated[str, Field(min_length=1, max_length=2048, repr=False)]
NewPassword = Annotated[str, Field(min_length=1, max_length=1024, repr=False)]
Name = Annotated[str, Field(min_length=1, max_length=120)]


class NewInvitation(Input):
    """Qui inviter, et pour quel rôle."""

    email: str = Field(min_length=3, max_length=320)
    name: Name
    role: Role


class Invited(Done):
    """Une invitation en route."""

    invitation_id: UUID


class InvitationView(View):
    """Une invitation qui attend."""

    invitation_id: UUID
    name: str
    email: str
    role: Role
    invited_at: datetime
    ends_at: datetime
    mailed: Literal["", "sent", "failed", "uncertain"] = Field(
        description="Ce qu'est devenu le courriel ; vide : en route."
    )
    mail_code: str


class InvitationLink(Input):
    """Le jeton qui suit `#` dans le lien du courriel."""

    token: Link


class InvitationShown(View):
    """À quoi l'on est invité."""

    organization: str
    email: str
    name: str
    role: Role


class Joining(InvitationLink):
    """Le nom et le mot de passe de qui rejoint."""

    name: Name
    password: NewPassword


class Joined(View):
    """C'est fait : il reste à se connecter."""

    email: str


@router.post("/api/invitations", summary="Inviter quelqu'un", responses=answers(403, 409))
def invite_member(
    caller: Annotated[Caller, acts("members.invite")], new: NewInvitation, idempotency_key: IdempotencyKey
) -> Invited:
    """Envoie un courriel avec un lien, bon sept jours. Le rôle est au plus celui de qui invite, et prend une place
    de la formule s'il permet de répondre."""
    invitation_id = made_of(caller.who.organisation_id, caller.who.user_id, "invitation", idempotency_key)
    sequence = caller.services.invitations.invite(caller.in_charge, invitation_id, new.email, new.name, new.role)
    return Invited(sequence=caller.at(sequence), invitation_id=invitation_id)


@router.get("/api/invitations", summary="Les invitations en attente")
def list_invitations(reader: Annotated[Reader, reads("members.invite")]) -> Listing[InvitationView]:
    """Celles qui n'ont pas de réponse, la dernière d'abord."""
    with reader.session() as connection:
        return reader.all(InvitationView, invitations.waiting(connection))


@router.delete("/api/invitations/{invitation_id}", summary="Retirer une invitation", responses=answers(404, 409))
def withdraw_invitation(caller: Annotated[Caller, acts("members.invite")], invitation_id: UUID) -> Done:
    """Le lien du courriel ne vaut plus rien."""
    return Done(sequence=caller.at(caller.services.invitations.withdraw(caller.in_charge, invitation_id)))


@router.post("/auth/invitation", summary="Voir une invitation", dependencies=[PUBLIC], responses=answers(409))
def show_invitation(link: InvitationLink, services: Services) -> InvitationShown:
    """À quoi invite le lien d'un courriel."""
    invited = services.invitations.look(link.token)
    own: Organisation = services.bus.state(organisation, (invited.organisation_id, invited.organisation_id))
    return InvitationShown(organization=own.name, email=invited.email, name=invited.name, role=invited.role)


@router.post("/auth/invitation/accept", summary="Rejoindre une équipe", dependencies=[PUBLIC], responses=answers(409))
def accept_invitation(joining: Joining, request: Request, services: Services) -> Joined:
    """Choisit un mot de passe. Le lien sert une fois ; il reste ensuite à se connecter."""
    member = services.invitations.accept(joining.token, joining.name, joining.password, visit_of(request))
    return Joined(email=member.email)
