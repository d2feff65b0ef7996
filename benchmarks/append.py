"""Appending to the ledger, by 1 to 128 writers at once: beside the library it stands on, beside another event store,
beside what PostgreSQL does with bare rows. A save counts when it is durable."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from typing import cast
from urllib.parse import urlsplit

import psycopg

from adapters.event_store.mapper import FactMapper
from adapters.event_store.stored import StoredFact
from benchmarks.appending.contestant import Contestant
from benchmarks.appending.emmett import Emmett, Missing
from benchmarks.appending.library import Library
from benchmarks.appending.ours import Ours
from benchmarks.appending.pgbench import Pgbench
from benchmarks.appending.processors import Processors
from benchmarks.appending.reader import OursWhileRead
from benchmarks.appending.work import Work, one_fact, two_facts
from benchmarks.figures import Aim, Comparison, Figures, by_turns
from benchmarks.machine import described
from benchmarks.machines import machines
from benchmarks.report import Options, Report
from runtime.composition import House, open_house
from runtime.settings import Settings

TWO_FACTS = {1: 2_000, 8: 6_000, 32: 12_000, 128: 16_000}
"""by writers: how many saves make a round"""
ONE_FACT = {1: 4_000, 8: 16_000, 32: 24_000, 128: 48_000}
"""more of them, for pgbench to take more than a moment"""
READ_WITH = 32
"""writers while a reader catches up"""
AIMS = {
    (1, Library.name): Aim("at least", 0.9),
    (32, Library.name): Aim("at least", 3),
    (32, Emmett.name): Aim("at least", 1.5),
    (128, Pgbench.name): Aim("at least", 0.3),
}


def run(options: Options) -> Report:
    """All of it, on servers of its own."""
    with machines({}), open_house(Settings()) as house:
        race = _Race(house, options)
        comparisons = [*race.two_facts(), *race.one_fact(), race.read_meanwhile()]
        return Report(
            name="append",
            title="Appending to the ledger",
            machine=described(house.settings.dsn),
            comparisons=comparisons,
            cpu=race.cpu,
            notes=race.notes,
        )


class _Race:
    """Measures, and keeps what everybody took of the processors."""

    def __init__(self, house: House, options: Options) -> None:
        self._house = house
        self._options = options
        self._ours = Ours(house)
        self.cpu: Counter[str] = Counter()
        self.notes: dict[str, str] = {}

    def two_facts(self) -> Iterator[Comparison]:
        """Beside the library."""
        dsn = _database(self._house, "library")
        for writers, saves in TWO_FACTS.items():
            work = two_facts(writers, self._options.size(saves))
            with closing(Library(dsn, self._house.keyring, writers)) as library:
                yield from self._beside(work, "two facts a save", [library])

    def one_fact(self) -> Iterator[Comparison]:
        """Beside those that append one row."""
        with self._of_one_row() as others:
            for writers, saves in ONE_FACT.items():
                work = one_fact(writers, self._options.size(saves))
                yield from self._beside(work, "one fact a save", others)

    def read_meanwhile(self) -> Comparison:
        """Ours, beside itself when nobody reads."""
        work = two_facts(READ_WITH, self._options.size(TWO_FACTS[READ_WITH]))
        read = OursWhileRead(self._ours)
        found, spent = self._measured(work, [read, self._ours])
        self.notes["facts read meanwhile, by round"] = str(read.read)
        return Comparison(
            what=f"append, {READ_WITH} writers, two facts a save, a reader catching up meanwhile",
            unit="saves/s",
            ours=found[read.name],
            peer="Palabre, not read",
            theirs=found[self._ours.name],
            notes=_cpu_notes(spent),
        )

    def _beside(self, work: Work, kind: str, others: Sequence[Contestant]) -> Iterator[Comparison]:
        writers = len(work.writers)
        found, spent = self._measured(work, [self._ours, *others])
        for other in others:
            yield Comparison(
                what=f"append, {writers} {'writer' if writers == 1 else 'writers'}, {kind}",
                unit="saves/s",
                ours=found[self._ours.name],
                peer=other.name,
                theirs=found[other.name],
                aim=AIMS.get((writers, other.name)),
                notes=_cpu_notes(spent),
            )

    def _measured(self, work: Work, contestants: Sequence[Contestant]) -> tuple[dict[str, Figures], Processors]:
        spent = Processors()
        for one in contestants:  # connections, statements and compilers get warm
            one.reset()
            one.append(work.beginning())
        found = by_turns({one.name: partial(_round, one, work, spent) for one in contestants}, self._options.rounds)
        for name, sides in spent.seconds.items():
            self.cpu.update({f"{name}: {side}": round(seconds, 1) for side, seconds in sides.items() if seconds > 0.05})
        return found, spent

    @contextmanager
    def _of_one_row(self) -> Iterator[Sequence[Contestant]]:
        """Those that are there. They store what the mapper makes of one of our facts."""
        stored = _stored(self._house)
        with ExitStack() as stack:
            others: list[Contestant] = [Pgbench(_database(self._house, "bare"), stored.state)]
            try:
                event = {"type": stored.topic, "data": json.loads(stored.state)}
                others.append(stack.enter_context(closing(Emmett(_database(self._house, "emmett"), event))))
            except Missing as why:
                self.notes[Emmett.name] = str(why)
            yield others


def _round(contestant: Contestant, work: Work, spent: Processors) -> float:
    contestant.reset()
    with spent.counted(contestant.name, work.saves):
        return contestant.append(work)


def _cpu_notes(spent: Processors) -> dict[str, dict[str, float]]:
    return {f"CPU ms a save, {name}": spent.milliseconds_a_save(name) for name in spent.seconds}


def _database(house: House, name: str) -> str:
    """A new database on the same server, and its administrator's address."""
    with psycopg.connect(house.settings.dsn, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}".encode())
    return urlsplit(house.settings.dsn)._replace(path=f"/{name}").geturl()


def _stored(house: House) -> StoredFact:
    """What the ledger keeps of a message."""
    mapper = cast(FactMapper, house.ledger.mapper)
    return mapper.encode(one_fact(1, 1).writers[0][0])[0]
