"""The batches of an organisation: imports of licences and acts on many, how far each is and what it gave."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from domain.fact import Fact
from domain.licensing.batch_events import (
    BatchAdvanced,
    BatchFinished,
    BatchKind,
    BatchPrepared,
    BatchStarted,
    BatchStopped,
    BatchUndoAdvanced,
    BatchUndoAsked,
    BatchUndone,
    RowVerdict,
)
from projections.paging import Page, decode, moment, page
from projections.projection import Projection


class BatchRow(NamedTuple):
    """One batch. `expected` is what the dry run gave, `counts` what was done, `undo_counts` what was taken back:
    rows by verdict. `through` and `undone_through` are the last rows that were done and taken back."""

    organisation_id: UUID
    batch_id: UUID
    kind: BatchKind
    phase: str
    rows: int
    days: int | None
    plan: str | None
    revocation: str | None
    expected: dict[str, int]
    through: int
    counts: dict[str, int]
    undone_through: int
    undo_counts: dict[str, int]
    code: str
    prepared_at: datetime
    prepared_by: UUID | None
    started_at: datetime | None
    started_by: UUID | None
    ended_at: datetime | None
    undo_at: datetime | None
    undo_by: UUID | None
    undone_at: datetime | None


batches = Projection(
    "batches",
    BatchRow,
    key=("organisation_id", "batch_id"),
    ddl="""
    CREATE TABLE {table} (
        organisation_id uuid        NOT NULL,
        batch_id        uuid        NOT NULL,
        kind            text        NOT NULL,
        phase           text        NOT NULL,
        rows            integer     NOT NULL,
        days            integer,
        plan            text,
        revocation      text,
        expected        jsonb       NOT NULL,
        through         integer     NOT NULL,
        counts          jsonb       NOT NULL,
        undone_through  integer     NOT NULL,
        undo_counts     jsonb       NOT NULL,
        code            text        NOT NULL,
        prepared_at     timestamptz NOT NULL,
        prepared_by     uuid,
        started_at      timestamptz,
        started_by      uuid,
        ended_at        timestamptz,
        undo_at         timestamptz,
        undo_by         uuid,
        undone_at       timestamptz,
        PRIMARY KEY (organisation_id, batch_id)
    );
    CREATE INDEX {name}_by_time ON {table} (organisation_id, prepared_at DESC, batch_id DESC)
    """,
)


@batches.folds
def prepared(row: BatchRow | None, fact: Fact[BatchPrepared]) -> BatchRow | None:
    """Tried."""
    event = fact.event
    return BatchRow(
        organisation_id=fact.organisation_id,
        batch_id=event.batch_id,
        kind=event.kind,
        phase="prepared",
        rows=event.rows,
        days=event.days,
        plan=event.plan,
        revocation=event.revocation,
        expected=event.expected,
        through=0,
        counts={},
        undone_through=0,
        undo_counts={},
        code="",
        prepared_at=fact.at,
        prepared_by=fact.context.actor.id,
        started_at=None,
        started_by=None,
        ended_at=None,
        undo_at=None,
        undo_by=None,
        undone_at=None,
    )


@batches.folds
def started(row: BatchRow | None, fact: Fact[BatchStarted]) -> BatchRow | None:
    """On its way; since the first time, after a stop."""
    return row and row._replace(
        phase="running",
        code="",
        started_at=row.started_at or fact.at,
        started_by=row.started_by or fact.context.actor.id,
        ended_at=None,
    )


@batches.folds
def advanced(row: BatchRow | None, fact: Fact[BatchAdvanced]) -> BatchRow | None:
    """Some rows further."""
    event = fact.event
    return row and row._replace(through=event.through, counts=_counted(row.counts, event.verdicts))


@batches.folds
def finished(row: BatchRow | None, fact: Fact[BatchFinished]) -> BatchRow | None:
    """Done."""
    return row and row._replace(phase="finished", ended_at=fact.at)


@batches.folds
def stopped(row: BatchRow | None, fact: Fact[BatchStopped]) -> BatchRow | None:
    """Done in part."""
    return row and row._replace(phase="stopped", code=fact.event.code, ended_at=fact.at)


@batches.folds
def undo_asked(row: BatchRow | None, fact: Fact[BatchUndoAsked]) -> BatchRow | None:
    """On its way back."""
    return row and row._replace(phase="undoing", undo_at=fact.at, undo_by=fact.context.actor.id)


@batches.folds
def undo_advanced(row: BatchRow | None, fact: Fact[BatchUndoAdvanced]) -> BatchRow | None:
    """Some rows further back."""
    event = fact.event
    return row and row._replace(undone_through=event.through, undo_counts=_counted(row.undo_counts, event.verdicts))


@batches.folds
def undone(row: BatchRow | None, fact: Fact[BatchUndone]) -> BatchRow | None:
    """Taken back."""
    return row and row._replace(phase="undone", undone_at=fact.at)


def _counted(counts: dict[str, int], verdicts: Sequence[RowVerdict]) -> dict[str, int]:
    return dict(Counter(counts) + Counter(one.verdict for one in verdicts))


def all_batches(
    connection: Connection[Any], *, imports: bool | None = None, cursor: str | None = None, limit: int = 50
) -> Page[BatchRow]:
    """The batches of the organisation, latest first; imports only, or the others only. Raises `CursorInvalid`."""
    where = ["%(imports)s::boolean IS NULL OR (kind = 'issue') = %(imports)s"]
    values: dict[str, Any] = {"imports": imports, "limit": limit + 1}
    if cursor:
        values["at"], values["id"] = decode(cursor, moment, UUID)
        where.append("(prepared_at, batch_id) < (%(at)s::timestamptz, %(id)s::uuid)")
    rows = (
        connection.cursor(row_factory=class_row(BatchRow))
        .execute(
            f"SELECT {_COLUMNS} FROM batches WHERE ({') AND ('.join(where)})"
            " ORDER BY prepared_at DESC, batch_id DESC LIMIT %(limit)s",
            values,
        )
        .fetchall()
    )
    return page(rows, limit, lambda row: (row.prepared_at.isoformat(), row.batch_id))


def one_batch(connection: Connection[Any], batch_id: UUID) -> BatchRow | None:
    """One batch of the organisation."""
    cursor = connection.cursor(row_factory=class_row(BatchRow))
    return cursor.execute(f"SELECT {_COLUMNS} FROM batches WHERE batch_id = %s", [batch_id]).fetchone()


_COLUMNS = ", ".join(batches.columns)
