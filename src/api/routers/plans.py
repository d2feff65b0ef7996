"""The plan of an organisation, and what is left of it."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from api.asking import Reader, reads
from api.schemas import Fresh, View
from domain.tenancy.organisation import Organisation, organisation
from domain.tenancy.plans import CURRENCY, PLANS, Plan, PlanName
from projections import contacts, invitations, people

router = APIRouter(prefix="/api", tags=["Équipe"])


class GaugeView(View):
    """Ce qui est utilisé, et ce qui reste."""

    used: int
    limit: int | None = Field(description="Null quand il n'y a pas de limite.")
    remaining: int | None = Field(description="Jamais négatif ; null quand il n'y a pas de limite.")


class OfferView(View):
    """Une formule : son prix par mois, en francs CFA entiers, et ce qu'elle compte."""

    plan: PlanName
    label: str
    price: int
    max_contacts: int | None
    max_messages_monthly: int | None = Field(description="Null : autant que l'on veut.")
    max_agents: int | None
    raisable: bool = Field(description="Vrai quand ses limites peuvent être plus hautes, d'un commun accord.")


class PlanView(Fresh):
    """La formule de l'organisation, et ce qu'il en reste."""

    plan: PlanName | None = Field(description="Null pour l'organisation qui exploite la plateforme : elle n'en a pas.")
    label: str
    price: int | None = Field(description="Le prix d'un mois, en francs CFA entiers.")
    currency: str
    since: datetime = Field(description="Le début du mois en cours, dans le fuseau de l'organisation.")
    until: datetime = Field(description="Le début du mois suivant.")
    contacts: GaugeView = Field(description="Les clients connus. Un nouveau client est toujours reçu.")
    messages: GaugeView = Field(description="Les messages demandés ce mois-ci, réponses de l'assistant comprises.")
    agents: GaugeView = Field(description="Qui peut répondre, invitations en attente comprises.")
    plans: list[OfferView] = Field(description="Toutes les formules.")


@router.get("/organisation/plan", summary="La formule et ce qu'il en reste")
def show_plan(reader: Annotated[Reader, reads("plan.read")]) -> PlanView:
    """Les limites de l'organisation, et ce qui en est utilisé maintenant. Les messages comptent par mois du calendrier,
    dans son fuseau horaire."""
    services, organisation_id = reader.services, reader.who.organisation_id
    own: Organisation = services.bus.state(organisation, (organisation_id, organisation_id))
    month = services.quota.month(organisation_id)
    with reader.session() as connection:
        known = contacts.how_many(connection)
        places = people.places(connection) + invitations.places(connection, services.clock.now())
    plan = None if own.operator else PLANS[own.plan]
    return PlanView(
        plan=plan.name if plan else None,
        label=plan.label if plan else "Plateforme",
        price=plan.price if plan else None,
        currency=CURRENCY,
        since=month.since,
        until=month.until,
        contacts=_gauge(known, own.limits.max_contacts),
        messages=_gauge(month.used, month.limit),
        agents=_gauge(places, own.limits.max_agents),
        plans=[_offer(one) for one in PLANS.values()],
        stale=reader.stale,
    )


def _gauge(used: int, limit: int | None) -> GaugeView:
    return GaugeView(used=used, limit=limit, remaining=None if limit is None else max(limit - used, 0))


def _offer(plan: Plan) -> OfferView:
    return OfferView(
        plan=plan.name,
        label=plan.label,
        price=plan.price,
        max_contacts=plan.limits.max_contacts,
        max_messages_monthly=plan.limits.max_messages_monthly,
        max_agents=plan.limits.max_agents,
        raisable=plan.raisable,
    )
