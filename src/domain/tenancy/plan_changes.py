"""An organisation changes plan: the fact keeps the limits in force, so that a plan may change without moving them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import ClassVar
from uuid import UUID

from domain.event import Command, Event
from domain.refusal import refuse
from domain.tenancy.organisation import Organisation, TenancyEvent, organisation
from domain.tenancy.plans import PLANS, Limits, Plan, PlanName, spaced

MOST = Limits(max_contacts=10_000_000, max_agents=1_000)
"""More than anybody is ever granted: a slip of the hand."""


class PlanChanged(TenancyEvent):
    """Nouvelle formule : {plan}"""

    in_words: ClassVar[Mapping[str, str]] = {name: plan.label for name, plan in PLANS.items()}

    organisation_id: UUID
    plan: PlanName
    max_contacts: int | None
    max_messages_monthly: int | None
    max_agents: int | None


class ChangePlan(Command):
    """Give a plan. `max_contacts` and `max_agents` are higher figures than its own, agreed with this organisation.

    The plan is any text here: a name that is none is refused by its code.
    """

    organisation_id: UUID
    plan: str
    max_contacts: int | None = None
    max_agents: int | None = None


@organisation.decides
def change_plan(state: Organisation, command: ChangePlan) -> Iterator[Event]:
    """When the plan or its figures are others. What is used already stays, even above the new limits."""
    if not state.founded:
        refuse("Cette organisation n'existe pas.", code="ORGANISATION_UNKNOWN")
    if state.operator:
        refuse("L'organisation qui exploite la plateforme n'a pas de formule.", code="PLAN_OF_THE_OPERATOR")
    plan = PLANS.get(command.plan)
    if plan is None:
        labels = ", ".join(one.label for one in PLANS.values())
        refuse(f"Cette formule n'existe pas. Choisissez parmi : {labels}.", code="PLAN_UNKNOWN", field="plan")
    limits = Limits(
        _raised(plan, command, "max_contacts"), plan.limits.max_messages_monthly, _raised(plan, command, "max_agents")
    )
    if (plan.name, limits) != (state.plan, state.limits):
        yield PlanChanged(
            organisation_id=command.organisation_id,
            plan=plan.name,
            max_contacts=limits.max_contacts,
            max_messages_monthly=limits.max_messages_monthly,
            max_agents=limits.max_agents,
        )


def _raised(plan: Plan, command: ChangePlan, field: str) -> int | None:
    own: int | None = getattr(plan.limits, field)
    asked: int | None = getattr(command, field)
    most: int = getattr(MOST, field)
    if asked is None or own is None or asked == own:
        return own
    if not plan.raisable:
        refuse(f"Les limites de la formule {plan.label} ne changent pas.", code="PLAN_LIMIT_FIXED", field=field)
    if not own <= asked <= most:
        refuse(
            f"Donnez un nombre de {spaced(own)} à {spaced(most)} pour la formule {plan.label}.",
            code="PLAN_LIMIT_INVALID",
            field=field,
        )
    return asked


@organisation.evolves
def plan_changed(state: Organisation, event: PlanChanged) -> Organisation:
    """From now on."""
    limits = Limits(event.max_contacts, event.max_messages_monthly, event.max_agents)
    return replace(state, plan=event.plan, agreed=limits)
