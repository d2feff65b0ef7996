"""The 360° timeline of a contact: every fact that concerns it, in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from domain.contacts.contact import ContactErased
from domain.conversations.content import preview
from domain.event import Event
from domain.fact import Fact
from domain.licensing.activity import LicenceCheckedIn, LicenceUsageReported
from domain.personal import Erased
from projections.paging import Page, decode, moment, page, place
from projections.projection import Projection, Statement


class TimelineRow(NamedTuple):
    """One fact. `personal` holds the values that erasure takes away; `at` is when it happened by its own account."""

    organisation_id: UUID
    sequence: int
    contact_id: UUID
    at: datetime
    recorded_at: datetime
    name: str
    data: dict[str, Any]
    personal: dict[str, Any] | None
    actor: str
    actor_id: UUID | None
    causation: int | None
    correlation_id: UUID


timeline = Projection(
    "timeline",
    TimelineRow,
    version=2,  # rows keep the shape of the event: a reopened conversation says whose it is
    key=("organisation_id", "sequence"),
    key_of=lambda fact: (fact.organisation_id, fact.sequence),
    one_row_a_fact=True,
    ddl="""
    CREATE TABLE {table} (
        organisation_id uuid        NOT NULL,
        sequence        bigint      NOT NULL,
        contact_id      uuid        NOT NULL,
        at              timestamptz NOT NULL,
        recorded_at     timestamptz NOT NULL,
        name            text        NOT NULL,
        data            jsonb       NOT NULL,
        personal        jsonb,
        actor           text        NOT NULL,
        actor_id        uuid,
        causation       bigint,
        correlation_id  uuid        NOT NULL,
        PRIMARY KEY (organisation_id, sequence)
    );
    CREATE INDEX {name}_by_contact ON {table} (organisation_id, contact_id, at DESC, sequence DESC)
    """,
)


ROUTINE = (LicenceCheckedIn, LicenceUsageReported)
"""What software tells every quarter of an hour says nothing of what happened with the person."""


@timeline.folds_any(lambda kind: "contact_id" in kind.model_fields and not issubclass(kind, ROUTINE))
def happened(row: TimelineRow | None, fact: Fact[Any]) -> TimelineRow | None:
    """One line per fact."""
    event: Event = fact.event
    everything = dict(event)
    personal = {field: everything.pop(field) for field in event.personal_fields}
    erased = any(isinstance(value, Erased) for value in personal.values())
    return TimelineRow(
        organisation_id=fact.organisation_id,
        sequence=fact.sequence,
        contact_id=fact.event.contact_id,
        at=fact.happened_at,
        recorded_at=fact.at,
        name=event.name,
        data=everything,
        personal=None if erased else personal,
        actor=fact.context.actor.kind,
        actor_id=fact.context.actor.id,
        causation=fact.context.causation,
        correlation_id=fact.context.correlation_id,
    )


@timeline.rewrites
def erased(fact: Fact[ContactErased]) -> Statement:
    """Nothing of the person stays."""
    return (
        "UPDATE {table} SET personal = NULL WHERE organisation_id = %(organisation)s AND contact_id = %(contact)s",
        {"organisation": fact.organisation_id, "contact": fact.event.contact_id},
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A fact in words: a sentence in French, and what was said when it is a message."""

    sequence: int
    at: datetime
    recorded_at: datetime
    name: str
    sentence: str
    detail: str
    actor: str
    actor_id: UUID | None
    causation: int | None
    correlation_id: UUID
    data: dict[str, Any]


def lines(
    connection: Connection[Any],
    contact_id: UUID,
    *,
    names: list[str] | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Line]:
    """The facts that concern a contact, latest first. `names` filters by context or event. Raises `CursorInvalid`."""
    values: dict[str, Any] = {"contact": contact_id, "limit": limit + 1, "names": names or []}
    before = ""
    if cursor:
        values["at"], values["sequence"] = decode(cursor, moment, place)
        before = "AND (at, sequence) < (%(at)s::timestamptz, %(sequence)s::bigint)"
    rows = (
        connection.cursor(row_factory=class_row(TimelineRow))
        .execute(
            "SELECT * FROM timeline WHERE contact_id = %(contact)s"
            " AND (%(names)s::text[] = '{}' OR name = ANY(%(names)s) OR split_part(name, '.', 1) = ANY(%(names)s))"
            f" {before} ORDER BY at DESC, sequence DESC LIMIT %(limit)s",
            values,
        )
        .fetchall()
    )
    found = page(rows, limit, lambda row: (row.at.isoformat(), row.sequence))
    return Page([in_words(row) for row in found.data], found.next_cursor)


def in_words(row: TimelineRow) -> Line:
    """The fact of a row, as people read it."""
    kind = Event.by_name[row.name]
    personal = row.personal if row.personal is not None else {field: {"erased": True} for field in kind.personal_fields}
    event = kind.model_validate({**row.data, **personal})
    content = getattr(event, "content", None)
    return Line(
        sequence=row.sequence,
        at=row.at,
        recorded_at=row.recorded_at,
        name=row.name,
        sentence=event.headline,
        detail="" if content is None else (str(content) if isinstance(content, Erased) else preview(content)),
        actor=row.actor,
        actor_id=row.actor_id,
        causation=row.causation,
        correlation_id=row.correlation_id,
        data=row.data,
    )
