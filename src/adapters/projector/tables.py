"""The table of one generation of a projection: made, read by keys, written as a set."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from psycopg import Connection, Cursor, sql
from psycopg.rows import DictRow, TupleRow, dict_row
from psycopg.types.json import Json, set_json_dumps
from pydantic_core import to_json

from domain.fact import Fact
from projections.projection import Closing, Key, Leaf, Projection

# `folded` is the sequence of the last fact that changed the row: a fact that comes twice changes nothing.
FOLDED = "ALTER TABLE {table} ADD COLUMN folded bigint NOT NULL"
# The owner is subject to it as others are, and sees all: its searches take the organisation from the setting.
GUARDED = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY of_the_organisation ON {table} FOR SELECT TO {app}
    USING (organisation_id = ledger.current_organisation());
CREATE POLICY of_all ON {table} TO {projector}, {owner} USING (true) WITH CHECK (true);
GRANT SELECT ON {table} TO {app};
GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {projector};
"""

Rows = dict[Key, tuple[Any, int]]
"""Row and the sequence last folded into it, by key."""
NO_ROW: tuple[Any, int] = (None, 0)

set_json_dumps(to_json)


class Table:
    """One table that holds the rows of a projection, under any schema and name."""

    def __init__(self, projection: Projection[Any], schema: str, name: str) -> None:
        self.projection = projection
        self.name = sql.Identifier(schema, name)
        self._bare = name
        columns = sql.SQL(", ").join(map(sql.Identifier, projection.columns))
        key = sql.SQL(", ").join(map(sql.Identifier, projection.key))
        changes = sql.SQL(", ").join(
            sql.SQL("{0} = EXCLUDED.{0}").format(sql.Identifier(column))
            for column in (*projection.columns, "folded")
            if column not in projection.key
        )
        # Row by row: a plan for all at once, made while the table was young, would go on reading the whole of it.
        self._select = (
            sql.SQL(
                "SELECT found.* FROM json_populate_recordset(NULL::{table}, %s) AS wanted, LATERAL"
                " (SELECT {columns}, folded FROM {table} AS mine WHERE ({mine}) = ({wanted}) LIMIT 1) AS found"
            )
            .format(
                columns=columns, table=self.name, mine=_of("mine", projection.key), wanted=_of("wanted", projection.key)
            )
            .as_bytes()
        )
        self._upsert = (
            sql.SQL(
                "INSERT INTO {table} ({columns}, folded) SELECT {columns}, folded"
                " FROM json_populate_recordset(NULL::{table}, %s) ON CONFLICT ({key}) DO UPDATE SET {changes}"
            )
            .format(columns=columns, table=self.name, key=key, changes=changes)
            .as_bytes()
        )
        self._delete = (
            sql.SQL(
                "DELETE FROM {table} WHERE ({key}) IN (SELECT {key} FROM json_populate_recordset(NULL::{table}, %s))"
            )
            .format(table=self.name, key=key)
            .as_bytes()
        )

    def create(self, connection: Connection[TupleRow], prefix: str) -> None:
        """Make the table as the projection says, guarded by row-level security, with its grants."""
        self.create_bare(connection)
        connection.execute(
            sql.SQL(GUARDED).format(
                table=self.name,
                app=sql.Identifier(f"{prefix}_app"),
                projector=sql.Identifier(f"{prefix}_projector"),
                owner=sql.Identifier(f"{prefix}_owner"),
            )
        )

    def create_bare(self, connection: Connection[TupleRow]) -> None:
        """Make the table as the projection says, for the session alone that makes it."""
        template = self.projection.ddl + ";" + FOLDED
        connection.execute(sql.SQL(template).format(table=self.name, name=sql.SQL(self._bare)))

    def apply(self, connection: Connection[TupleRow], leaf: Leaf) -> None:
        """Fold the facts into the table."""
        for _ in self.steps(connection, leaf):
            pass

    def steps(self, connection: Connection[TupleRow], leaf: Leaf) -> Iterator[None]:
        """Fold the facts into the table, stopping before each change, once what it needs is asked for: in a pipeline,
        several tables ask before the first is answered."""
        for fill in self.projection.fills(leaf):
            if fill.statement is not None:
                yield
                statement, parameters = fill.statement
                connection.execute(sql.SQL(statement).format(table=self.name), parameters)
            elif self.projection.one_row_a_fact:
                yield
                self._write(connection, {}, self._fold(fill.facts, {}))
            else:
                asked = self._ask(connection, dict.fromkeys(map(self.projection.key_of, fill.facts)))
                yield
                before = self._rows(asked)
                self._write(connection, before, self._fold(fill.facts, before))

    def _fold(self, facts: Sequence[Fact[Any]], before: Rows) -> Rows:
        key_of, fold = self.projection.key_of, self.projection.fold
        after = dict(before)
        for fact in facts:
            key = key_of(fact)
            row, folded = after.get(key, NO_ROW)
            if fact.sequence > folded:
                changed = fold(row, fact)
                if isinstance(changed, Closing):
                    after |= {self._key_of_row(done): (done, fact.sequence) for done in changed.done}
                    changed = changed.row
                after[key] = (changed, folded if changed is row else fact.sequence)
        return after

    def _write(self, connection: Connection[TupleRow], before: Rows, after: Rows) -> None:
        changed = [
            (row, folded)
            for key, (row, folded) in after.items()
            if row is not None and row != before.get(key, NO_ROW)[0]
        ]
        gone = [key for key, (row, _) in after.items() if row is None and key in before]
        if changed:
            rows = [row._asdict() | {"folded": folded} for row, folded in changed]
            connection.execute(self._upsert, [Json(rows)])
        if gone:
            connection.execute(self._delete, [self._records(gone)])

    def _ask(self, connection: Connection[TupleRow], keys: Iterable[Key]) -> Cursor[DictRow]:
        return connection.cursor(row_factory=dict_row).execute(self._select, [self._records(keys)])

    def _rows(self, asked: Cursor[DictRow]) -> Rows:
        found: Rows = {}
        for record in asked.fetchall():
            folded = record.pop("folded")
            found[tuple(record[column] for column in self.projection.key)] = (self.projection.row(**record), folded)
        return found

    def _key_of_row(self, row: Any) -> Key:
        return tuple(getattr(row, column) for column in self.projection.key)

    def _records(self, keys: Iterable[Key]) -> Json:
        return Json([dict(zip(self.projection.key, key, strict=True)) for key in keys])


def _of(alias: str, columns: Iterable[str]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(alias, column) for column in columns)
