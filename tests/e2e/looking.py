"""Looking at a running installation from below: counts, rows, and whether anything is left to do."""

from typing import Any

import psycopg

from projections import catalogue
from tests.e2e.system import System, until


def rows(system: System) -> dict[str, list[tuple[Any, ...]]]:
    with system.admin() as admin:
        return {
            name: sorted(admin.execute(f"SELECT * FROM read.{name}").fetchall(), key=repr)  # type: ignore[arg-type]
            for name in catalogue.load()
        }


def until_caught_up(system: System) -> None:
    with system.admin() as admin:
        until(
            lambda: (
                count(
                    admin,
                    "SELECT (SELECT max(position) FROM ledger.facts) - min(position) FROM read.generations"
                    " WHERE state = 'live'",
                )
                == 0
            ),
            60,
        )


def nothing_due(admin: psycopg.Connection[Any]) -> bool:
    waiting = "SELECT count(*) FROM outbox.effects WHERE state IN ('pending', 'claimed')"
    unheard = (
        "SELECT (SELECT max(position) FROM ledger.facts) - min(position) FROM policy.bookmarks"
        " WHERE name IN ('turns', 'delivery')"
    )
    return count(admin, unheard) == 0 and count(admin, waiting) == 0


def count(admin: psycopg.Connection[Any], query: str) -> int:
    row = admin.execute(query.encode()).fetchone()
    assert row is not None
    return int(row[0] or 0)

