"""Work that one runner does at a time: each name has a lock, held until the end of the transaction."""

import zlib
from collections.abc import Iterable

from psycopg import Connection
from psycopg.rows import TupleRow


def hold(connection: Connection[TupleRow], space: int, names: Iterable[str]) -> set[str]:
    """Those of the names that no other runner holds, ours from now on. `space` tells kinds of work apart."""
    keys = {name: zlib.crc32(name.encode()) & 0x7FFFFFFF for name in names}
    rows = connection.execute(
        "SELECT name FROM unnest(%s::text[], %s::integer[]) AS wanted (name, key)"
        " WHERE pg_try_advisory_xact_lock(%s, key)",
        [list(keys), list(keys.values()), space],
    )
    return {name for (name,) in rows}
