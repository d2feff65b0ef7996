"""When the organisation let its assistant answer by itself, and when not."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection

from domain.assistant.settings import AssistantConfigured
from domain.fact import Fact
from projections.projection import Projection


class AutomaticRow(NamedTuple):
    """From this place of the ledger on, the assistant answers by itself or not."""

    organisation_id: UUID
    sequence: int
    at: datetime
    automatic: bool


automatic = Projection(
    "automatic",
    AutomaticRow,
    key=("organisation_id", "sequence"),
    key_of=lambda fact: (fact.organisation_id, fact.sequence),
    ddl="""
    CREATE TABLE {table} (
        organisation_id uuid        NOT NULL,
        sequence        bigint      NOT NULL,
        at              timestamptz NOT NULL,
        automatic       boolean     NOT NULL,
        PRIMARY KEY (organisation_id, sequence)
    )
    """,
)


@automatic.folds
def configured(row: AutomaticRow | None, fact: Fact[AssistantConfigured]) -> AutomaticRow | None:
    """As set."""
    return AutomaticRow(fact.organisation_id, fact.sequence, fact.at, fact.event.automatic)


def spans_off(connection: Connection[Any]) -> str:
    """The places of the ledger during which it did not, as PostgreSQL writes a multirange: ``{[7,12),[40,)}``."""
    rows = connection.execute("SELECT sequence, automatic FROM automatic ORDER BY sequence").fetchall()
    ends = [str(sequence) for sequence, _ in rows[1:]] + [""]
    spans = [f"[{sequence},{end})" for (sequence, on), end in zip(rows, ends, strict=True) if not on] if rows else []
    return f"{{{','.join(spans)}}}"
