"""A million mixed facts into each read model, and into all: as ``palabre rebuild`` does it, beside the library's
`ProjectionRunner` on the same handlers and table, and beside COPY of the rows that result.

The library commits each fact by itself: it is given the first facts that the read model hears, and what is compared is
how many of these are folded in a second.
"""

import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import psycopg
from psycopg import sql

from adapters.postgres.pools import REPEATABLE, Pool, open_pool
from adapters.projector.generations import generations
from adapters.projector.runner import ProjectionRunner
from benchmarks import history, machine
from benchmarks.figures import Aim, Comparison, Figures, Round, by_turns
from benchmarks.machines import cpu_seconds, machines
from benchmarks.replaying.copied import copied
from benchmarks.replaying.library import replayed
from benchmarks.report import Options, Report
from projections import catalogue
from projections.projection import Projection
from runtime.composition import House, open_house
from runtime.garbage import spare_what_is_loaded
from runtime.migrate import migrate
from runtime.rebuild import rebuild
from runtime.settings import Settings

FACTS = 1_000_000
OF_THE_LIBRARY = 5_000
OURS, LIBRARY, COPY = "Palabre", "eventsourcing", "COPY"


def run(options: Options) -> Report:
    """A line for each read model that the facts concern, beside the library and beside COPY, then one for all."""
    count = options.size(FACTS)
    sample = OF_THE_LIBRARY if options.scale == 1 else 500
    with machines({}), open_house(Settings(), pool_size=4) as house:
        spare_what_is_loaded()
        history.write(house.settings.dsn, house.ledger.mapper, count)  # type: ignore[arg-type]
        with open_pool(house.dsn("projector"), settings=REPEATABLE) as pool:
            before = cpu_seconds()
            replay_all = _rate(count, lambda: _advance(house, pool))
            first = replay_all()
            filled = _filled(house)
            lines = [line for one in filled for line in _lines(house, pool, one, sample, options.rounds)]
            everything = [first, *(count / _rebuilt(house, pool, []) for _ in range(options.rounds - 1))]
        cpu = Counter(cpu_seconds())
        cpu.subtract(before)
        return Report(
            name="replay",
            title=f"Replaying {count:,} facts".replace(",", " "),
            machine=machine.described(house.settings.dsn),
            comparisons=[
                *lines,
                Comparison(
                    "all read models together",
                    "facts/s",
                    Figures(everything),
                    aim=Aim("at least", 20_000, "facts/s"),
                ),
            ],
            cpu={name: round(seconds, 1) for name, seconds in cpu.items() if seconds > 0},
            notes={"heard_facts_that_the_library_is_given": sample},
        )


def _lines(house: House, pool: Pool, projection: Projection[Any], sample: int, rounds: int) -> list[Comparison]:
    dsn = house.settings.dsn
    heard, until = _heard(house, projection, sample)
    given = min(heard, sample)
    contestants: dict[str, Round] = {
        OURS: _rate(heard, lambda: _rebuilt(house, pool, [projection.name])),
        LIBRARY: _rate(given, lambda: replayed(dsn, house.keyring, projection, until)),
        COPY: _rate(heard, lambda: copied(dsn, projection)),
    }
    found = by_turns(contestants, rounds)
    what, unit = f"replay into {projection.name}, of {heard} facts that it hears", "facts/s"
    return [
        Comparison(what, unit, found[OURS], LIBRARY, found[LIBRARY], Aim("at least", 10)),
        Comparison(what, unit, found[OURS], COPY, found[COPY]),
    ]


def _heard(house: House, projection: Projection[Any], sample: int) -> tuple[int, int]:
    """How many facts the read model hears, and the position of the last of a sample."""
    with psycopg.connect(house.settings.dsn) as admin:
        row = admin.execute(
            "WITH heard AS (SELECT position FROM ledger.facts WHERE name = ANY(%(names)s))"
            " SELECT (SELECT count(*) FROM heard),"
            " (SELECT max(position) FROM (SELECT position FROM heard ORDER BY position LIMIT %(sample)s) AS first)",
            {"names": list(projection.heard), "sample": sample},
        ).fetchone()
    assert row is not None
    return row[0], row[1]


def _rate(count: int, work: Callable[[], float]) -> Round:
    return lambda: count / work()


def _rebuilt(house: House, pool: Pool, names: list[str]) -> float:
    """Seconds from the order until the new tables are shown."""
    rebuild(house.settings, names)
    seconds = _advance(house, pool)
    migrate(house.settings)  # drops what is shown no more
    return seconds


def _advance(house: House, pool: Pool) -> float:
    """Seconds until nothing is behind."""
    runner = ProjectionRunner(house.ledger, pool)
    begin = time.perf_counter()
    while runner.advance():
        pass
    seconds = time.perf_counter() - begin
    head = house.ledger.head()
    with pool.connection() as connection:
        assert all(unit.position == head for unit in generations(connection) if unit.state == "live")
        assert not [unit for unit in generations(connection) if unit.state == "building"]
    return seconds


def _filled(house: House) -> list[Projection[Any]]:
    """The read models that hold rows now."""
    with psycopg.connect(house.settings.dsn) as admin:
        return [
            projection
            for name, projection in catalogue.load().items()
            if admin.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier("read", name))).fetchone()
        ]
