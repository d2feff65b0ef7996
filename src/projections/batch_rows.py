"""The rows of batches, each with its last verdict: what the dry run expects, what was done, what was taken back."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from domain.fact import Fact
from domain.licensing.batch_events import BatchAdvanced, BatchPrepared, BatchUndoAdvanced, RowVerdict, Verdict
from projections.paging import Page, decode, page, place
from projections.projection import Projection, Statement


class BatchRowRow(NamedTuple):
    """One row, counted from 1. `settled` once it was done or taken back; until then the verdict is expected."""

    organisation_id: UUID
    batch_id: UUID
    row_number: int
    verdict: Verdict
    settled: bool
    code: str
    field: str
    licence_id: UUID | None
    changes: list[str]


batch_rows = Projection(
    "batch_rows",
    BatchRowRow,
    key=("organisation_id", "batch_id", "row_number"),
    ddl="""
    CREATE TABLE {table} (
        organisation_id uuid    NOT NULL,
        batch_id        uuid    NOT NULL,
        row_number      integer NOT NULL,
        verdict         text    NOT NULL,
        settled         boolean NOT NULL,
        code            text    NOT NULL,
        field           text    NOT NULL,
        licence_id      uuid,
        changes         jsonb   NOT NULL,
        PRIMARY KEY (organisation_id, batch_id, row_number)
    );
    CREATE INDEX {name}_by_verdict ON {table} (organisation_id, batch_id, verdict, row_number)
    """,
)

# One fact tells of many rows. A row remembers the last fact folded into it, as all rows do.
_WRITE = """
INSERT INTO {table} AS kept
    (organisation_id, batch_id, row_number, verdict, settled, code, field, licence_id, changes, folded)
SELECT %(organisation)s, %(batch)s, row_number, verdict, %(settled)s, code, field, licence_id, changes, %(folded)s
FROM jsonb_to_recordset(%(rows)s)
    AS new (row_number integer, verdict text, code text, field text, licence_id uuid, changes jsonb)
ON CONFLICT (organisation_id, batch_id, row_number) DO UPDATE
SET verdict = EXCLUDED.verdict, settled = EXCLUDED.settled, code = EXCLUDED.code, field = EXCLUDED.field,
    licence_id = EXCLUDED.licence_id, changes = EXCLUDED.changes, folded = EXCLUDED.folded
WHERE kept.folded < EXCLUDED.folded
"""


@batch_rows.rewrites
def expected(fact: Fact[BatchPrepared]) -> Statement:
    """All that the dry run has no trouble with would be done."""
    event = fact.event
    good: Verdict = "created" if event.kind == "issue" else "changed"
    known = {one.row: one for one in event.troubles}
    ids = event.licence_ids or (None,) * event.rows
    every = [
        known.get(row) or RowVerdict(row=row, verdict=good, licence_id=licence_id)
        for row, licence_id in enumerate(ids, start=1)
    ]
    return _written(fact, every, settled=False)


@batch_rows.rewrites
def settled(fact: Fact[BatchAdvanced | BatchUndoAdvanced]) -> Statement:
    """What became of some rows."""
    return _written(fact, fact.event.verdicts, settled=True)


def _written(
    fact: Fact[BatchPrepared] | Fact[BatchAdvanced | BatchUndoAdvanced],
    verdicts: Sequence[RowVerdict],
    *,
    settled: bool,
) -> Statement:
    rows = [one.model_dump(mode="json", exclude={"row"}) | {"row_number": one.row} for one in verdicts]
    return _WRITE, {
        "organisation": fact.organisation_id,
        "batch": fact.event.batch_id,
        "settled": settled,
        "folded": fact.sequence,
        "rows": Jsonb(rows),
    }


def rows_of(
    connection: Connection[Any],
    batch_id: UUID,
    *,
    verdicts: Sequence[str] = (),
    cursor: str | None = None,
    limit: int = 50,
) -> Page[BatchRowRow]:
    """The rows of a batch, in order, or those of some verdicts. Raises `CursorInvalid`."""
    (after,) = decode(cursor, place) if cursor else [0]
    rows = (
        connection.cursor(row_factory=class_row(BatchRowRow))
        .execute(
            f"SELECT {', '.join(batch_rows.columns)} FROM batch_rows"
            " WHERE batch_id = %s AND row_number > %s AND (%s::text[] = '{}' OR verdict = ANY(%s))"
            " ORDER BY row_number LIMIT %s",
            [batch_id, after, list(verdicts), list(verdicts), limit + 1],
        )
        .fetchall()
    )
    return page(rows, limit, lambda row: (row.row_number,))
