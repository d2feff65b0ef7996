"""The people of an organisation."""

from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from domain.fact import Fact
from domain.personal import known
from domain.tenancy.second_factor_events import SecondFactorConfirmed, SecondFactorRemoved
from domain.tenancy.user import (
    ANSWERING,
    PermissionsChanged,
    RoleChanged,
    UserReactivated,
    UserRegistered,
    UserSuspended,
)
from projections.projection import Projection


class PersonRow(NamedTuple):
    """One member."""

    organisation_id: UUID
    user_id: UUID
    name: str
    email: str
    role: str
    granted: tuple[str, ...]
    withdrawn: tuple[str, ...]
    suspended: str
    """Why they may not work here for now; empty when they may."""
    second_factor: bool


people = Projection(
    "people",
    PersonRow,
    key=("organisation_id", "user_id"),
    version=3,
    ddl="""
    CREATE TABLE {table} (
        organisation_id uuid NOT NULL,
        user_id         uuid NOT NULL,
        name            text NOT NULL,
        email           text NOT NULL,
        role            text NOT NULL,
        granted         text[] NOT NULL,
        withdrawn       text[] NOT NULL,
        suspended       text NOT NULL,
        second_factor   boolean NOT NULL,
        PRIMARY KEY (organisation_id, user_id)
    )
    """,
)


@people.folds
def registered(row: PersonRow | None, fact: Fact[UserRegistered]) -> PersonRow | None:
    """A new member."""
    event = fact.event
    return PersonRow(
        organisation_id=fact.organisation_id,
        user_id=event.user_id,
        name=known(event.user_name, ""),
        email=known(event.email, ""),
        role=event.role,
        granted=(),
        withdrawn=(),
        suspended="",
        second_factor=False,
    )


@people.folds
def role_changed(row: PersonRow | None, fact: Fact[RoleChanged]) -> PersonRow | None:
    """Another role."""
    return row and row._replace(role=fact.event.role)


@people.folds
def permissions_changed(row: PersonRow | None, fact: Fact[PermissionsChanged]) -> PersonRow | None:
    """Other rights."""
    return row and row._replace(granted=fact.event.granted, withdrawn=fact.event.withdrawn)


@people.folds
def suspended(row: PersonRow | None, fact: Fact[UserSuspended]) -> PersonRow | None:
    """Out for now."""
    return row and row._replace(suspended=known(fact.event.reason, "") or "Suspendu")


@people.folds
def reactivated(row: PersonRow | None, fact: Fact[UserReactivated]) -> PersonRow | None:
    """In again."""
    return row and row._replace(suspended="")


@people.folds
def second_factor_confirmed(row: PersonRow | None, fact: Fact[SecondFactorConfirmed]) -> PersonRow | None:
    """A code is asked for from now on."""
    return row and row._replace(second_factor=True)


@people.folds
def second_factor_removed(row: PersonRow | None, fact: Fact[SecondFactorRemoved]) -> PersonRow | None:
    """The password is enough again."""
    return row and row._replace(second_factor=False)


def members(connection: Connection[Any]) -> list[PersonRow]:
    """The members of the organisation, by name."""
    cursor = connection.cursor(row_factory=class_row(PersonRow))
    return cursor.execute("SELECT * FROM people ORDER BY lower(name), user_id").fetchall()


def answering(connection: Connection[Any], organisation_id: UUID) -> list[UUID]:
    """The members of an organisation who may answer customers. For a session that sees all organisations."""
    rows = connection.execute(
        "SELECT user_id FROM read.people WHERE organisation_id = %s AND role <> 'viewer' AND suspended = ''"
        " ORDER BY user_id",
        [organisation_id],
    ).fetchall()
    return [user_id for (user_id,) in rows]


def places(connection: Connection[Any]) -> int:
    """How many places of the team are taken by members."""
    row = connection.execute(
        "SELECT count(*) FROM people WHERE suspended = '' AND (role <> 'viewer' OR %s = ANY (granted))", [ANSWERING]
    ).fetchone()
    assert row is not None
    count: int = row[0]
    return count


def member(connection: Connection[Any], user_id: UUID) -> PersonRow | None:
    """One member of the organisation."""
    cursor = connection.cursor(row_factory=class_row(PersonRow))
    return cursor.execute("SELECT * FROM people WHERE user_id = %s", [user_id]).fetchone()
