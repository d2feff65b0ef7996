"""The time machine: the same handlers, fed one organisation's history up to an instant, answer the same queries.

The rows are in temporary tables of one transaction, that nobody else sees and that are never kept. What a
person erased since then said stays unreadable. Equality with what was shown holds within one version of the code.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from psycopg import Connection, sql
from psycopg.rows import TupleRow

from adapters.event_store.ledger import PostgresLedger
from adapters.postgres.pools import Pool
from adapters.projector.tables import Table
from projections import catalogue
from projections.projection import Leaf

SCHEMA = "pg_temp"


class TimeMachine:
    """Goes back for one organisation. `pool` connects as the projector."""

    def __init__(self, ledger: PostgresLedger, pool: Pool) -> None:
        self._ledger = ledger
        self._pool = pool

    @contextmanager
    def at(self, organisation_id: UUID, instant: datetime, names: Sequence[str] = ()) -> Iterator[Connection[TupleRow]]:
        """A session in which the read models named (all when none is) are as they were at the instant."""
        known = catalogue.load()
        tables = [Table(known[name], SCHEMA, f"{name}_then") for name in names or known]
        with self._pool.connection() as connection, connection.transaction(force_rollback=True):
            for table in tables:
                table.create_bare(connection)
            for page in self._ledger.history(organisation_id, instant):
                leaf = Leaf(page)
                for table in tables:
                    table.apply(connection, leaf)
            for table in tables:
                _show(connection, table)
            connection.execute("SELECT set_config('search_path', %s, true)", [f"{SCHEMA}, public"])
            yield connection


def _show(connection: Connection[TupleRow], table: Table) -> None:
    columns = sql.SQL(", ").join(map(sql.Identifier, table.projection.columns))
    view = sql.Identifier(SCHEMA, table.projection.name)
    connection.execute(sql.SQL("CREATE VIEW {} AS SELECT {} FROM {}").format(view, columns, table.name))
