"""The inbox: one line per conversation, last activity first."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from domain.contacts.contact import ContactErased
from domain.conversations.content import preview
from domain.conversations.events import (
    ConversationAnswered,
    ConversationClosed,
    ConversationHandedBack,
    ConversationHandedOver,
    ConversationReopened,
    ConversationResolved,
    ConversationSeen,
    ConversationStarted,
    ConversationTakenOver,
    MessageQueued,
    MessageReceived,
)
from domain.fact import Fact
from domain.folding import fold
from domain.personal import Erased, known
from projections.paging import Page, decode, moment, page
from projections.projection import Projection, Statement

PREVIEW = 200


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One conversation. `status` and `owner` as in the rules; `last_author` is contact, assistant or user."""

    organisation_id: UUID
    conversation_id: UUID
    contact_id: UUID
    channel_id: UUID
    address: str
    status: str
    owner: str
    user_id: UUID | None
    last_message_id: UUID | None
    last_message_at: datetime
    last_author: str
    last_preview: str
    last_inbound_at: datetime | None
    unread: int
    messages: int
    searchable: str


inbox = Projection(
    "inbox",
    InboxRow,
    key=("organisation_id", "conversation_id"),
    ddl="""
    CREATE TABLE {table} (
        organisation_id uuid        NOT NULL,
        conversation_id uuid        NOT NULL,
        contact_id      uuid        NOT NULL,
        channel_id      uuid        NOT NULL,
        address         text        NOT NULL,
        status          text        NOT NULL,
        owner           text        NOT NULL,
        user_id         uuid,
        last_message_id uuid,
        last_message_at timestamptz NOT NULL,
        last_author     text        NOT NULL,
        last_preview    text        NOT NULL,
        last_inbound_at timestamptz,
        unread          integer     NOT NULL,
        messages        integer     NOT NULL,
        searchable      text        NOT NULL,
        PRIMARY KEY (organisation_id, conversation_id)
    );
    CREATE INDEX {name}_by_activity ON {table} (organisation_id, last_message_at DESC, conversation_id DESC);
    CREATE INDEX {name}_by_status ON {table} (organisation_id, status, last_message_at DESC, conversation_id DESC);
    CREATE INDEX {name}_by_contact ON {table} (organisation_id, contact_id);
    CREATE INDEX {name}_by_text ON {table} USING gin (searchable gin_trgm_ops)
    """,
    # ILIKE is not leakproof: under row-level security its index would not be used. The function takes the
    # organisation from the setting, and gives ids only.
    functions="""
    CREATE OR REPLACE FUNCTION read.search_inbox(folded text) RETURNS SETOF uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = read, public, pg_catalog AS $$
    DECLARE
        mine uuid := ledger.current_organisation();
        pattern text := '%' || replace(replace(replace(folded, '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%';
    BEGIN
        RETURN QUERY
            SELECT i.conversation_id FROM inbox i WHERE i.organisation_id = mine AND i.searchable LIKE pattern
            UNION
            SELECT i.conversation_id FROM contacts c JOIN inbox i USING (organisation_id, contact_id)
            WHERE c.organisation_id = mine AND c.searchable LIKE pattern;
    END;
    $$;
    REVOKE ALL ON FUNCTION read.search_inbox(text) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION read.search_inbox(text) TO {app}
    """,
)


@inbox.folds
def started(row: InboxRow | None, fact: Fact[ConversationStarted]) -> InboxRow | None:
    """A new line."""
    event = fact.event
    address = known(event.address, "")
    return InboxRow(
        organisation_id=fact.organisation_id,
        conversation_id=event.conversation_id,
        contact_id=event.contact_id,
        channel_id=event.channel_id,
        address=address,
        status="new",
        owner="assistant",
        user_id=None,
        last_message_id=None,
        last_message_at=event.started_at,
        last_author="contact",
        last_preview="",
        last_inbound_at=None,
        unread=0,
        messages=0,
        searchable=fold(address),
    )


@inbox.folds
def received(row: InboxRow | None, fact: Fact[MessageReceived]) -> InboxRow | None:
    """One more unread message. A late one counts, without passing for the last."""
    event = fact.event
    if row is None:
        return None
    row = replace(row, unread=row.unread + 1, messages=row.messages + 1)
    if row.last_inbound_at is None or event.sent_at >= row.last_inbound_at:
        row = replace(row, last_inbound_at=event.sent_at)
    text = "" if isinstance(event.content, Erased) else preview(event.content)
    return _last(row, event.message_id, event.sent_at, "contact", text)


@inbox.folds
def queued(row: InboxRow | None, fact: Fact[MessageQueued]) -> InboxRow | None:
    """Our answer is the last message."""
    event = fact.event
    if row is None:
        return None
    unread = 0 if event.author == "user" else row.unread
    row = replace(row, messages=row.messages + 1, unread=unread)
    text = "" if isinstance(event.content, Erased) else preview(event.content)
    return _last(row, event.message_id, event.queued_at, event.author, text)


def _last(row: InboxRow, message_id: UUID, at: datetime, author: str, text: str) -> InboxRow:
    if row.last_message_id is not None and at < row.last_message_at:
        return row
    return replace(row, last_message_id=message_id, last_message_at=at, last_author=author, last_preview=text[:PREVIEW])


@inbox.folds
def taken_over(row: InboxRow | None, fact: Fact[ConversationTakenOver]) -> InboxRow | None:
    """A person has it."""
    return row and replace(row, status="open", owner="person", user_id=fact.event.user_id)


@inbox.folds
def handed_over(row: InboxRow | None, fact: Fact[ConversationHandedOver]) -> InboxRow | None:
    """It waits for a person."""
    return row and replace(row, status="waiting", owner="nobody", user_id=None)


@inbox.folds
def handed_back(row: InboxRow | None, fact: Fact[ConversationHandedBack]) -> InboxRow | None:
    """The assistant has it."""
    return row and replace(
        row, status="open" if row.status == "waiting" else row.status, owner="assistant", user_id=None
    )


@inbox.folds
def answered(row: InboxRow | None, fact: Fact[ConversationAnswered]) -> InboxRow | None:
    """Open."""
    return row and replace(row, status="open")


@inbox.folds
def resolved(row: InboxRow | None, fact: Fact[ConversationResolved]) -> InboxRow | None:
    """Dealt with."""
    return row and replace(row, status="resolved")


@inbox.folds
def reopened(row: InboxRow | None, fact: Fact[ConversationReopened]) -> InboxRow | None:
    """Open again."""
    return row and replace(row, status="open", owner="assistant", user_id=None)


@inbox.folds
def closed(row: InboxRow | None, fact: Fact[ConversationClosed]) -> InboxRow | None:
    """Over."""
    return row and replace(row, status="closed")


@inbox.folds
def seen(row: InboxRow | None, fact: Fact[ConversationSeen]) -> InboxRow | None:
    """Nothing unread, if what was read is the last message."""
    return row and replace(row, unread=0 if row.last_message_id == fact.event.up_to else row.unread)


@inbox.rewrites
def erased(fact: Fact[ContactErased]) -> Statement:
    """Nothing of the person stays."""
    return (
        "UPDATE {table} SET address = '', last_preview = '', searchable = ''"
        " WHERE organisation_id = %(organisation)s AND contact_id = %(contact)s",
        {"organisation": fact.organisation_id, "contact": fact.event.contact_id},
    )


@dataclass(frozen=True, slots=True)
class Conversation:
    """A line of the inbox, with the name of the contact."""

    conversation_id: UUID
    contact_id: UUID
    contact_name: str
    channel_id: UUID
    address: str
    status: str
    owner: str
    user_id: UUID | None
    last_message_id: UUID | None
    last_message_at: datetime
    last_author: str
    last_preview: str
    last_inbound_at: datetime | None
    unread: int
    messages: int


_LINES = """
SELECT i.conversation_id, i.contact_id, coalesce(c.name, '') AS contact_name, i.channel_id, i.address, i.status,
       i.owner, i.user_id, i.last_message_id, i.last_message_at, i.last_author, i.last_preview, i.last_inbound_at,
       i.unread, i.messages
FROM inbox i LEFT JOIN contacts c USING (organisation_id, contact_id)
"""


def conversations(
    connection: Connection[Any],
    *,
    status: str | None = None,
    owner: str | None = None,
    user_id: UUID | None = None,
    channel_id: UUID | None = None,
    unread: bool = False,
    search: str = "",
    cursor: str | None = None,
    limit: int = 20,
) -> Page[Conversation]:
    """The conversations of the organisation, last activity first. Raises `CursorInvalid`."""
    where = ["true"]
    values: dict[str, Any] = {"limit": limit + 1}
    for column, value in (("status", status), ("owner", owner), ("user_id", user_id), ("channel_id", channel_id)):
        if value is not None:
            where.append(f"i.{column} = %({column})s")
            values[column] = value
    if unread:
        where.append("i.unread > 0")
    if folded := fold(search):
        where.append("i.conversation_id IN (SELECT read.search_inbox(%(search)s))")
        values["search"] = folded
    if cursor:
        values["at"], values["id"] = decode(cursor, moment, UUID)
        where.append("(i.last_message_at, i.conversation_id) < (%(at)s::timestamptz, %(id)s::uuid)")
    rows = (
        connection.cursor(row_factory=class_row(Conversation))
        .execute(
            f"{_LINES} WHERE {' AND '.join(where)}"
            " ORDER BY i.last_message_at DESC, i.conversation_id DESC LIMIT %(limit)s",
            values,
        )
        .fetchall()
    )
    return page(rows, limit, lambda row: (row.last_message_at.isoformat(), row.conversation_id))


def conversation(connection: Connection[Any], conversation_id: UUID) -> Conversation | None:
    """One conversation of the organisation."""
    cursor = connection.cursor(row_factory=class_row(Conversation))
    return cursor.execute(f"{_LINES} WHERE i.conversation_id = %s", [conversation_id]).fetchone()
