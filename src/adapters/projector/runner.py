"""The runner of projections: reads a page once for all of them, folds, writes rows and bookmark together.

A projection that fails stays where it is, says so, and is tried again with back-off; the others go on. It
is never skipped in silence: a skip is an order in `read.skips`. Several runners may run: each unit of work
is under a try-lock of its transaction, and the bookmark is compared before it is set.
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import structlog
from psycopg import Connection, Cursor
from psycopg.rows import TupleRow, scalar_row

from adapters.event_store.ledger import PostgresLedger
from adapters.postgres.arrays import names_array
from adapters.postgres.pools import Pool
from adapters.projector.ahead import PagesAhead
from adapters.projector.alone import hold
from adapters.projector.generations import Generation, generations
from adapters.projector.tables import Table
from domain.fact import Fact
from projections import catalogue
from projections.projection import Leaf, Projection

PAGE = 10_000
FAR = 2 * PAGE  # positions behind the head
LOCK_SPACE = 0x9A6E
DONE = object()
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 30.0

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Pause:
    """When a unit that failed is tried again, and with how many facts at most."""

    until: float = 0.0
    seconds: float = FIRST_PAUSE
    page: int = PAGE


@dataclass(slots=True)
class ProjectionRunner:
    """Moves every generation towards the head of the ledger. `advance` does one round. Sessions of the `pool` are best
    `REPEATABLE`."""

    ledger: PostgresLedger
    pool: Pool
    _pauses: dict[str, _Pause] = field(default_factory=dict)
    _tables: dict[str, Table] = field(default_factory=dict)
    _pages: PagesAhead = field(init=False)

    def __post_init__(self) -> None:
        self._pages = PagesAhead(self.ledger.page)

    def advance(self) -> bool:
        """One page for each group of generations at the same place. Whether there is more to do now."""
        known = catalogue.load()
        with self.pool.connection() as connection:
            units = [unit for unit in generations(connection) if self._runs(unit, known)]
        self._show(unit for unit in units if unit.state == "building" and unit.position >= unit.head)
        behind = sorted((unit for unit in units if unit.position < unit.head), key=lambda unit: unit.position)
        groups = [list(group) for _, group in groupby(behind, lambda unit: unit.position)]
        moved = [self._move(group, known) for group in groups]
        return any(moved)

    def _move(self, here: Sequence[Generation], known: Mapping[str, Projection[Any]]) -> bool:
        """Those who are at the same place fold the next page of what any of them hears. Whether there is more."""
        pauses = [self._pauses[unit.table_name] for unit in here if unit.table_name in self._pauses]
        limit = min((pause.page for pause in pauses), default=PAGE)
        heard = frozenset[str]().union(*(known[unit.name].heard for unit in here))
        position, head = here[0].position, here[0].head
        facts = self._pages.page(position, limit, heard, far=head - position > FAR)
        is_full = len(facts) == limit
        # Positions are committed in order: a page that is not full has all of theirs until the head.
        end = facts[-1].position if is_full else max([head, *(fact.position for fact in facts)])
        moved = self._try(here, Leaf(facts), end)
        if not is_full:
            self._show(unit for unit in here if unit.state == "building")
        return is_full and moved

    def _went_well(self, unit: Generation) -> None:
        if pause := self._pauses.get(unit.table_name):
            pause.page = min(PAGE, pause.page * 2)
            pause.seconds = FIRST_PAUSE
            if pause.page == PAGE:
                del self._pauses[unit.table_name]

    def _runs(self, unit: Generation, known: Mapping[str, Projection[Any]]) -> bool:
        projection = known.get(unit.name)
        current = projection is not None and projection.version == unit.version and unit.state != "retired"
        pause = self._pauses.get(unit.table_name)
        return current and (pause is None or pause.until <= time.monotonic())

    def _table(self, unit: Generation) -> Table:
        """Kept: its statements are long to compose."""
        if unit.table_name not in self._tables:
            self._tables[unit.table_name] = unit.table(catalogue.load()[unit.name])
        return self._tables[unit.table_name]

    def _try(self, units: Sequence[Generation], leaf: Leaf, end: int) -> bool:
        """All of them together; one by one when one fails, so that the others go on. Whether any moved."""
        try:
            moved = self._apply(units, leaf, end)
        except Exception as error:
            if len(units) > 1:
                apart = [self._try([unit], leaf, end) for unit in units]
                return any(apart)
            if not leaf.facts:
                raise
            self._note_failure(units[0], leaf.facts, error)
            return False
        for unit in units:
            self._went_well(unit)
        return moved

    def _apply(self, units: Sequence[Generation], leaf: Leaf, end: int) -> bool:
        """In one transaction: those that no other runner has fold the page and are at its end. Whether any did.

        The server is waited for twice: once all have asked for the rows that they need, and once all have written."""
        with self.pool.connection() as connection, connection.pipeline(), connection.transaction():
            alone = hold(connection, LOCK_SPACE, [unit.table_name for unit in units])
            unmoved = _where_they_were(connection, units)
            steps = {unit.table_name: self._steps(connection, unit, leaf) for unit in units}
            asking = [name for name, one in steps.items() if next(one, DONE) is not DONE]
            free = set(alone.fetchall()).intersection(unmoved.fetchall())
            folding = [steps[name] for name in asking if name in free]
            while folding:
                folding = [one for one in folding if next(one, DONE) is not DONE]
            ours = [unit for unit in units if unit.table_name in free]
            if ours:
                _bookmark(connection, ours, end)
        return bool(ours)

    def _steps(self, connection: Connection[TupleRow], unit: Generation, leaf: Leaf) -> Iterator[None]:
        kept = Leaf([fact for fact in leaf.facts if fact.position not in unit.skips]) if unit.skips else leaf
        return self._table(unit).steps(connection, kept)

    def _note_failure(self, unit: Generation, facts: Sequence[Fact[Any]], error: Exception) -> None:
        """Narrow the page down to the fact at fault; wait before trying that one again."""
        pause = self._pauses.setdefault(unit.table_name, _Pause())
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
                if hold(connection, LOCK_SPACE, [unit.table_name]).fetchall() and not _behind_live(connection, unit):
                    connection.execute("SELECT read.show(%s, %s)", [unit.name, unit.generation])
                    log.info("projection_shown", projection=unit.table_name)


def _where_they_were(connection: Connection[TupleRow], units: Sequence[Generation]) -> Cursor[str]:
    """The tables of those that no other runner has moved meanwhile."""
    return connection.cursor(row_factory=scalar_row).execute(
        "SELECT name || '_' || generation FROM read.generations"
        " WHERE name || '_' || generation = ANY(%s::text[]) AND position = %s AND state <> 'retired'",
        [_names_of(units), units[0].position],
    )


def _bookmark(connection: Connection[TupleRow], units: Sequence[Generation], end: int) -> None:
    """Move them, and tell so once it is committed."""
    connection.execute(
        "WITH moved AS ("
        " UPDATE read.generations SET position = %s, error = '', error_at = NULL, moved_at = clock_timestamp()"
        " WHERE name || '_' || generation = ANY(%s::text[]))"
        " SELECT pg_notify('projected', '')",
        [end, _names_of(units)],
    )


def _names_of(units: Iterable[Generation]) -> str:
    return names_array([unit.table_name for unit in units])


def _behind_live(connection: Connection[TupleRow], unit: Generation) -> bool:
    """Whether a screen would go back in time if the generation were shown now."""
    row = connection.execute(
        "SELECT live.position > mine.position FROM read.generations live, read.generations mine"
        " WHERE live.name = %(name)s AND live.state = 'live' AND live.version = mine.version"
        " AND mine.name = %(name)s AND mine.generation = %(generation)s",
        {"name": unit.name, "generation": unit.generation},
    ).fetchone()
    return row is not None and bool(row[0])
