"""Looking at a running installation from below: counts, rows, and whether anything is left to do."""

from typing import Any

import psycopg

from projections import catalogue
from runtime.rebuild import rebuild
from tests.e2e.system import System, until


def rows(system: System) -> dict[str, list[tuple[Any, ...]]]:
    with system.admin() as admin:
        return {
            name: sorted(admin.execute(f"SELECT * FROM read.{name}").fetchall(), key=repr)  # type: ignore[arg-type]
            for name in catalogue.load()
        }


def equals_a_rebuild(system: System) -> None:
    """What is shown is what the ledger gives when it is read again from its first fact. Providers go on telling
    statuses for seconds after a crash: it is looked at again until nothing was told meanwhile."""
    with system.admin() as admin:
        head = -1
        while head != (head := count(admin, "SELECT max(position) FROM ledger.facts")):
            until(lambda: nothing_due(admin), 60)
            until_caught_up(system)
            before = rows(system)
            rebuild(system.settings, [])
            until(lambda: count(admin, "SELECT count(*) FROM read.generations WHERE state = 'building'") == 0, 60)
            after = rows(system)
    moved = {name: [row for row in after[name] if row not in before[name]] for name in before}
    assert after == before, {name: found for name, found in moved.items() if found}


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
    """In one look: what ends between two leaves a fact that no policy has heard."""
    # Templates are read once a day: the next reading is always armed.
    # Mails to members who are away are due minutes later, and send nothing to customers; the terms of the licences of
    # the demonstration end in days.
    left = (
        "SELECT (SELECT count(*) FROM outbox.effects WHERE state IN ('pending', 'claimed')"
        " AND kind NOT IN ('synchronise_templates', 'mail_member', 'move_licence'))"
        " + (SELECT max(position) FROM ledger.facts)"
        " - (SELECT min(position) FROM policy.bookmarks WHERE name IN ('turns', 'delivery'))"
    )
    return count(admin, left) == 0


def count(admin: psycopg.Connection[Any], query: str) -> int:
    row = admin.execute(query.encode()).fetchone()
    assert row is not None
    return int(row[0] or 0)
