"""Licences from a file, by real processes: the trial, the import until it is done and until it is shown, and beside it
the bare COPY of the same rows into a table."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import uuid4

import psycopg

from application.ports.batch_files import BatchFile
from benchmarks import machine
from benchmarks.figures import Comparison, Figures
from benchmarks.machines import cpu_seconds, machines
from benchmarks.pace import organisation
from benchmarks.report import Options, Report
from domain.fact import SYSTEM, Context
from domain.licensing.batch_events import BatchStarted
from projections.batches import one_batch
from runtime.composition import House, open_house
from runtime.settings import Settings
from runtime.waiting import wait_until

ROWS = (100, 10_000)
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


@dataclass(frozen=True, slots=True)
class Import:
    """How long each part took, in seconds."""

    tried: float
    done: float
    shown: float
    copied: float


def imported(house: House, rows: int) -> Import:
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

    shown = timed(run)
    facts = house.ledger.load([(organisation_id, batch_id)])[organisation_id, batch_id]
    started = next(fact for fact in facts if isinstance(fact.event, BatchStarted))
    return Import(tried, (facts[-1].at - started.at).total_seconds(), shown, copied(house.settings.dsn, content))


def run(options: Options) -> Report:
    """Files of both sizes, round after round, each into an organisation of its own."""
    sizes = [options.size(rows) for rows in ROWS]
    with machines({}, workers=1) as (supervisor, programs):
        for program in programs:
            supervisor.start(program)
        supervisor.wait_ready()
        with open_house(Settings()) as house:
            imported(house, 10)  # what is asked for the first time is slower
            told = machine.described(house.settings.dsn)
            found = {rows: [imported(house, rows) for _ in range(options.rounds)] for rows in sizes}
        spent = cpu_seconds()
    lines = [line for rows, rounds in found.items() for line in _lines(rows, rounds)]
    return Report("imports", "Licences from a file", told, lines, cpu=spent)


def _lines(rows: int, rounds: Sequence[Import]) -> list[Comparison]:
    copies = Figures([one.copied for one in rounds])
    return [
        Comparison(f"trial of {rows} rows", "s", Figures([one.tried for one in rounds])),
        Comparison(
            f"import of {rows} rows, started to finished", "s", Figures([one.done for one in rounds]), "COPY", copies
        ),
        Comparison(f"import of {rows} rows, until it is shown", "s", Figures([one.shown for one in rounds])),
    ]
