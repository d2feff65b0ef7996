"""Contacts: who they are, by name and identifiers."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from domain.contacts.contact import ContactErased, ContactIdentified, ContactNamed
from domain.fact import Fact
from domain.folding import fold
from domain.personal import known
from projections.projection import Projection


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One contact. `identifiers` are `{"kind", "value"}`, oldest first; `searchable` is folded text."""

    organisation_id: UUID
    contact_id: UUID
    name: str
    identifiers: list[dict[str, str]]
    searchable: str
    erased: bool
    first_seen_at: datetime


contacts = Projection(
    "contacts",
    ContactRow,
    key=("organisation_id", "contact_id"),
    ddl="""
    CREATE TABLE {table} (
        organisation_id uuid        NOT NULL,
        contact_id      uuid        NOT NULL,
        name            text        NOT NULL,
        identifiers     jsonb       NOT NULL,
        searchable      text        NOT NULL,
        erased          boolean     NOT NULL,
        first_seen_at   timestamptz NOT NULL,
        PRIMARY KEY (organisation_id, contact_id)
    );
    CREATE INDEX {name}_by_text ON {table} USING gin (searchable gin_trgm_ops)
    """,
)


def _new(fact: Fact[Any]) -> ContactRow:
    return ContactRow(fact.organisation_id, fact.event.contact_id, "", [], "", False, fact.happened_at)


def _searchable(row: ContactRow) -> ContactRow:
    return replace(row, searchable=fold(" ".join([row.name, *(one["value"] for one in row.identifiers)])))


@contacts.folds
def identified(row: ContactRow | None, fact: Fact[ContactIdentified]) -> ContactRow | None:
    """One more identifier."""
    row = row or _new(fact)
    identifier = {"kind": fact.event.kind, "value": known(fact.event.value, "")}
    if row.erased or not identifier["value"] or identifier in row.identifiers:
        return row
    return _searchable(replace(row, identifiers=[*row.identifiers, identifier]))


@contacts.folds
def named(row: ContactRow | None, fact: Fact[ContactNamed]) -> ContactRow | None:
    """A name."""
    row = row or _new(fact)
    return row if row.erased else _searchable(replace(row, name=known(fact.event.contact_name, "")))


@contacts.folds
def erased(row: ContactRow | None, fact: Fact[ContactErased]) -> ContactRow | None:
    """Nothing of the person stays."""
    return replace(row or _new(fact), name="", identifiers=[], searchable="", erased=True)


def contact(connection: Connection[Any], contact_id: UUID) -> ContactRow | None:
    """One contact of the organisation."""
    cursor = connection.cursor(row_factory=class_row(ContactRow))
    return cursor.execute("SELECT * FROM contacts WHERE contact_id = %s", [contact_id]).fetchone()
