"""The thread: the messages of a conversation, with how far each one of ours has come."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from domain.contacts.contact import ContactErased
from domain.conversations.corrections import MessageEdited, MessageRetracted
from domain.conversations.events import (
    MediaKept,
    MediaRefused,
    MessageDelivered,
    MessageDiscarded,
    MessageFailed,
    MessageQueued,
    MessageReacted,
    MessageRead,
    MessageReceived,
    MessageSent,
    SendAttempted,
    SendLeftUncertain,
    SendPostponed,
    SendSettled,
)
from domain.fact import Fact
from domain.personal import Erased
from projections.paging import Page, decode, moment, page, place
from projections.projection import Projection, Statement


class MessageRow(NamedTuple):
    """One message. `author` is contact, assistant or user; `content` is None once erased.

    `at` is the provider's time of an inbound message, ours of an outbound one. `edited_at` is when the customer
    corrected it for the last time, `retracted_at` when they took it back: its content is None then. `media` is
    `{"state": "kept" | "refused", "mime_type", "size", "reason"}` once the file was dealt with.
    """

    organisation_id: UUID
    message_id: UUID
    conversation_id: UUID
    contact_id: UUID
    sequence: int
    at: datetime
    author: str
    user_id: UUID | None
    kind: str
    content: dict[str, Any] | None
    status: str
    code: str
    reason: str
    sent_at: datetime | None
    delivered_at: datetime | None
    read_at: datetime | None
    reaction: str
    replies_to: UUID | None
    media: dict[str, Any] | None
    answer: dict[str, Any] | None
    edited_at: datetime | None = None
    retracted_at: datetime | None = None


thread = Projection(
    "thread",
    MessageRow,
    key=("organisation_id", "message_id"),
    version=2,
    ddl="""
    CREATE TABLE {table} (
        organisation_id uuid        NOT NULL,
        message_id      uuid        NOT NULL,
        conversation_id uuid        NOT NULL,
        contact_id      uuid        NOT NULL,
        sequence        bigint      NOT NULL,
        at              timestamptz NOT NULL,
        author          text        NOT NULL,
        user_id         uuid,
        kind            text        NOT NULL,
        content         jsonb,
        status          text        NOT NULL,
        code            text        NOT NULL,
        reason          text        NOT NULL,
        sent_at         timestamptz,
        delivered_at    timestamptz,
        read_at         timestamptz,
        reaction        text        NOT NULL,
        replies_to      uuid,
        media           jsonb,
        answer          jsonb,
        edited_at       timestamptz,
        retracted_at    timestamptz,
        PRIMARY KEY (organisation_id, message_id)
    );
    CREATE INDEX {name}_by_conversation ON {table} (organisation_id, conversation_id, at DESC, sequence DESC);
    CREATE INDEX {name}_by_contact ON {table} (organisation_id, contact_id);
    CREATE INDEX {name}_uncertain ON {table} (organisation_id, at) WHERE status = 'uncertain'
    """,
)


@thread.folds
def received(row: MessageRow | None, fact: Fact[MessageReceived]) -> MessageRow | None:
    """A message of the customer."""
    event = fact.event
    return MessageRow(
        organisation_id=fact.organisation_id,
        message_id=event.message_id,
        conversation_id=event.conversation_id,
        contact_id=event.contact_id,
        sequence=fact.sequence,
        at=event.sent_at,
        author="contact",
        user_id=None,
        kind=event.kind,
        content=_content(event.content),
        status="received",
        code="",
        reason="",
        sent_at=event.sent_at,
        delivered_at=None,
        read_at=None,
        reaction="",
        replies_to=event.replies_to,
        media=None,
        answer=None,
    )


@thread.folds
def queued(row: MessageRow | None, fact: Fact[MessageQueued]) -> MessageRow | None:
    """A message of ours, not sent yet."""
    event = fact.event
    return MessageRow(
        organisation_id=fact.organisation_id,
        message_id=event.message_id,
        conversation_id=event.conversation_id,
        contact_id=event.contact_id,
        sequence=fact.sequence,
        at=event.queued_at,
        author=event.author,
        user_id=event.user_id,
        kind="text" if isinstance(event.content, Erased) else event.content.kind,
        content=_content(event.content),
        status="queued",
        code="",
        reason="",
        sent_at=None,
        delivered_at=None,
        read_at=None,
        reaction="",
        replies_to=None,
        media=None,
        answer=event.answer.model_dump(mode="json") if event.answer else None,
    )


def _content(content: Any) -> dict[str, Any] | None:
    return None if isinstance(content, Erased) else content.model_dump(mode="json")


@thread.folds
def edited(row: MessageRow | None, fact: Fact[MessageEdited]) -> MessageRow | None:
    """The words as they are now."""
    event = fact.event
    return row and row._replace(kind=event.kind, content=_content(event.content), edited_at=event.edited_at)


@thread.folds
def retracted(row: MessageRow | None, fact: Fact[MessageRetracted]) -> MessageRow | None:
    """Deleted by the customer: that it was there stays."""
    return row and row._replace(content=None, retracted_at=fact.event.retracted_at)


@thread.folds
def attempted(row: MessageRow | None, fact: Fact[SendAttempted]) -> MessageRow | None:
    """On its way."""
    return row and row._replace(status="attempted")


@thread.folds
def postponed(row: MessageRow | None, fact: Fact[SendPostponed]) -> MessageRow | None:
    """Waiting again, with the reason."""
    return row and row._replace(status="queued", code=fact.event.code, reason=fact.event.reason)


@thread.folds
def left_uncertain(row: MessageRow | None, fact: Fact[SendLeftUncertain]) -> MessageRow | None:
    """Nobody knows whether it left."""
    return row and row._replace(status="uncertain")


@thread.folds
def settled(row: MessageRow | None, fact: Fact[SendSettled]) -> MessageRow | None:
    """What a person says became of it."""
    status = {"sent": "sent", "not_sent": "failed", "send_again": "queued"}[fact.event.outcome]
    return row and row._replace(status=status, code="SETTLED", reason=fact.event.reason)


@thread.folds
def sent(row: MessageRow | None, fact: Fact[MessageSent]) -> MessageRow | None:
    """Taken by the provider."""
    return row and row._replace(status="sent", sent_at=fact.event.sent_at, code="", reason="")


@thread.folds
def delivered(row: MessageRow | None, fact: Fact[MessageDelivered]) -> MessageRow | None:
    """On the customer's phone."""
    return row and row._replace(status="delivered", delivered_at=fact.event.delivered_at)


@thread.folds
def read(row: MessageRow | None, fact: Fact[MessageRead]) -> MessageRow | None:
    """Read by the customer."""
    return row and row._replace(status="read", read_at=fact.event.read_at)


@thread.folds
def failed(row: MessageRow | None, fact: Fact[MessageFailed]) -> MessageRow | None:
    """Not sent, with the reason."""
    return row and row._replace(status="failed", code=fact.event.code, reason=fact.event.reason)


@thread.folds
def discarded(row: MessageRow | None, fact: Fact[MessageDiscarded]) -> MessageRow | None:
    """Not sent, on purpose."""
    return row and row._replace(status="discarded", reason=fact.event.reason)


@thread.folds
def reacted(row: MessageRow | None, fact: Fact[MessageReacted]) -> MessageRow | None:
    """The emoji of the customer."""
    return row and row._replace(reaction="" if isinstance(fact.event.emoji, Erased) else fact.event.emoji)


@thread.folds
def media_kept(row: MessageRow | None, fact: Fact[MediaKept]) -> MessageRow | None:
    """The file can be shown."""
    media = {"state": "kept", "mime_type": fact.event.mime_type, "size": fact.event.size}
    return row and row._replace(media=media)


@thread.folds
def media_refused(row: MessageRow | None, fact: Fact[MediaRefused]) -> MessageRow | None:
    """The file cannot be shown, and why."""
    return row and row._replace(media={"state": "refused", "reason": fact.event.reason})


@thread.rewrites
def erased(fact: Fact[ContactErased]) -> Statement:
    """Nothing of the person stays."""
    return (
        "UPDATE {table} SET content = NULL, reaction = ''"
        " WHERE organisation_id = %(organisation)s AND contact_id = %(contact)s",
        {"organisation": fact.organisation_id, "contact": fact.event.contact_id},
    )


def messages(
    connection: Connection[Any], conversation_id: UUID, *, cursor: str | None = None, limit: int = 50
) -> Page[MessageRow]:
    """The messages of a conversation, latest first. Raises `CursorInvalid`."""
    values: dict[str, Any] = {"conversation": conversation_id, "limit": limit + 1}
    before = ""
    if cursor:
        values["at"], values["sequence"] = decode(cursor, moment, place)
        before = "AND (at, sequence) < (%(at)s::timestamptz, %(sequence)s::bigint)"
    rows = (
        connection.cursor(row_factory=class_row(MessageRow))
        .execute(
            f"SELECT * FROM thread WHERE conversation_id = %(conversation)s {before}"
            " ORDER BY at DESC, sequence DESC LIMIT %(limit)s",
            values,
        )
        .fetchall()
    )
    return page(rows, limit, lambda row: (row.at.isoformat(), row.sequence))


def after(connection: Connection[Any], conversation_id: UUID, sequence: int, limit: int = 50) -> list[MessageRow]:
    """The messages of a conversation that were received or queued after a sequence, oldest first."""
    cursor = connection.cursor(row_factory=class_row(MessageRow))
    return cursor.execute(
        "SELECT * FROM thread WHERE conversation_id = %s AND sequence > %s ORDER BY sequence LIMIT %s",
        [conversation_id, sequence, limit],
    ).fetchall()


def message(connection: Connection[Any], message_id: UUID) -> MessageRow | None:
    """One message of the organisation."""
    cursor = connection.cursor(row_factory=class_row(MessageRow))
    return cursor.execute("SELECT * FROM thread WHERE message_id = %s", [message_id]).fetchone()


def uncertain(connection: Connection[Any], limit: int = 100) -> list[MessageRow]:
    """The messages of the organisation that nobody knows to have left, oldest first: a person settles them."""
    cursor = connection.cursor(row_factory=class_row(MessageRow))
    return cursor.execute(
        "SELECT * FROM thread WHERE status = 'uncertain' ORDER BY at, message_id LIMIT %s", [limit]
    ).fetchall()
