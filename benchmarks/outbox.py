"""The statements of the sweeper over a million rows, mostly done: their plans, and how long a round takes."""

import argparse
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, LiteralString

import psycopg

from adapters.outbox import places
from benchmarks.machines import machines
from runtime.settings import Settings

RESULTS = Path(__file__).parent / "results"
ROUNDS = 200

_DONE: LiteralString = """
INSERT INTO outbox.effects (organisation_id, kind, key, refs, state, due_at, lane, let_in_at, enqueued_at, done_at)
SELECT md5((n %% 200)::text)::uuid, 'deliver_message', 'done:' || n,
       jsonb_build_object('message_id', gen_random_uuid(), 'conversation_id', gen_random_uuid()), 'done',
       at, 'a number', at, at, at
FROM generate_series(1, %s) AS n, LATERAL (SELECT now() - interval '6 days' * random() AS at) AS time
"""
_BULK: LiteralString = """
INSERT INTO outbox.effects (organisation_id, kind, key, refs, due_at, lane, priority)
SELECT '00000000-0000-0000-0000-000000000001', 'deliver_message', 'bulk:' || n, '{}', now(), 'a number', 10
FROM generate_series(1, %s) AS n
"""
_OTHERS: LiteralString = """
INSERT INTO outbox.effects (organisation_id, kind, key, refs, due_at, lane)
SELECT md5((n %% 200)::text)::uuid, 'answer_turn', 'timer:' || n, '{}', now() + interval '1 hour', 'answer_turn'
FROM generate_series(1, %s) AS n
"""


def timed(work: Callable[[], object]) -> float:
    """Milliseconds for each of so many rounds."""
    start = time.perf_counter()
    for _ in range(ROUNDS):
        work()
    return round((time.perf_counter() - start) * 1000 / ROUNDS, 2)


def plan(connection: psycopg.Connection[Any], statement: LiteralString, values: dict[str, Any]) -> str:
    rows = connection.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) {statement}", values).fetchall()
    connection.rollback()  # a plan that is analysed was carried out
    return "\n".join(line for (line,) in rows)


def sweep(connection: psycopg.Connection[Any]) -> int:
    with connection.transaction():
        return len(places.due(connection))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--done", type=int, default=1_000_000)
    parser.add_argument("--bulk", type=int, default=10_000)
    parser.add_argument("--timers", type=int, default=2_000)
    options = parser.parse_args()
    with machines({}), psycopg.connect(Settings().dsn, autocommit=True) as connection:
        for statement, rows in ((_DONE, options.done), (_BULK, options.bulk), (_OTHERS, options.timers)):
            connection.execute(statement, [rows])
        connection.execute("VACUUM ANALYZE outbox.effects")
        connection.autocommit = False
        shown = {name: plan(connection, statement, places.PLACES) for name, statement in places.STATEMENTS.items()}
        connection.autocommit = True
        figures = {
            "rows": vars(options),
            "load": os.getloadavg()[0],
            "first_round_ms": _first(connection),
            "round_with_full_lanes_ms": timed(lambda: sweep(connection)),
            "look_for_the_next_ms": timed(lambda: places.next_due(connection)),
        }
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "outbox.json").write_text(json.dumps(figures, indent=2) + "\n")
    rows = [f"| {name.replace('_', ' ')} | {value} |" for name, value in figures.items()]
    plans = [f"\n## {name}\n\n```\n{text}\n```" for name, text in shown.items()]
    head = ["# The sweeper over a million rows", "", "| figure | value |", "|---|---|"]
    (RESULTS / "outbox.md").write_text("\n".join([*head, *rows, *plans, ""]))


def _first(connection: psycopg.Connection[Any]) -> float:
    start = time.perf_counter()
    sweep(connection)
    return round((time.perf_counter() - start) * 1000, 2)


if __name__ == "__main__":
    main()
