"""What people did in an organisation, and where it is in the ledger: the index of its journal.

The words, the address and the client of a line are read from the ledger, under the keys of people: nothing here is
personal, and nothing is left to erase.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString, NamedTuple
from uuid import UUID

from psycopg import Connection

from domain.audit.kinds import is_told
from domain.event import Event
from domain.fact import Fact
from projections.projection import Projection

LAST = 2**63 - 1


class ActRow(NamedTuple):
    """One line."""

    organisation_id: UUID
    sequence: int
    recorded_at: datetime
    name: str
    actor_id: UUID | None
    correlation_id: UUID


acts = Projection(
    "acts",
    ActRow,
    key=("organisation_id", "sequence"),
    key_of=lambda fact: (fact.organisation_id, fact.sequence),
    one_row_a_fact=True,
    ddl="""
    CREATE TABLE {table} (
        organisation_id uuid        NOT NULL,
        sequence        bigint      NOT NULL,
        recorded_at     timestamptz NOT NULL,
        name            text        NOT NULL,
        actor_id        uuid,
        correlation_id  uuid        NOT NULL,
        PRIMARY KEY (organisation_id, sequence)
    );
    CREATE INDEX {name}_by_time ON {table} (organisation_id, recorded_at, sequence);
    CREATE INDEX {name}_by_name ON {table} (organisation_id, name, sequence);
    CREATE INDEX {name}_by_actor ON {table} (organisation_id, actor_id, name, sequence);
    CREATE INDEX {name}_by_request ON {table} (organisation_id, correlation_id)
    """,
)


@acts.folds_any(lambda kind: not kind.told_to, lambda fact: is_told(fact.context.actor.kind, fact.event))
def done(row: ActRow | None, fact: Fact[Any]) -> ActRow | None:
    """One line per fact."""
    return ActRow(
        organisation_id=fact.organisation_id,
        sequence=fact.sequence,
        recorded_at=fact.at,
        name=fact.event.name,
        actor_id=fact.context.actor.id,
        correlation_id=fact.context.correlation_id,
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines: of these names (None: of any), of this actor, of this request."""

    names: tuple[str, ...] | None = None
    actor_id: UUID | None = None
    correlation_id: UUID | None = None


def span(connection: Connection[Any], since: datetime | None, until: datetime | None) -> tuple[int, int]:
    """The sequence of the first line of a period, and that of the first one after it."""
    at: LiteralString = "(SELECT sequence FROM acts WHERE recorded_at >= {} ORDER BY recorded_at, sequence LIMIT 1)"
    row = connection.execute(
        f"SELECT {at.format('%(since)s')}, {at.format('%(until)s')}", {"since": since, "until": until}
    ).fetchone()
    assert row is not None
    first, end = (LAST if place is None else place for place in row)
    return first if since else 0, end if until else LAST


def latest(connection: Connection[Any], wanted: Wanted, first: int, end: int, limit: int) -> list[int]:
    """The sequences of the last lines from `first` to before `end`, last first."""
    return _found(connection, _statement(wanted, "DESC"), wanted, first, end, limit)


def earliest(connection: Connection[Any], wanted: Wanted, first: int, end: int, limit: int) -> list[int]:
    """The sequences of the first lines from `first` to before `end`, in order."""
    return _found(connection, _statement(wanted, "ASC"), wanted, first, end, limit)


_WITHIN: LiteralString = "sequence >= %(first)s AND sequence < %(end)s"

_ANY: LiteralString = f"SELECT sequence FROM acts WHERE {_WITHIN} ORDER BY sequence {{way}} LIMIT %(limit)s"

# A request has few lines: they are found first, lest the planner walk the whole journal backwards for them.
_OF_A_REQUEST: LiteralString = f"""
WITH found AS MATERIALIZED (SELECT sequence, name, actor_id FROM acts WHERE correlation_id = %(correlation)s)
SELECT sequence FROM found
WHERE {_WITHIN} AND (%(names)s::text[] IS NULL OR name = ANY(%(names)s))
  AND (%(actor)s::uuid IS NULL OR actor_id = %(actor)s)
ORDER BY sequence {{way}} LIMIT %(limit)s
"""

# A page of each name, then the page of all: no more is read than that, however rare or frequent a name is.
_OF_NAMES: LiteralString = f"""
SELECT found.sequence FROM unnest(%(names)s::text[]) AS kind (name), LATERAL (
    SELECT sequence FROM acts WHERE name = kind.name {{actor}} AND {_WITHIN} ORDER BY sequence {{way}} LIMIT %(limit)s
) AS found
ORDER BY found.sequence {{way}} LIMIT %(limit)s
"""


def _statement(wanted: Wanted, way: LiteralString) -> LiteralString:
    if wanted.correlation_id:
        return _OF_A_REQUEST.format(way=way)
    if wanted.names is None and wanted.actor_id is None:
        return _ANY.format(way=way)
    return _OF_NAMES.format(way=way, actor="AND actor_id = %(actor)s" if wanted.actor_id else "")


def _found(
    connection: Connection[Any], statement: LiteralString, wanted: Wanted, first: int, end: int, limit: int
) -> list[int]:
    names = wanted.names
    if names is None and wanted.actor_id and not wanted.correlation_id:
        names = tuple(Event.by_name)
    rows = connection.execute(
        statement,
        {
            "names": None if names is None else list(names),
            "actor": wanted.actor_id,
            "correlation": wanted.correlation_id,
            "first": first,
            "end": end,
            "limit": limit,
        },
    ).fetchall()
    return [sequence for (sequence,) in rows]
