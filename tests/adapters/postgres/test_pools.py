"""A pool that gives no dead connection, and asks the server only when there is a reason to."""

import psycopg
import pytest

from adapters.postgres.pools import check, open_pool
from runtime.composition import House


def backends(house: House, application: str) -> list[int]:
    with psycopg.connect(house.settings.dsn) as admin:
        rows = admin.execute("SELECT pid FROM pg_stat_activity WHERE application_name = %s", [application])
        return [pid for (pid,) in rows]


def test_a_connection_that_the_server_has_closed_is_replaced_before_it_is_given(house: House) -> None:
    pool = open_pool(f"{house.dsn('app')} application_name=replaced", size=1)
    with pool:
        with pool.connection() as connection:
            [before] = backends(house, "replaced")
        with psycopg.connect(house.settings.dsn) as admin:
            admin.execute("SELECT pg_terminate_backend(%s, 10000)", [before])
        with pool.connection() as connection:
            assert connection.execute("SELECT pg_backend_pid()").fetchone() != (before,)


def test_who_asks_after_the_server_was_away_does_not_wait_for_each_connection_that_was_lost(house: House) -> None:
    with open_pool(f"{house.dsn('app')} application_name=lost", size=6, patience=2.0) as pool:
        taken = [pool.getconn() for _ in range(6)]
        for connection in taken:
            pool.putconn(connection)
        with psycopg.connect(house.settings.dsn) as admin:
            for pid in backends(house, "lost"):
                admin.execute("SELECT pg_terminate_backend(%s, 10000)", [pid])
        with pool.connection() as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_connection_that_is_well_is_not_asked(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with psycopg.connect(house.dsn("app"), autocommit=True) as connection:
        monkeypatch.setattr(connection, "execute", lambda *_: pytest.fail("asked"))
        check(connection)


def test_a_notice_that_waits_to_be_read_is_no_failure(house: House) -> None:
    with psycopg.connect(house.dsn("app"), autocommit=True) as connection:
        connection.execute("LISTEN anything")
        connection.execute("NOTIFY anything")
        check(connection)
        assert connection.execute("SELECT 1").fetchone() == (1,)
