"""The organisations of the platform, for the people who run it: seen, suspended, entered to help."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status
from pydantic import AfterValidator, Field

from api.asking import Caller, Reader, acts, reads
from api.problems import answers
from api.schemas import Cursor, Done, Fresh, Input, Limit, Listing, View, storable
from domain.reasons import MOST_REASON
from domain.tenancy.plan_changes import ChangePlan
from projections import tenants

router = APIRouter(prefix="/api/platform/organisations", tags=["Plateforme"])

UNKNOWN = ("Cette organisation n'existe pas.", "ORGANISATION_UNKNOWN")


class TenantView(View):
    """Une organisation, en chiffres."""

    organisation_id: UUID
    name: str
    operator: bool = Field(description="Vrai pour celle qui exploite la plateforme.")
    founded_at: datetime
    suspended: str = Field(description="Pourquoi elle est suspendue ; vide si elle ne l'est pas.")
    members: int = Field(description="Les membres, sauf ceux qui sont suspendus.")
    contacts: int = Field(description="Les clients connus, sauf ceux qui ont été supprimés.")
    received: int = Field(description="Les messages reçus, depuis toujours.")
    sent: int = Field(description="Les messages envoyés, depuis toujours.")
    last_message_at: datetime | None
    plan: str = Field(description="La formule ; vide pour l'organisation qui exploite la plateforme.")
    max_contacts: int | None = Field(description="Null : sans limite, comme les deux suivants.")
    max_messages_monthly: int | None
    max_agents: int | None
    messages_this_month: int = Field(description="Les messages demandés ce mois-ci, dans son fuseau horaire.")


class OneTenant(TenantView, Fresh):
    """Une organisation."""


class Motive(Input):
    """Pourquoi : l'organisation le lira."""

    reason: str = Field(min_length=1, max_length=MOST_REASON)


class NewPlan(Input):
    """Une formule, et des limites plus hautes que les siennes là où on s'est accordé."""

    plan: str = Field(max_length=40)
    max_contacts: int | None = Field(default=None, ge=1)
    max_agents: int | None = Field(default=None, ge=1)


class Entrance(View):
    """Une visite ouverte : le jeton se montre comme celui d'une session, là-bas et jusqu'à sa fin."""

    visit_id: UUID
    token: str
    ends_at: datetime
    expires_in: float = Field(description="Les secondes jusque-là, pour qui n'a pas la même heure.")


Words = Annotated[str, AfterValidator(storable), Query(max_length=100, description="Des mots de son nom.")]


@router.get("", summary="Les organisations")
def list_tenants(
    reader: Annotated[Reader, reads("platform.organisations.read")],
    search: Words = "",
    cursor: Cursor = None,
    limit: Limit = 20,
) -> Listing[TenantView]:
    """Toutes, la dernière créée d'abord."""
    with reader.session() as connection:
        return reader.page(TenantView, tenants.listed(connection, search=search, cursor=cursor, limit=limit))


@router.get("/{organisation_id}", summary="Une organisation")
def show_tenant(organisation_id: UUID, reader: Annotated[Reader, reads("platform.organisations.read")]) -> OneTenant:
    """Qui elle est, et ses chiffres."""
    with reader.session() as connection:
        return reader.one(OneTenant, tenants.tenant(connection, organisation_id), *UNKNOWN)


@router.post("/{organisation_id}/suspend", summary="Suspendre une organisation", responses=answers(404, 409))
def suspend_tenant(
    organisation_id: UUID, why: Motive, caller: Annotated[Caller, acts("platform.organisations.manage")]
) -> Done:
    """Plus personne ne s'y connecte, et son assistant se tait. Les messages des clients sont toujours reçus."""
    return Done(sequence=caller.at(caller.services.platform.suspend(caller.context, organisation_id, why.reason)))


@router.post("/{organisation_id}/reactivate", summary="Rétablir une organisation", responses=answers(404))
def reactivate_tenant(organisation_id: UUID, caller: Annotated[Caller, acts("platform.organisations.manage")]) -> Done:
    """Tout reprend comme avant."""
    return Done(sequence=caller.at(caller.services.platform.reactivate(caller.context, organisation_id)))


@router.put("/{organisation_id}/plan", summary="Changer la formule", responses=answers(404, 409))
def change_tenant_plan(
    organisation_id: UUID, new: NewPlan, caller: Annotated[Caller, acts("platform.organisations.manage")]
) -> Done:
    """Une formule plus petite ne retire rien : elle arrête ce qui s'ajoute."""
    asked = ChangePlan(organisation_id=organisation_id, **new.model_dump())
    return Done(sequence=caller.at(caller.services.platform.change_plan(caller.context, asked)))


@router.post(
    "/{organisation_id}/enter",
    summary="Entrer dans une organisation",
    status_code=status.HTTP_201_CREATED,
    responses=answers(404, 409),
)
def enter_tenant(
    organisation_id: UUID, why: Motive, caller: Annotated[Caller, acts("platform.organisations.enter")]
) -> Entrance:
    """Pour trente minutes au plus, avec les droits de son rôle, sous les yeux de l'organisation : la visite et tout ce
    qu'elle fait sont dans son registre."""
    services, who = caller.services, caller.who
    name = services.sign_ins.member(who.organisation_id, who.user_id).name
    entered = services.platform.enter(caller.context, who.user_id, name, organisation_id, why.reason)
    left = (entered.ends_at - services.clock.now()).total_seconds()
    return Entrance(visit_id=entered.visit_id, token=entered.token, ends_at=entered.ends_at, expires_in=left)
