"""When the templates of each channel were last read, and what became of it."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from domain.channels.template_sync import TemplatesSynchronised, TemplateSyncFailed
from domain.fact import Fact
from projections.projection import Projection


class TemplateSyncRow(NamedTuple):
    """One channel. The counts are those of the last reading that went well; `failed_at` is None once one did."""

    organisation_id: UUID
    channel_id: UUID
    synchronised_at: datetime | None
    added: int
    changed: int
    missing: int
    unchanged: int
    failed_at: datetime | None
    code: str
    reason: str


template_syncs = Projection(
    "template_syncs",
    TemplateSyncRow,
    key=("organisation_id", "channel_id"),
    ddl="""
    CREATE TABLE {table} (
        organisation_id uuid        NOT NULL,
        channel_id      uuid        NOT NULL,
        synchronised_at timestamptz,
        added           integer     NOT NULL,
        changed         integer     NOT NULL,
        missing         integer     NOT NULL,
        unchanged       integer     NOT NULL,
        failed_at       timestamptz,
        code            text        NOT NULL,
        reason          text        NOT NULL,
        PRIMARY KEY (organisation_id, channel_id)
    )
    """,
)


@template_syncs.folds
def synchronised(row: TemplateSyncRow | None, fact: Fact[TemplatesSynchronised]) -> TemplateSyncRow | None:
    """Read."""
    event = fact.event
    return TemplateSyncRow(
        organisation_id=fact.organisation_id,
        channel_id=event.channel_id,
        synchronised_at=event.synchronised_at,
        added=event.added,
        changed=event.changed,
        missing=event.missing,
        unchanged=event.unchanged,
        failed_at=None,
        code="",
        reason="",
    )


@template_syncs.folds
def failed(row: TemplateSyncRow | None, fact: Fact[TemplateSyncFailed]) -> TemplateSyncRow | None:
    """Not read, and why."""
    event = fact.event
    row = row or TemplateSyncRow(fact.organisation_id, event.channel_id, None, 0, 0, 0, 0, None, "", "")
    return row._replace(failed_at=event.failed_at, code=event.code, reason=event.reason)


def readings(connection: Connection[Any], channel_id: UUID | None = None) -> list[TemplateSyncRow]:
    """The last reading of each channel, or of one."""
    cursor = connection.cursor(row_factory=class_row(TemplateSyncRow))
    return cursor.execute(
        "SELECT * FROM template_syncs WHERE %(channel)s::uuid IS NULL OR channel_id = %(channel)s ORDER BY channel_id",
        {"channel": channel_id},
    ).fetchall()
