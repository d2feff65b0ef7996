"""What was done with licences, and where it is on the timeline, which has the words: nothing here is personal."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import DictRow, dict_row

from domain.fact import Fact
from domain.licensing.licence_events import LicenceEvent
from projections.paging import Page, decode, moment, page, place
from projections.projection import Projection
from projections.timeline import Line, TimelineRow, in_words


class LicenceActRow(NamedTuple):
    """One fact of a licence. `at` is when it happened, as on the timeline."""

    organisation_id: UUID
    sequence: int
    licence_id: UUID
    at: datetime


licence_acts = Projection(
    "licence_acts",
    LicenceActRow,
    key=("organisation_id", "sequence"),
    key_of=lambda fact: (fact.organisation_id, fact.sequence),
    one_row_a_fact=True,
    ddl="""
    CREATE TABLE {table} (
        organisation_id uuid        NOT NULL,
        sequence        bigint      NOT NULL,
        licence_id      uuid        NOT NULL,
        at              timestamptz NOT NULL,
        PRIMARY KEY (organisation_id, sequence)
    );
    CREATE INDEX {name}_by_licence ON {table} (organisation_id, licence_id, at DESC, sequence DESC);
    CREATE INDEX {name}_by_time ON {table} (organisation_id, at DESC, sequence DESC)
    """,
)


# What was done with a licence is in its own stream. What its software tells day by day is in others.
@licence_acts.folds_any(
    lambda kind: issubclass(kind, LicenceEvent) and "licence_id" in kind.model_fields,
    lambda fact: fact.event.licence_id == fact.stream_id,
)
def done(row: LicenceActRow | None, fact: Fact[Any]) -> LicenceActRow | None:
    """One line per fact."""
    return LicenceActRow(fact.organisation_id, fact.sequence, fact.event.licence_id, fact.happened_at)


@dataclass(frozen=True, slots=True)
class Act(Line):
    """A fact in words, and the licence that it is of. `email` is whose it is, empty once the person was erased."""

    licence_id: UUID
    contact_id: UUID
    email: str


def acts(
    connection: Connection[Any], *, licence_id: UUID | None = None, cursor: str | None = None, limit: int = 50
) -> Page[Act]:
    """What was done with a licence, or with all of them, latest first. Raises `CursorInvalid`."""
    where = ["true"]
    values: dict[str, Any] = {"limit": limit + 1}
    if licence_id is not None:
        where.append("a.licence_id = %(licence)s")
        values["licence"] = licence_id
    if cursor:
        values["at"], values["sequence"] = decode(cursor, moment, place)
        where.append("(a.at, a.sequence) < (%(at)s::timestamptz, %(sequence)s::bigint)")
    rows = (
        connection.cursor(row_factory=dict_row)
        .execute(
            "SELECT t.*, a.licence_id, coalesce(l.email, '') AS email"
            f" FROM (SELECT * FROM licence_acts a WHERE {' AND '.join(where)}"
            "       ORDER BY a.at DESC, a.sequence DESC LIMIT %(limit)s) a"
            " JOIN timeline t USING (organisation_id, sequence)"
            " LEFT JOIN licences l USING (organisation_id, licence_id)"
            " ORDER BY a.at DESC, a.sequence DESC",
            values,
        )
        .fetchall()
    )
    found = page(rows, limit, lambda row: (row["at"].isoformat(), row["sequence"]))
    return Page([_act(row) for row in found.data], found.next_cursor)


def _act(found: DictRow) -> Act:
    line = in_words(TimelineRow(**{column: found[column] for column in TimelineRow._fields}))
    words = {one.name: getattr(line, one.name) for one in fields(line)}
    return Act(**words, licence_id=found["licence_id"], contact_id=found["contact_id"], email=found["email"])
