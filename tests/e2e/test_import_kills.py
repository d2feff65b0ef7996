"""kill -9 of the worker while licences are made of a file, again and again: each row is done once, and none by half."""

import json
import random
from typing import Any
from uuid import UUID

import psycopg
import pytest

from application.licence_rows import licence_of
from tests.e2e.looking import count
from tests.e2e.system import System, until
from tests.e2e.test_kills import WRITER, settle

ROWS = 1_000
BAD = 7  # every so many rows, one is no licence
ISSUED, REVOKED = "licensing.LicenceIssued", "licensing.LicenceRevoked"
ADVANCED, BACK = "licensing.BatchAdvanced", "licensing.BatchUndoAdvanced"


def sheet() -> bytes:
    """Some rows are bad, and two in a row are the same person."""
    rows = [
        f"client{n // 2}@exemple.fr,KILL-{n},{'or' if n % BAD == 0 else 'premium'},Note {n}" for n in range(1, ROWS + 1)
    ]
    return "\n".join(["email,hwid,plan,notes", *rows, ""]).encode()


def told(admin: psycopg.Connection[Any], name: str) -> list[dict[str, Any]]:
    """What the facts of that name say, oldest first."""
    rows = admin.execute(
        "SELECT convert_from(state, 'UTF8') FROM ledger.facts WHERE name = %s ORDER BY position", [name]
    )
    return [json.loads(state)["e"] for (state,) in rows]


def held(kind: str) -> str:
    """Counts what was reserved of a kind."""
    of_kind = f"convert_from(state, 'UTF8')::jsonb #>> '{{e,kind}}' = '{kind}'"
    return f"SELECT count(*) FROM ledger.facts WHERE name = 'reservations.ValueReserved' AND {of_kind}"


def killed_on_the_way(system: System, name: str, seed: int) -> None:
    """The worker dies at some instants, and once while a save waits for its turn."""
    chance = random.Random(seed)
    with system.admin() as admin:
        query = f"SELECT count(*) FROM ledger.facts WHERE name = '{name}'"
        with system.frozen(WRITER):
            system.until_stopped_at_the_lock("ledger.append")
            system.kill("worker")
        for _ in range(2):
            before, more = count(admin, query), chance.randint(1, 300)
            until(lambda seen=before + more: count(admin, query) >= min(seen, ROWS // 2), 60)
            system.kill("worker")


@pytest.mark.timeout(300)  # each death is followed by the lease of the row
def test_each_row_is_done_once_and_taken_back_once(system: System) -> None:
    headers = {"Idempotency-Key": "kills"}
    answer = system.http.post("/api/licences/imports", content=sheet(), headers=headers)
    assert answer.status_code == 200, answer.text
    batch_id = answer.json()["batch_id"]
    bad = [row for row in range(1, ROWS + 1) if row % BAD == 0]
    good = [row for row in range(1, ROWS + 1) if row % BAD]
    assert answer.json()["expected"] == {"created": len(good), "invalid": len(bad)}

    with system.admin() as admin:
        known = {one["licence_id"] for one in told(admin, ISSUED)}  # those of the demonstration
        before = {kind: count(admin, held(kind)) for kind in ("hwid", "licence_key")}
    assert system.http.post(f"/api/licences/imports/{batch_id}/run").status_code == 202
    killed_on_the_way(system, ISSUED, seed=1)
    settle(system)

    made = sorted(str(licence_of(UUID(batch_id), row)) for row in good)
    with system.admin() as admin:
        issued = [one for one in told(admin, ISSUED) if one["licence_id"] not in known]
        assert sorted(one["licence_id"] for one in issued) == made
        verdicts = [one for fact in told(admin, ADVANCED) for one in fact["verdicts"]]
        assert [one["row"] for one in verdicts] == list(range(1, ROWS + 1))
        assert [one["row"] for one in verdicts if one["verdict"] == "invalid"] == bad
        assert {kind: count(admin, held(kind)) - told for kind, told in before.items()} == dict.fromkeys(
            before, len(good)
        )
        people = {one["contact_id"] for one in issued}
        assert len(people) == len({row // 2 for row in good})
    shown = system.http.get(f"/api/licences/batches/{batch_id}").json()
    assert (shown["phase"], shown["counts"]) == ("finished", {"created": len(good), "invalid": len(bad)})

    assert system.http.post(f"/api/licences/imports/{batch_id}/undo").status_code == 202
    killed_on_the_way(system, REVOKED, seed=2)
    settle(system)
    with system.admin() as admin:
        revoked = [one["licence_id"] for one in told(admin, REVOKED)]
        assert sorted(one for one in revoked if one not in known) == made
        assert [one["row"] for fact in told(admin, BACK) for one in fact["verdicts"]] == good
    shown = system.http.get(f"/api/licences/batches/{batch_id}").json()
    assert (shown["phase"], shown["undo_counts"]) == ("undone", {"undone": len(good)})
