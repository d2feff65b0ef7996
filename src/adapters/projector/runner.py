"""The runner of projections: reads a page once for all of them, folds, writes rows and bookmark together.

A projection that fails stays where it is, says so, and is tried again with back-off; the others go on. It
is never skipped in silence: a skip is an order in `read.skips`. Several runners may run: each unit of work
is under a try-lock of its transaction, and the bookmark is compared before it is set.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import structlog
from psycopg import Connection
from psycopg.rows import TupleRow

from adapters.event_store.ledger import PostgresLedger
from adapters.postgres.pools import Pool
from adapters.projector.alone import hold
from adapters.projector.generations import Generation, generations
from adapters.projector.tables import Table
from domain.fact import Fact
from projections import catalogue
from projections.projection import Leaf

PAGE = 10_000
LOCK_SPACE = 0x9A6E
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 30.0

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Pause:
    """When a failing unit is tried again."""

    until: float = 0.0
    seconds: float = FIRST_PAUSE
    page: int = field(default_factory=lambda: PAGE)


@dataclass(slots=True)
class ProjectionRunner:
    """Moves every generation towards the head of the ledger. `advance` does one round."""

    ledger: PostgresLedger
    pool: Pool
    _pauses: dict[str, _Pause] = field(default_factory=dict)
    _tables: dict[str, Table] = field(default_factory=dict)

    def advance(self) -> bool:
        """One page for each group of generations at the same place. Whether there is more to do now."""
        with self.pool.connection() as connection:
            units = [unit for unit in generations(connection) if self._runs(unit)]
        more = False
        for position, group in groupby(sorted(units, key=lambda unit: unit.position), lambda unit: unit.position):
            same_place = list(group)
            limit = min(self._pause(unit).page for unit in same_place)
            facts = self.ledger.page(position, limit)
            moved = self._move(same_place, facts) if facts else False
            self._show(unit for unit in same_place if unit.state == "building" and len(facts) < limit)
            more = more or (len(facts) == limit and moved)
        return more

    def _move(self, units: Sequence[Generation], facts: Sequence[Fact[Any]]) -> bool:
        """Fold the page where it concerns; the others only move on, together. Whether any moved."""
        leaf = Leaf(facts)
        concerned = [unit for unit in units if leaf.has(catalogue.load()[unit.name].hears)]
        passed = self._pass_by([unit for unit in units if unit not in concerned], facts)
        moved = [self._try(unit, leaf) for unit in concerned]
        return passed or any(moved)

    def _pass_by(self, units: Sequence[Generation], facts: Sequence[Fact[Any]]) -> bool:
        if not units:
            return False
        with self.pool.connection() as connection, connection.transaction():
            connection.execute("SET LOCAL synchronous_commit = off")
            alone = hold(connection, LOCK_SPACE, [unit.table_name for unit in units])
            moved = _bookmark(connection, [unit for unit in units if unit.table_name in alone], facts)
            if moved:
                connection.execute("NOTIFY projected")
        for unit in units:
            self._went_well(unit)
        return moved > 0

    def _went_well(self, unit: Generation) -> None:
        pause = self._pause(unit)
        pause.page = min(PAGE, pause.page * 2)
        pause.seconds = FIRST_PAUSE

    def _runs(self, unit: Generation) -> bool:
        projection = catalogue.load().get(unit.name)
        current = projection is not None and projection.version == unit.version and unit.state != "retired"
        return current and self._pause(unit).until <= time.monotonic()

    def _pause(self, unit: Generation) -> _Pause:
        return self._pauses.setdefault(unit.table_name, _Pause())

    def _table(self, unit: Generation) -> Table:
        """Kept: its statements are long to compose."""
        if unit.table_name not in self._tables:
            self._tables[unit.table_name] = unit.table(catalogue.load()[unit.name])
        return self._tables[unit.table_name]

    def _try(self, unit: Generation, leaf: Leaf) -> bool:
        try:
            moved = self._apply(unit, leaf)
        except Exception as error:
            self._note_failure(unit, leaf.facts, error)
            return False
        self._went_well(unit)
        return moved

    def _apply(self, unit: Generation, leaf: Leaf) -> bool:
        with self.pool.connection() as connection, connection.transaction():
            # Read models can be rebuilt, and their bookmark is in the same transaction: no need to wait for the disk.
            connection.execute("SET LOCAL synchronous_commit = off")
            if not hold(connection, LOCK_SPACE, [unit.table_name]):
                return False
            here = connection.execute(
                "SELECT position, ARRAY(SELECT position FROM read.skips WHERE skips.name = generations.name)"
                " FROM read.generations WHERE name = %s AND generation = %s AND state <> 'retired'",
                [unit.name, unit.generation],
            ).fetchone()
            if here is None or here[0] != unit.position:
                return False  # another runner was here
            skipped = set(here[1])
            kept = Leaf([fact for fact in leaf.facts if fact.position not in skipped]) if skipped else leaf
            self._table(unit).apply(connection, kept)
            _bookmark(connection, [unit], leaf.facts)
            connection.execute("NOTIFY projected")
        return True

    def _note_failure(self, unit: Generation, facts: Sequence[Fact[Any]], error: Exception) -> None:
        """Narrow the page down to the fact at fault; wait before trying that one again."""
        pause = self._pause(unit)
        if len(facts) > 1:
            pause.page = max(1, len(facts) // 2)
            return
        pause.until = time.monotonic() + pause.seconds
        pause.seconds = min(LONGEST_PAUSE, pause.seconds * 2)
        text = f"{type(error).__name__} at position {facts[0].position} ({facts[0].event.name})"
        log.error("projection_failed", projection=unit.table_name, position=facts[0].position, exc_info=error)
        with self.pool.connection() as connection:
            connection.execute(
                "UPDATE read.generations SET error = %s, error_at = clock_timestamp()"
                " WHERE name = %s AND generation = %s",
                [text, unit.name, unit.generation],
            )

    def _show(self, caught_up: Any) -> None:
        for unit in caught_up:
            with self.pool.connection() as connection, connection.transaction():
                # The lock keeps other runners out between the look at the live bookmark and the switch.
                if hold(connection, LOCK_SPACE, [unit.table_name]) and not _behind_live(connection, unit):
                    connection.execute("SELECT read.show(%s, %s)", [unit.name, unit.generation])
                    log.info("projection_shown", projection=unit.table_name)


def _bookmark(connection: Connection[TupleRow], units: Sequence[Generation], facts: Sequence[Fact[Any]]) -> int:
    """The units that are still where they were seen are after the facts now. Gives how many."""
    return connection.execute(
        "UPDATE read.generations SET position = %s, error = '', error_at = NULL, moved_at = clock_timestamp()"
        " FROM unnest(%s::text[], %s::integer[], %s::bigint[]) AS seen (name, generation, position)"
        " WHERE generations.name = seen.name AND generations.generation = seen.generation"
        " AND generations.position = seen.position AND state <> 'retired'",
        [
            facts[-1].position,
            [unit.name for unit in units],
            [unit.generation for unit in units],
            [unit.position for unit in units],
        ],
    ).rowcount


def _behind_live(connection: Connection[TupleRow], unit: Generation) -> bool:
    """Whether a screen would go back in time if the generation were shown now."""
    row = connection.execute(
        "SELECT live.position > mine.position FROM read.generations live, read.generations mine"
        " WHERE live.name = %(name)s AND live.state = 'live' AND live.version = mine.version"
        " AND mine.name = %(name)s AND mine.generation = %(generation)s",
        {"name": unit.name, "generation": unit.generation},
    ).fetchone()
    return row is not None and bool(row[0])
