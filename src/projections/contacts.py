"""Contacts: who they are, by name and identifiers, and whether they may be written to."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from domain.contacts.consent import ConsentGiven, ConsentWithdrawn, MarketingDeclined
from domain.contacts.contact import ContactErased, ContactIdentified, ContactNamed
from domain.fact import Fact
from domain.folding import fold
from domain.personal import known
from projections.paging import Page, decode, moment, page
from projections.projection import Projection


class ContactRow(NamedTuple):
    """One contact. `identifiers` are `{"kind", "value"}`, oldest first; `searchable` is folded text.

    `consent` is given, no_marketing or withdrawn, since `consent_at`, by `consent_by`: first_contact, word (which is
    `consent_word`), preference or person.
    """

    organisation_id: UUID
    contact_id: UUID
    name: str
    identifiers: list[dict[str, str]]
    searchable: str
    erased: bool
    first_seen_at: datetime
    consent: str
    consent_at: datetime
    consent_by: str
    consent_word: str


contacts = Projection(
    "contacts",
    ContactRow,
    key=("organisation_id", "contact_id"),
    version=2,
    ddl="""
    CREATE TABLE {table} (
        organisation_id uuid        NOT NULL,
        contact_id      uuid        NOT NULL,
        name            text        NOT NULL,
        identifiers     jsonb       NOT NULL,
        searchable      text        NOT NULL,
        erased          boolean     NOT NULL,
        first_seen_at   timestamptz NOT NULL,
        consent         text        NOT NULL,
        consent_at      timestamptz NOT NULL,
        consent_by      text        NOT NULL,
        consent_word    text        NOT NULL,
        PRIMARY KEY (organisation_id, contact_id)
    );
    CREATE INDEX {name}_by_age ON {table} (organisation_id, first_seen_at DESC, contact_id DESC);
    CREATE INDEX {name}_by_consent ON {table} (organisation_id, consent, first_seen_at DESC, contact_id DESC);
    CREATE INDEX {name}_by_text ON {table} USING gin (searchable gin_trgm_ops)
    """,
)


def _new(fact: Fact[Any]) -> ContactRow:
    """Who writes to us may be written to: so it was before consent was noted, too."""
    at = fact.happened_at
    return ContactRow(
        fact.organisation_id, fact.event.contact_id, "", [], "", False, at, "given", at, "first_contact", ""
    )


def _searchable(row: ContactRow) -> ContactRow:
    return row._replace(searchable=fold(" ".join([row.name, *(one["value"] for one in row.identifiers)])))


@contacts.folds
def identified(row: ContactRow | None, fact: Fact[ContactIdentified]) -> ContactRow | None:
    """One more identifier."""
    row = row or _new(fact)
    identifier = {"kind": fact.event.kind, "value": known(fact.event.value, "")}
    if row.erased or not identifier["value"] or identifier in row.identifiers:
        return row
    return _searchable(row._replace(identifiers=[*row.identifiers, identifier]))


@contacts.folds
def named(row: ContactRow | None, fact: Fact[ContactNamed]) -> ContactRow | None:
    """A name."""
    row = row or _new(fact)
    return row if row.erased else _searchable(row._replace(name=known(fact.event.contact_name, "")))


@contacts.folds
def given(row: ContactRow | None, fact: Fact[ConsentGiven]) -> ContactRow | None:
    """Messages are welcome."""
    return _consent(row, fact, "given", fact.event.by, fact.event.word)


@contacts.folds
def withdrawn(row: ContactRow | None, fact: Fact[ConsentWithdrawn]) -> ContactRow | None:
    """No more messages."""
    return _consent(row, fact, "withdrawn", fact.event.by, fact.event.word)


@contacts.folds
def declined(row: ContactRow | None, fact: Fact[MarketingDeclined]) -> ContactRow | None:
    """No more promotions."""
    return _consent(row, fact, "no_marketing", "preference", "")


def _consent(row: ContactRow | None, fact: Fact[Any], consent: str, by: str, word: str) -> ContactRow:
    return (row or _new(fact))._replace(consent=consent, consent_at=fact.happened_at, consent_by=by, consent_word=word)


@contacts.folds
def erased(row: ContactRow | None, fact: Fact[ContactErased]) -> ContactRow | None:
    """Nothing of the person stays."""
    return (row or _new(fact))._replace(name="", identifiers=[], searchable="", erased=True)


def contact(connection: Connection[Any], contact_id: UUID) -> ContactRow | None:
    """One contact of the organisation."""
    cursor = connection.cursor(row_factory=class_row(ContactRow))
    return cursor.execute("SELECT * FROM contacts WHERE contact_id = %s", [contact_id]).fetchone()


def how_many(connection: Connection[Any]) -> int:
    """How many contacts the organisation knows, those who were forgotten left out."""
    row = connection.execute("SELECT count(*) FROM contacts WHERE NOT erased").fetchone()
    assert row is not None
    count: int = row[0]
    return count


def known_contacts(
    connection: Connection[Any], *, consent: str | None = None, cursor: str | None = None, limit: int = 20
) -> Page[ContactRow]:
    """The contacts of the organisation who were not forgotten, latest first. Raises `CursorInvalid`."""
    where = ["NOT erased"]
    values: dict[str, Any] = {"limit": limit + 1}
    if consent is not None:
        where.append("consent = %(consent)s")
        values["consent"] = consent
    if cursor:
        values["at"], values["id"] = decode(cursor, moment, UUID)
        where.append("(first_seen_at, contact_id) < (%(at)s::timestamptz, %(id)s::uuid)")
    rows = (
        connection.cursor(row_factory=class_row(ContactRow))
        .execute(
            f"SELECT * FROM contacts WHERE {' AND '.join(where)}"
            " ORDER BY first_seen_at DESC, contact_id DESC LIMIT %(limit)s",
            values,
        )
        .fetchall()
    )
    return page(rows, limit, lambda row: (row.first_seen_at.isoformat(), row.contact_id))
