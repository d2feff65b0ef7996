"""The organisations: name and time zone."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from domain.fact import Fact
from domain.tenancy.organisation import OrganisationFounded
from projections.projection import Projection


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """One organisation. `operator` runs the platform."""

    organisation_id: UUID
    name: str
    time_zone: str
    operator: bool


organisations = Projection(
    "organisations",
    OrganisationRow,
    key=("organisation_id",),
    ddl="""
    CREATE TABLE {table} (
        organisation_id uuid    NOT NULL PRIMARY KEY,
        name            text    NOT NULL,
        time_zone       text    NOT NULL,
        operator        boolean NOT NULL
    )
    """,
)


@organisations.folds
def founded(row: OrganisationRow | None, fact: Fact[OrganisationFounded]) -> OrganisationRow | None:
    """A new organisation."""
    event = fact.event
    return OrganisationRow(fact.organisation_id, event.organisation_name, event.time_zone, event.operator)


def organisation(connection: Connection[Any]) -> OrganisationRow | None:
    """The organisation that is asking."""
    return connection.cursor(row_factory=class_row(OrganisationRow)).execute("SELECT * FROM organisations").fetchone()
