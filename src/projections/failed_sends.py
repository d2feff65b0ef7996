"""The messages that did not leave, and why. Which channel they were for is what their conversation knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from domain.conversations.events import MessageFailed, MessageSent
from domain.fact import Fact
from projections.paging import Page, decode, moment, page
from projections.projection import Projection


class FailedSend(NamedTuple):
    """One message. It is not here any more once it was sent after all."""

    organisation_id: UUID
    message_id: UUID
    conversation_id: UUID
    code: str
    reason: str
    failed_at: datetime


failed_sends = Projection(
    "failed_sends",
    FailedSend,
    key=("organisation_id", "message_id"),
    ddl="""
    CREATE TABLE {table} (
        organisation_id uuid        NOT NULL,
        message_id      uuid        NOT NULL,
        conversation_id uuid        NOT NULL,
        code            text        NOT NULL,
        reason          text        NOT NULL,
        failed_at       timestamptz NOT NULL,
        PRIMARY KEY (organisation_id, message_id)
    );
    CREATE INDEX {name}_latest ON {table} (organisation_id, failed_at DESC, message_id DESC)
    """,
)


@failed_sends.folds
def failed(row: FailedSend | None, fact: Fact[MessageFailed]) -> FailedSend | None:
    """It did not leave, or did not arrive."""
    event = fact.event
    return FailedSend(
        organisation_id=fact.organisation_id,
        message_id=event.message_id,
        conversation_id=event.conversation_id,
        code=event.code,
        reason=event.reason,
        failed_at=fact.at,
    )


@failed_sends.folds
def sent(row: FailedSend | None, fact: Fact[MessageSent]) -> FailedSend | None:
    """It left after all."""
    return None


@dataclass(frozen=True, slots=True)
class FailureReason:
    """How often for this reason."""

    code: str
    reason: str
    count: int


_OF_CHANNEL = (
    "failed_sends AS f JOIN inbox AS c ON c.conversation_id = f.conversation_id AND c.channel_id = %(channel)s"
)


def reasons(connection: Connection[Any], channel_id: UUID, since: datetime) -> Sequence[FailureReason]:
    """Why messages of the channel failed since then, the most frequent first."""
    cursor = connection.cursor(row_factory=class_row(FailureReason))
    return cursor.execute(
        "SELECT f.code, (array_agg(f.reason ORDER BY f.failed_at DESC))[1] AS reason, count(*) AS count"
        f" FROM {_OF_CHANNEL} WHERE f.failed_at >= %(since)s GROUP BY f.code ORDER BY count(*) DESC, f.code",
        {"channel": channel_id, "since": since},
    ).fetchall()


def of_channel(
    connection: Connection[Any],
    channel_id: UUID,
    *,
    codes: Sequence[str] | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[FailedSend]:
    """The messages of the channel that failed (for one of these codes), latest first. Raises `CursorInvalid`."""
    before, last = decode(cursor, moment, UUID) if cursor else (None, None)
    rows = (
        connection.cursor(row_factory=class_row(FailedSend))
        .execute(
            "SELECT f.organisation_id, f.message_id, f.conversation_id, f.code, f.reason, f.failed_at"
            f" FROM {_OF_CHANNEL} WHERE (%(codes)s::text[] IS NULL OR f.code = ANY(%(codes)s))"
            " AND (%(before)s::timestamptz IS NULL OR (f.failed_at, f.message_id) < (%(before)s, %(last)s::uuid))"
            " ORDER BY f.failed_at DESC, f.message_id DESC LIMIT %(limit)s",
            {
                "channel": channel_id,
                "codes": list(codes) if codes is not None else None,
                "before": before,
                "last": last,
                "limit": limit + 1,
            },
        )
        .fetchall()
    )
    return page(rows, limit, lambda row: (row.failed_at, row.message_id))
