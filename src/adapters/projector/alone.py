"""Work that one runner does at a time: each name has a lock, held until the end of the transaction."""

import zlib
from collections.abc import Sequence
from functools import lru_cache

from psycopg import Connection, Cursor
from psycopg.rows import TupleRow, scalar_row

from adapters.postgres.arrays import names_array


def hold(connection: Connection[TupleRow], space: int, names: Sequence[str]) -> Cursor[str]:
    """Those of the names that no other runner holds, ours from now on. `space` tells kinds of work apart."""
    return connection.cursor(row_factory=scalar_row).execute(
        "SELECT name FROM unnest(%s::text[], %s::integer[]) AS wanted (name, key)"
        " WHERE pg_try_advisory_xact_lock(%s, key)",
        [names_array(names), _keys_array(tuple(names)), space],
    )


@lru_cache(maxsize=256)
def _keys_array(names: Sequence[str]) -> str:
    return "{" + ",".join(str(zlib.crc32(name.encode()) & 0x7FFFFFFF) for name in names) + "}"
