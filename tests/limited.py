"""An organisation of which the plan holds less: no plan that is sold is used up in a test."""

from uuid import UUID

from application.ports.ledger import Save
from domain.fact import SYSTEM, Context, Fact
from domain.tenancy.plan_changes import PlanChanged
from runtime.composition import House


def limit(house: House, organisation_id: UUID, *, messages: int | None = 10_000, agents: int | None = 2) -> None:
    """From now on these are the limits of its plan, Starter by name."""
    stream = (organisation_id, organisation_id)
    changed = PlanChanged(
        organisation_id=organisation_id,
        plan="starter",
        max_contacts=5_000,
        max_messages_monthly=messages,
        max_agents=agents,
    )
    version = len(house.ledger.load([stream])[stream]) + 1
    house.ledger.submit(Save([Fact(organisation_id, version, changed, Context(organisation_id, SYSTEM))])).result()
