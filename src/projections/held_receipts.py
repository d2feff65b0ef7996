"""Statuses that came for a message nobody knows yet: they wait for it, and a person sees how many wait."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from domain.conversations.events import AliasBound, ReceiptHeld
from domain.fact import Fact
from projections.projection import Projection


class HeldRow(NamedTuple):
    """The statuses of one unknown message. `since` is when the first was told, `bound` once the message is known."""

    organisation_id: UUID
    alias_id: UUID
    since: datetime
    statuses: int
    bound: bool


held_receipts = Projection(
    "held_receipts",
    HeldRow,
    key=("organisation_id", "alias_id"),
    ddl="""
    CREATE TABLE {table} (
        organisation_id uuid        NOT NULL,
        alias_id        uuid        NOT NULL,
        since           timestamptz NOT NULL,
        statuses        integer     NOT NULL,
        bound           boolean     NOT NULL,
        PRIMARY KEY (organisation_id, alias_id)
    );
    CREATE INDEX {name}_waiting ON {table} (organisation_id, since) WHERE NOT bound
    """,
)


@held_receipts.folds
def held(row: HeldRow | None, fact: Fact[ReceiptHeld]) -> HeldRow | None:
    """One more waits."""
    row = row or HeldRow(fact.organisation_id, fact.event.alias_id, fact.at, 0, bound=False)
    return row._replace(statuses=row.statuses + 1)


@held_receipts.folds
def bound(row: HeldRow | None, fact: Fact[AliasBound]) -> HeldRow | None:
    """Its message is known."""
    return row and row._replace(bound=True)


def waiting(connection: Connection[Any], limit: int = 500) -> list[HeldRow]:
    """Those of the organisation that still wait, latest first."""
    cursor = connection.cursor(row_factory=class_row(HeldRow))
    return cursor.execute(
        "SELECT * FROM held_receipts WHERE NOT bound ORDER BY since DESC, alias_id LIMIT %s", [limit]
    ).fetchall()
