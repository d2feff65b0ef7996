"""Generations of read models: a rebuild fills a new table beside the old one, then the view is switched."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import Connection, sql
from psycopg.rows import TupleRow, class_row

from adapters.projector.tables import Table
from projections import catalogue
from projections.projection import Projection

PREPARING = 0x9A6F  # the lock of who makes room


@dataclass(frozen=True, slots=True)
class Generation:
    """One table of a projection and how far it has come."""

    name: str
    generation: int
    table_name: str
    """``inbox_3``"""
    version: int
    state: str
    position: int
    head: int
    """the last position of the ledger then"""
    skips: Sequence[int]
    """positions that it was told to skip"""

    def table(self, projection: Projection[Any]) -> Table:
        """Its table."""
        return Table(projection, "read", self.table_name)


def generations(connection: Connection[TupleRow]) -> list[Generation]:
    """All that are kept."""
    cursor = connection.cursor(row_factory=class_row(Generation))
    return cursor.execute(
        "SELECT name, generation, name || '_' || generation AS table_name, version, state, position,"
        " (SELECT coalesce(max(position), 0) FROM ledger.facts) AS head,"
        " ARRAY(SELECT s.position FROM read.skips s WHERE s.name = g.name) AS skips"
        " FROM read.generations g ORDER BY name, generation"
    ).fetchall()


def prepare_generations(owner: Connection[TupleRow], prefix: str) -> None:
    """Make room for what this version of the program shows: first tables, and new ones for changed projections.

    Run by the owner, at migration. Retired tables are dropped here.
    """
    with owner.transaction():  # two releases that are installed at once meet here
        owner.execute("SELECT pg_advisory_xact_lock(%s)", [PREPARING])
        _prepare(owner, prefix)


def _prepare(owner: Connection[TupleRow], prefix: str) -> None:
    known = generations(owner)
    for generation in known:
        if generation.state == "retired" or generation.name not in catalogue.load():
            _drop(owner, generation)
    for projection in catalogue.load().values():
        mine = [one for one in known if one.name == projection.name]
        if not any(one.version == projection.version and one.state != "retired" for one in mine):
            add_generation(owner, projection, prefix)
        if projection.functions:
            _make_functions(owner, projection, prefix)


def add_generation(owner: Connection[TupleRow], projection: Projection[Any], prefix: str) -> int:
    """A new empty table for the projection. It is shown at once when there is none, else when it has caught up."""
    with owner.transaction():
        row = owner.execute(
            "INSERT INTO read.generations (name, generation, version, state)"
            " SELECT %(name)s, coalesce(max(generation), 0) + 1, %(version)s, 'building'"
            " FROM read.generations WHERE name = %(name)s RETURNING generation",
            {"name": projection.name, "version": projection.version},
        ).fetchone()
        assert row is not None
        number: int = row[0]
        Table(projection, "read", f"{projection.name}_{number}").create(owner, prefix)
        live = owner.execute("SELECT FROM read.generations WHERE name = %s AND state = 'live'", [projection.name])
        if live.fetchone() is None:
            owner.execute("SELECT read.show(%s, %s)", [projection.name, number])
    return number


def _make_functions(owner: Connection[TupleRow], projection: Projection[Any], prefix: str) -> None:
    with owner.transaction():
        owner.execute(
            sql.SQL(projection.functions).format(
                app=sql.Identifier(f"{prefix}_app"), writer=sql.Identifier(f"{prefix}_writer")
            )
        )


def _drop(owner: Connection[TupleRow], generation: Generation) -> None:
    with owner.transaction():
        if generation.state == "live":
            owner.execute(sql.SQL("DROP VIEW IF EXISTS {}").format(sql.Identifier("read", generation.name)))
        owner.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(sql.Identifier("read", generation.table_name)))
        owner.execute(
            "DELETE FROM read.generations WHERE name = %s AND generation = %s",
            [generation.name, generation.generation],
        )
