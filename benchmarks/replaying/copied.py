"""The limit of the machine: COPY of the rows that a read model holds, into a table with the same indexes."""

import time
from typing import Any

from psycopg import Connection, connect, sql

from projections.projection import Projection


def copied(dsn: str, projection: Projection[Any]) -> float:
    """Seconds. `dsn` is an administrator's."""
    with connect(dsn, autocommit=True) as admin:
        live = admin.execute(
            "SELECT generation FROM read.generations WHERE name = %s AND state = 'live'", [projection.name]
        ).fetchone()
        assert live is not None
        source = sql.Identifier("read", f"{projection.name}_{live[0]}")
        admin.execute("DROP TABLE IF EXISTS public.copied")
        admin.execute(sql.SQL("CREATE TABLE public.copied (LIKE {} INCLUDING ALL)").format(source))
        rows = _rows(admin, source)
        begin = time.perf_counter()
        with admin.cursor().copy("COPY public.copied FROM STDIN (FORMAT binary)") as into:
            for block in rows:
                into.write(block)
        seconds = time.perf_counter() - begin
        admin.execute("DROP TABLE public.copied")
    return seconds


def _rows(admin: Connection[Any], source: sql.Identifier) -> list[bytes]:
    query = sql.SQL("COPY (SELECT * FROM {}) TO STDOUT (FORMAT binary)").format(source)
    with admin.cursor().copy(query) as rows:
        return [bytes(block) for block in rows]
