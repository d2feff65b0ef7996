"""What each member was told, and has seen or not. Nothing here is for anybody but the member."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from domain.conversations.events import ConversationSeen, MessageQueued
from domain.fact import Fact
from domain.notifications.notification import MemberNotified, NotificationSeen
from projections.paging import Page, decode, page, place
from projections.projection import Projection, Statement


class NotificationRow(NamedTuple):
    """One notification of one member."""

    organisation_id: UUID
    notification_id: UUID
    sequence: int
    user_id: UUID
    conversation_id: UUID
    contact_id: UUID
    reason: str
    message_id: UUID | None
    at: datetime
    seen_at: datetime | None


notifications = Projection(
    "notifications",
    NotificationRow,
    key=("organisation_id", "notification_id"),
    ddl="""
    CREATE TABLE {table} (
        organisation_id uuid        NOT NULL,
        notification_id uuid        NOT NULL,
        sequence        bigint      NOT NULL,
        user_id         uuid        NOT NULL,
        conversation_id uuid        NOT NULL,
        contact_id      uuid        NOT NULL,
        reason          text        NOT NULL,
        message_id      uuid,
        at              timestamptz NOT NULL,
        seen_at         timestamptz,
        PRIMARY KEY (organisation_id, notification_id)
    );
    CREATE INDEX {name}_of_a_member ON {table}
        (organisation_id, user_id, (seen_at IS NULL) DESC, sequence DESC);
    CREATE INDEX {name}_unseen ON {table} (organisation_id, conversation_id, user_id, sequence) WHERE seen_at IS NULL
    """,
)


@notifications.folds
def notified(row: NotificationRow | None, fact: Fact[MemberNotified]) -> NotificationRow | None:
    """Not seen yet."""
    event = fact.event
    return NotificationRow(
        organisation_id=fact.organisation_id,
        notification_id=event.notification_id,
        sequence=fact.sequence,
        user_id=event.user_id,
        conversation_id=event.conversation_id,
        contact_id=event.contact_id,
        reason=event.reason,
        message_id=event.message_id,
        at=fact.at,
        seen_at=None,
    )


@notifications.folds
def seen(row: NotificationRow | None, fact: Fact[NotificationSeen]) -> NotificationRow | None:
    """Seen, by itself."""
    return row and row._replace(seen_at=row.seen_at or fact.at)


@notifications.rewrites
def conversation_seen(fact: Fact[ConversationSeen | MessageQueued]) -> Statement | None:
    """Whoever reads or answers a conversation has seen what was told of it before. The assistant is told nothing."""
    if fact.event.user_id is None:
        return None
    return (
        "UPDATE {table} SET seen_at = %(at)s WHERE organisation_id = %(organisation)s"
        " AND conversation_id = %(conversation)s AND user_id = %(user)s AND seen_at IS NULL"
        " AND sequence < %(sequence)s",
        {
            "at": fact.at,
            "organisation": fact.organisation_id,
            "conversation": fact.event.conversation_id,
            "user": fact.event.user_id,
            "sequence": fact.sequence,
        },
    )


@dataclass(frozen=True, slots=True)
class Notification:
    """A notification, with the name of the contact it is about."""

    notification_id: UUID
    sequence: int
    conversation_id: UUID
    contact_id: UUID
    contact_name: str
    reason: str
    message_id: UUID | None
    at: datetime
    seen_at: datetime | None


def of_member(
    connection: Connection[Any], user_id: UUID, *, cursor: str | None = None, limit: int = 20
) -> Page[Notification]:
    """The notifications of a member, those not seen first, each group latest first. Raises `CursorInvalid`."""
    values: dict[str, Any] = {"user": user_id, "limit": limit + 1}
    after = ""
    if cursor:
        unseen, values["sequence"] = decode(cursor, place, place)
        values["unseen"] = unseen == 1
        after = "AND ((n.seen_at IS NULL), n.sequence) < (%(unseen)s::boolean, %(sequence)s::bigint)"
    rows = (
        connection.cursor(row_factory=class_row(Notification))
        .execute(
            "SELECT n.notification_id, n.sequence, n.conversation_id, n.contact_id,"
            " coalesce(c.name, '') AS contact_name, n.reason, n.message_id, n.at, n.seen_at"
            " FROM notifications n LEFT JOIN contacts c USING (organisation_id, contact_id)"
            f" WHERE n.user_id = %(user)s {after}"
            " ORDER BY (n.seen_at IS NULL) DESC, n.sequence DESC LIMIT %(limit)s",
            values,
        )
        .fetchall()
    )
    return page(rows, limit, lambda row: (int(row.seen_at is None), row.sequence))


def unseen(connection: Connection[Any], user_id: UUID) -> int:
    """How many notifications a member has not seen."""
    row = connection.execute(
        "SELECT count(*) FROM notifications WHERE user_id = %s AND seen_at IS NULL", [user_id]
    ).fetchone()
    assert row is not None
    count: int = row[0]
    return count


def first_unseen(connection: Connection[Any], user_id: UUID, conversation_id: UUID) -> UUID | None:
    """The oldest notification of a conversation that a member has not seen: where their absence begins."""
    row = connection.execute(
        "SELECT notification_id FROM notifications WHERE user_id = %s AND conversation_id = %s AND seen_at IS NULL"
        " ORDER BY sequence LIMIT 1",
        [user_id, conversation_id],
    ).fetchone()
    return row[0] if row else None
