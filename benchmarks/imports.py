"""Licences from a file, by real processes: the trial, the import until it is done and until it is shown, and beside it
the bare COPY of the same rows into a table."""

import argparse
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

from application.ports.batch_files import BatchFile
from benchmarks.machines import cpu_seconds, machines
from benchmarks.pace import organisation
from domain.fact import SYSTEM, Context
from projections.batches import one_batch
from runtime.composition import House, open_house
from runtime.settings import Settings
from runtime.waiting import wait_until

RESULTS = Path(__file__).parent / "results"
PATIENCE = 600.0  # seconds


def sheet(rows: int) -> bytes:
    lines = [f"client{n}@exemple.fr,HW-{n:08},{('starter', 'premium', 'enterprise')[n % 3]},Lot" for n in range(rows)]
    return "\n".join(["email,hwid,plan,notes", *lines, ""]).encode()


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return round(time.perf_counter() - start, 2)


def copied(dsn: str, content: bytes) -> float:
    """The rows as they are, in a table with a key, committed."""

    def copy() -> None:
        with psycopg.connect(dsn) as connection:
            connection.execute("CREATE TABLE bare (email text, hwid text PRIMARY KEY, plan text, notes text)")
            with connection.cursor().copy("COPY bare FROM STDIN (FORMAT csv, HEADER)") as into:
                into.write(content)

    seconds = timed(copy)
    with psycopg.connect(dsn) as connection:
        connection.execute("DROP TABLE bare")
    return seconds


def imported(house: House, rows: int) -> dict[str, Any]:
    """An import of so many rows into an organisation of its own."""
    organisation_id, batch_id = organisation(house, f"{rows} licences"), uuid4()
    context, content = Context(organisation_id, SYSTEM), sheet(rows)
    tried = timed(lambda: house.batches.try_import(context, batch_id, BatchFile("licences.csv", content)))

    def finished() -> bool:
        with house.services().reading(organisation_id) as connection:
            row = one_batch(connection, batch_id)
        return row is not None and row.phase == "finished"

    def run() -> None:
        house.batches.start(context, batch_id)
        assert wait_until(finished, PATIENCE, every=0.02)

    before = cpu_seconds()
    shown = timed(run)
    spent = {name: round(seconds - before.get(name, 0.0), 1) for name, seconds in cpu_seconds().items()}
    facts = [fact for fact in house.ledger.load([(organisation_id, batch_id)])[organisation_id, batch_id] if fact.at]
    done = (
        facts[-1].at - next(fact for fact in facts if type(fact.event).__name__ == "BatchStarted").at
    ).total_seconds()
    return {
        "rows": rows,
        "trial_s": tried,
        "from_started_to_finished_s": round(done, 2),
        "until_shown_s": shown,
        "copy_of_the_same_rows_s": copied(house.settings.dsn, content),
        "cpu_seconds": {name: seconds for name, seconds in spent.items() if seconds},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[100, 10_000])
    options = parser.parse_args()
    with machines({}, workers=1) as (supervisor, programs):
        for program in programs:
            supervisor.start(program)
        supervisor.wait_ready()
        with open_house(Settings()) as house:
            imported(house, 10)  # what is asked for the first time is slower
            load = os.getloadavg()[0]
            runs = [imported(house, rows) for rows in options.rows]
    figures = {"processors": os.cpu_count(), "load_before": load, "load_after": os.getloadavg()[0], "imports": runs}
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "imports.json").write_text(json.dumps(figures, indent=2) + "\n")
    names = list(runs[0])
    table = [f"| {' | '.join(name.replace('_', ' ') for name in names)} |", f"|{'---|' * len(names)}"]
    table += [f"| {' | '.join(str(one[name]) for name in names)} |" for one in runs]
    head = ["# Imports of licences", "", f"{os.cpu_count()} processors, load {load:.1f} before.", ""]
    (RESULTS / "imports.md").write_text("\n".join([*head, *table, ""]))


if __name__ == "__main__":
    main()
