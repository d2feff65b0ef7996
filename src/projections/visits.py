"""Visits of the platform's people, for the organisation that they visit and for the one that they come from."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from domain.fact import Fact
from domain.personal import known
from domain.tenancy.staff_visit import StaffVisitEnded, StaffVisitOpened
from projections.paging import Page, decode, moment, page
from projections.projection import Projection


class VisitRow(NamedTuple):
    """One visit. `ended` is why it ended before its time, empty when it did not."""

    organisation_id: UUID
    visit_id: UUID
    staff_id: UUID
    staff_name: str
    visited_id: UUID
    reason: str
    opened_at: datetime
    until: datetime
    ended: str
    ended_at: datetime | None


visits = Projection(
    "visits",
    VisitRow,
    key=("organisation_id", "visit_id"),
    ddl="""
    CREATE TABLE {table} (
        organisation_id uuid        NOT NULL,
        visit_id        uuid        NOT NULL,
        staff_id        uuid        NOT NULL,
        staff_name      text        NOT NULL,
        visited_id      uuid        NOT NULL,
        reason          text        NOT NULL,
        opened_at       timestamptz NOT NULL,
        until           timestamptz NOT NULL,
        ended           text        NOT NULL,
        ended_at        timestamptz,
        PRIMARY KEY (organisation_id, visit_id)
    );
    CREATE INDEX {name}_by_age ON {table} (organisation_id, opened_at DESC, visit_id DESC)
    """,
)


@visits.folds
def opened(row: VisitRow | None, fact: Fact[StaffVisitOpened]) -> VisitRow | None:
    """Somebody is in."""
    event = fact.event
    return VisitRow(
        organisation_id=fact.organisation_id,
        visit_id=event.visit_id,
        staff_id=event.staff_id,
        staff_name=known(event.staff_name, ""),
        visited_id=event.visited_id,
        reason=event.reason,
        opened_at=fact.at,
        until=event.until,
        ended="",
        ended_at=None,
    )


@visits.folds
def ended(row: VisitRow | None, fact: Fact[StaffVisitEnded]) -> VisitRow | None:
    """Out before the time."""
    return row and row._replace(ended=fact.event.reason, ended_at=fact.at)


def latest(connection: Connection[Any], *, cursor: str | None = None, limit: int = 20) -> Page[VisitRow]:
    """The visits, the last first. Raises `CursorInvalid`."""
    before, values = "", {"limit": limit + 1}
    if cursor:
        values["at"], values["id"] = decode(cursor, moment, UUID)
        before = "WHERE (opened_at, visit_id) < (%(at)s::timestamptz, %(id)s::uuid)"
    rows = (
        connection.cursor(row_factory=class_row(VisitRow))
        .execute(f"SELECT * FROM visits {before} ORDER BY opened_at DESC, visit_id DESC LIMIT %(limit)s", values)
        .fetchall()
    )
    return page(rows, limit, lambda row: (row.opened_at.isoformat(), row.visit_id))
