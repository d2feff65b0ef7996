"""How far projections and policies are, and what waits in the outbox."""

from collections.abc import Sequence
from typing import Any, LiteralString
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from adapters.postgres.pools import Pool
from application.ports.supervision import Outbox, ParkedEffect, Progress

MOST_PARKED = 100

_PROGRESS: LiteralString = """
SELECT b.name, b.state,
       (SELECT count(*) FROM ledger.facts f WHERE f.position > b.position) AS lag_facts,
       coalesce((SELECT extract(epoch FROM clock_timestamp() - f.recorded_at)::float8 FROM ledger.facts f
                 WHERE f.position > b.position ORDER BY f.position LIMIT 1), 0) AS lag_s,
       b.error, b.error_at
FROM ({bookmarks}) AS b ORDER BY b.name, b.state
"""
_PROJECTIONS: LiteralString = (
    "SELECT name, state, position, error, error_at FROM read.generations WHERE state <> 'retired'"
)
_POLICIES: LiteralString = "SELECT name, 'live' AS state, position, error, error_at FROM policy.bookmarks"

# The first line of an error names it; the next ones may quote the value that caused it.
_ERROR: LiteralString = "left(split_part({column}, E'\\n', 1), 200)"


class MachineryState:
    """The `Supervision` port. `pool` connects as the writer, who may read all of it."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def projections(self) -> Sequence[Progress]:
        """Every generation of every projection."""
        return self._progress(_PROJECTIONS)

    def policies(self) -> Sequence[Progress]:
        """Every policy."""
        return self._progress(_POLICIES)

    def outbox(self, organisation_id: UUID) -> Outbox:
        """What is to be done, and what could not be."""
        with self._pool.connection() as connection:
            row = connection.execute(
                "SELECT count(*) FILTER (WHERE state = 'pending'), count(*) FILTER (WHERE state = 'claimed'),"
                " count(*) FILTER (WHERE state = 'parked'),"
                " greatest(0, coalesce(extract(epoch FROM clock_timestamp()"
                "   - min(due_at) FILTER (WHERE state = 'pending')), 0))::float8"
                " FROM outbox.effects WHERE organisation_id = %s AND done_at IS NULL",
                [organisation_id],
            ).fetchone()
            assert row is not None
            pending, claimed, parked, late_s = row
            return Outbox(pending, claimed, parked, late_s, _parked(connection, organisation_id))

    def _progress(self, bookmarks: LiteralString) -> Sequence[Progress]:
        with self._pool.connection() as connection:
            cursor = connection.cursor(row_factory=class_row(Progress))
            return cursor.execute(_PROGRESS.format(bookmarks=bookmarks)).fetchall()


def _parked(connection: Connection[Any], organisation_id: UUID) -> Sequence[ParkedEffect]:
    return (
        connection.cursor(row_factory=class_row(ParkedEffect))
        .execute(
            f"SELECT id, kind, refs, attempts, {_ERROR.format(column='last_error')} AS error, created_at"
            " FROM outbox.effects WHERE organisation_id = %s AND state = 'parked'"
            " ORDER BY created_at DESC, id LIMIT %s",
            [organisation_id, MOST_PARKED],
        )
        .fetchall()
    )
