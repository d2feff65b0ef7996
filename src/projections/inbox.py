"""The inbox: one line per conversation, last activity first. What people decide is folded in `inbox_ownership`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from domain.contacts.contact import ContactErased
from domain.conversations.content import preview
from domain.conversations.corrections import MessageEdited, MessageRetracted
from domain.conversations.events import ConversationStarted, MessageQueued, MessageReceived
from domain.fact import Fact
from domain.folding import fold
from domain.personal import Erased, known
from projections.paging import Page, decode, moment, page
from projections.projection import Projection, Statement
from projections.searching import FEW, narrowed
from projections.windows import COLUMNS, JOIN, NO_WINDOWS, WHERE, Windows, WindowState

PREVIEW = 200
RETRACTED = "Message supprimé par le client"


class InboxRow(NamedTuple):
    """One conversation. `status` and `owner` as in the rules; `last_author` is contact, assistant or user.

    `sequence` is that of the last fact folded: what a person who sees this line has seen. `escalation` is why a
    person was asked for, while it waits for one or the person asked has it.
    """

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
    muted: bool
    snoozed_until: datetime | None
    escalation: str
    sequence: int


inbox = Projection(
    "inbox",
    InboxRow,
    version=4,
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
        muted           boolean     NOT NULL,
        snoozed_until   timestamptz,
        escalation      text        NOT NULL,
        sequence        bigint      NOT NULL,
        PRIMARY KEY (organisation_id, conversation_id)
    );
    CREATE INDEX {name}_by_activity ON {table} (organisation_id, last_message_at DESC, conversation_id DESC);
    CREATE INDEX {name}_by_status ON {table} (organisation_id, status, last_message_at DESC, conversation_id DESC);
    CREATE INDEX {name}_by_person ON {table} (organisation_id, user_id, last_message_at DESC, conversation_id DESC)
        WHERE user_id IS NOT NULL;
    CREATE INDEX {name}_unread ON {table} (organisation_id, last_message_at DESC, conversation_id DESC)
        WHERE unread > 0;
    CREATE INDEX {name}_muted ON {table} (organisation_id, last_message_at DESC, conversation_id DESC) WHERE muted;
    CREATE INDEX {name}_asleep ON {table} (organisation_id, last_message_at DESC, conversation_id DESC)
        WHERE snoozed_until IS NOT NULL;
    CREATE INDEX {name}_by_inbound ON {table} (organisation_id, last_inbound_at);
    CREATE INDEX {name}_by_contact ON {table} (organisation_id, contact_id)
    """,
    # The address of a conversation is one of what its contact is known by, which contacts are searched for. LIKE is not
    # leakproof: under row-level security its index would not be used. The function takes the organisation from the
    # setting, and gives ids only. Numbers begin alike, and an index would read all of them for their beginnings: their
    # ends are looked up, and what has such an end is compared whole. Every text is looked up in the same way: to plan
    # for each of them anew takes longer than to look it up.
    functions="""
    DROP FUNCTION IF EXISTS read.search_inbox(text);
    CREATE OR REPLACE FUNCTION read.search_inbox(folded text, most integer) RETURNS SETOF uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = read, public, pg_catalog, pg_temp
        SET plan_cache_mode = force_generic_plan AS $$
    DECLARE
        mine uuid := ledger.current_organisation();
        part text := CASE WHEN folded ~ '^[+]?[0-9]{{9,}}$' THEN right(folded, 8) ELSE folded END;
        pattern text := '%' || replace(replace(replace(part, '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%';
    BEGIN
        RETURN QUERY
            SELECT i.conversation_id FROM contacts c JOIN inbox i USING (organisation_id, contact_id)
            WHERE c.organisation_id = mine AND c.searchable LIKE pattern AND strpos(c.searchable, folded) > 0
            LIMIT most;
    END;
    $$;
    REVOKE ALL ON FUNCTION read.search_inbox(text, integer) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION read.search_inbox(text, integer) TO {app}
    """,
)


@inbox.folds
def started(row: InboxRow | None, fact: Fact[ConversationStarted]) -> InboxRow | None:
    """A new line."""
    event = fact.event
    return InboxRow(
        organisation_id=fact.organisation_id,
        conversation_id=event.conversation_id,
        contact_id=event.contact_id,
        channel_id=event.channel_id,
        address=known(event.address, ""),
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
        muted=False,
        snoozed_until=None,
        escalation="",
        sequence=fact.sequence,
    )


@inbox.folds
def received(row: InboxRow | None, fact: Fact[MessageReceived]) -> InboxRow | None:
    """One more unread message. A late one counts, without passing for the last."""
    event = fact.event
    if row is None:
        return None
    row = row._replace(unread=row.unread + 1, messages=row.messages + 1, sequence=fact.sequence)
    if row.last_inbound_at is None or event.sent_at >= row.last_inbound_at:
        row = row._replace(last_inbound_at=event.sent_at)
    text = "" if isinstance(event.content, Erased) else preview(event.content)
    return _last(row, event.message_id, event.sent_at, "contact", text)


@inbox.folds
def changed(row: InboxRow | None, fact: Fact[MessageEdited | MessageRetracted]) -> InboxRow | None:
    """The last message reads otherwise, or cannot be read any more."""
    if row is None or row.last_message_id != fact.event.message_id:
        return row
    content = fact.event.content if isinstance(fact.event, MessageEdited) else None
    text = RETRACTED if content is None else "" if isinstance(content, Erased) else preview(content)
    return row._replace(last_preview=text[:PREVIEW])


@inbox.folds
def queued(row: InboxRow | None, fact: Fact[MessageQueued]) -> InboxRow | None:
    """Our answer is the last message."""
    event = fact.event
    if row is None:
        return None
    unread = 0 if event.author == "user" else row.unread
    row = row._replace(messages=row.messages + 1, unread=unread, sequence=fact.sequence)
    text = "" if isinstance(event.content, Erased) else preview(event.content)
    return _last(row, event.message_id, event.queued_at, event.author, text)


def _last(row: InboxRow, message_id: UUID, at: datetime, author: str, text: str) -> InboxRow:
    if row.last_message_id is not None and at < row.last_message_at:
        return row
    return row._replace(last_message_id=message_id, last_message_at=at, last_author=author, last_preview=text[:PREVIEW])


@inbox.rewrites
def erased(fact: Fact[ContactErased]) -> Statement:
    """Nothing of the person stays."""
    return (
        "UPDATE {table} SET address = '', last_preview = ''"
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
    window_until: datetime | None
    window_open: bool
    muted: bool
    snoozed_until: datetime | None
    escalation: str
    revision: int


_COLUMNS = f"""
SELECT i.conversation_id, i.contact_id, coalesce(c.name, '') AS contact_name, i.channel_id, i.address, i.status,
       i.owner, i.user_id, i.last_message_id, i.last_message_at, i.last_author, i.last_preview, i.last_inbound_at,
       i.unread, i.messages, i.muted, i.snoozed_until, i.escalation, i.sequence AS revision, {COLUMNS}
"""
_BESIDE = f"LEFT JOIN contacts c USING (organisation_id, contact_id) {JOIN}"
_LATEST_FIRST = "ORDER BY i.last_message_at DESC, i.conversation_id DESC"


def conversations(
    connection: Connection[Any],
    windows: Windows = NO_WINDOWS,
    *,
    status: str | None = None,
    owner: str | None = None,
    user_id: UUID | None = None,
    channel_id: UUID | None = None,
    unassigned: bool = False,
    muted: bool | None = None,
    snoozed: bool | None = None,
    unread: bool = False,
    window: WindowState | None = None,
    search: str = "",
    cursor: str | None = None,
    limit: int = 20,
) -> Page[Conversation]:
    """The conversations of the organisation, last activity first. Raises `CursorInvalid`.

    Those that sleep are left out, unless they are asked for (`snoozed`) or a text is searched: a search finds all.
    """
    where = ["true"]
    values = windows.values()
    for column, value in (("status", status), ("owner", owner), ("user_id", user_id), ("channel_id", channel_id)):
        if value is not None:
            where.append(f"i.{column} = %({column})s")
            values[column] = value
    if unassigned:
        where.append("i.user_id IS NULL")
    if muted is not None:
        where.append("i.muted" if muted else "NOT i.muted")
    if snoozed is not None or not search:
        where.append("i.snoozed_until IS NOT NULL" if snoozed else "i.snoozed_until IS NULL")
    if unread:
        where.append("i.unread > 0")
    if window is not None:
        where.append(WHERE[window])
    if folded := fold(search):
        searched, of_search = _searched(connection, folded)
        where.append(searched)
        values |= of_search
    if cursor:
        values["at"], values["id"] = decode(cursor, moment, UUID)
        where.append("(i.last_message_at, i.conversation_id) < (%(at)s::timestamptz, %(id)s::uuid)")
    # First the page, then what stands beside its lines. The limit is in the statement: the server would plan anew at
    # each call for a number that it does not know.
    rows = (
        connection.cursor(row_factory=class_row(Conversation))
        .execute(
            f"{_COLUMNS} FROM (SELECT i.* FROM inbox i {_BESIDE} WHERE {' AND '.join(where)}"
            f" {_LATEST_FIRST} LIMIT {limit + 1:d}) AS i {_BESIDE} {_LATEST_FIRST}",
            values,
        )
        .fetchall()
    )
    return page(rows, limit, lambda row: (row.last_message_at.isoformat(), row.conversation_id))


def _searched(connection: Connection[Any], folded: str) -> tuple[str, dict[str, Any]]:
    found = connection.execute("SELECT read.search_inbox(%s, %s)", [folded, FEW]).fetchall()
    where, values = narrowed(found, "i.conversation_id", "strpos(c.searchable, %(folded)s) > 0")
    return where, {"folded": folded, **values}


def conversation(
    connection: Connection[Any], conversation_id: UUID, windows: Windows = NO_WINDOWS
) -> Conversation | None:
    """One conversation of the organisation."""
    values = {"conversation": conversation_id, **windows.values()}
    cursor = connection.cursor(row_factory=class_row(Conversation))
    return cursor.execute(
        f"{_COLUMNS} FROM inbox i {_BESIDE} WHERE i.conversation_id = %(conversation)s", values
    ).fetchone()
