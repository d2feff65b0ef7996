"""The organisations: name, time zone, plan and the limits of it."""

from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from domain.fact import Fact
from domain.tenancy.organisation import OrganisationEdited, OrganisationFounded
from domain.tenancy.plan_changes import PlanChanged
from domain.tenancy.plans import DEFAULT, NO_LIMITS, PLANS
from projections.projection import Projection


class OrganisationRow(NamedTuple):
    """One organisation. `operator` runs the platform. It has no plan, and a limit that
    is None is none."""

    organisation_id: UUID
    name: str
    time_zone: str
    operator: bool
    plan: str
    max_contacts: int | None
    max_messages_monthly: int | None
    max_agents: int | None


organisations = Projection(
    "organisations",
    OrganisationRow,
    key=("organisation_id",),
    version=2,
    ddl="""
    CREATE TABLE {table} (
        organisation_id      uuid    NOT NULL PRIMARY KEY,
        name                 text    NOT NULL,
        time_zone            text    NOT NULL,
        operator             boolean NOT NULL,
        plan                 text    NOT NULL,
        max_contacts         bigint,
        max_messages_monthly bigint,
        max_agents           bigint
    )
    """,
)


@organisations.folds
def founded(row: OrganisationRow | None, fact: Fact[OrganisationFounded]) -> OrganisationRow | None:
    """A new organisation."""
    event = fact.event
    limits = NO_LIMITS if event.operator else PLANS[DEFAULT].limits
    return OrganisationRow(
        organisation_id=fact.organisation_id,
        name=event.organisation_name,
        time_zone=event.time_zone,
        operator=event.operator,
        plan="" if event.operator else DEFAULT,
        max_contacts=limits.max_contacts,
        max_messages_monthly=limits.max_messages_monthly,
        max_agents=limits.max_agents,
    )


@organisations.folds
def edited(row: OrganisationRow | None, fact: Fact[OrganisationEdited]) -> OrganisationRow | None:
    """Called so from now on."""
    return row and row._replace(name=fact.event.organisation_name, time_zone=fact.event.time_zone)


@organisations.folds
def plan_changed(row: OrganisationRow | None, fact: Fact[PlanChanged]) -> OrganisationRow | None:
    """Another plan, or other figures of it."""
    event = fact.event
    return row and row._replace(
        plan=event.plan,
        max_contacts=event.max_contacts,
        max_messages_monthly=event.max_messages_monthly,
        max_agents=event.max_agents,
    )


def organisation(connection: Connection[Any]) -> OrganisationRow | None:
    """The organisation that is asking."""
    return connection.cursor(row_factory=class_row(OrganisationRow)).execute("SELECT * FROM organisations").fetchone()
