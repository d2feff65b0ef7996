"""Pools of connections, and the session that a query runs in."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from select import POLLIN, poll
from types import MappingProxyType
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import TupleRow
from psycopg_pool import ConnectionPool

Pool = ConnectionPool[Connection[TupleRow]]
NO_SETTINGS: Mapping[str, str] = MappingProxyType({})
REPEATABLE: Mapping[str, str] = MappingProxyType({"synchronous_commit": "off"})
"""Of sessions whose work is done again when the machine lost it: what they wrote and how far they had come are lost
together. Whoever acts on it commits later, and waits for the disk."""

PLANNED_ONCE: Mapping[str, str] = MappingProxyType({"plan_cache_mode": "force_generic_plan"})
"""Of sessions whose statements are few and have one good plan, which the server would not believe: it plans them anew
for each limit that it is given."""


def open_pool(dsn: str, *, size: int = 8, patience: float = 10.0, settings: Mapping[str, str] = NO_SETTINGS) -> Pool:
    """A pool that connects in the background and finds its way back after the server restarts.

    `patience` is how many seconds one waits for a connection; `settings` are those of PostgreSQL for its sessions.
    """
    pool: Pool = ConnectionPool(
        dsn,
        min_size=1,
        max_size=size,
        kwargs={"autocommit": True, "options": " ".join(f"-c {name}={value}" for name, value in settings.items())},
        check=replacing_all(lambda: pool),
        timeout=patience,
        reconnect_timeout=patience,  # longer, and attempts stand so far apart that a server that is back is not noticed
        open=False,
    )
    pool.open()
    return pool


def replacing_all(pool: Callable[[], ConnectionPool[Any]]) -> Callable[[Connection[Any]], None]:
    """The check of a pool, which replaces all its lost connections once one is found lost. The others were lost with
    it: found one by one, with a pause between, each would make who asks wait for longer."""

    def checked(connection: Connection[Any]) -> None:
        try:
            check(connection)
        except Exception:
            pool().check()
            raise

    return checked


def check(connection: Connection[Any]) -> None:
    """Raises when the server is gone. One that is has closed its end, and there is something to read: only then is it
    asked, for each question to it costs as much as a small query."""
    socket = poll()
    socket.register(connection.fileno(), POLLIN)
    if socket.poll(0):
        ConnectionPool.check_connection(connection)


@contextmanager
def organisation_session(pool: Pool, organisation_id: UUID, schema: str = "read") -> Iterator[Connection[TupleRow]]:
    """A read-only transaction that sees one organisation, in the schema of its read models."""
    with pool.connection() as connection, connection.transaction():
        connection.execute(
            "SELECT set_config('palabre.organisation_id', %s, true), set_config('search_path', %s, true),"
            " set_config('transaction_read_only', 'on', true)",
            [str(organisation_id), f"{schema}, public"],
        )
        yield connection
