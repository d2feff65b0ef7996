"""The turns of the customers: what one of them says until somebody answers, who answered, and whether the assistant
was allowed to. (`policy.turns` is another thing: what the assistant is about to answer.)

The open turn of a conversation is its row number 0, which facts fold into; an answer finishes it under a number of
its own, the sequence of its first message.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, LiteralString, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from domain.conversations.events import (
    ConversationHandedBack,
    ConversationHandedOver,
    ConversationReopened,
    ConversationStarted,
    ConversationTakenOver,
    MessageQueued,
    MessageReceived,
    MessageSent,
)
from domain.conversations.ownership_events import (
    AnswerWithheld,
    ConversationAssigned,
    ConversationEscalated,
    ConversationMuted,
    ConversationUnassigned,
    ConversationUnmuted,
)
from domain.fact import Fact
from projections import automatic, days
from projections.paging import Page, decode, moment, page, place
from projections.projection import Closing, Projection

OPEN = 0
TOO_LATE = timedelta(minutes=15)
"""A message that the provider kept longer gets no automatic answer."""


class TurnRow(NamedTuple):
    """One turn. `began_at` and `asked_at` are the provider's times of its first and last message, None in row 0 while
    the customer waits for nothing. `opened` and `sequence` are the places in the ledger of these messages.

    `assistant_owns` and `muted` say, in row 0, how things stand now; `allowed` whether the assistant might answer when
    one of the messages came. `away_id` is a sentence of absence, which answers nothing. `answered_by` is assistant,
    user, or empty.
    """

    organisation_id: UUID
    conversation_id: UUID
    turn: int
    contact_id: UUID
    channel_id: UUID
    assistant_owns: bool = True
    muted: bool = False
    away_id: UUID | None = None
    began_at: datetime | None = None
    asked_at: datetime | None = None
    opened: int = 0
    sequence: int = 0
    messages: int = 0
    allowed: bool = False
    answered_by: str = ""
    answered_at: datetime | None = None
    answer_id: UUID | None = None


turns = Projection(
    "turns",
    TurnRow,
    key=("organisation_id", "conversation_id", "turn"),
    key_of=lambda fact: (fact.organisation_id, fact.event.conversation_id, OPEN),
    ddl="""
    CREATE TABLE {table} (
        organisation_id uuid        NOT NULL,
        conversation_id uuid        NOT NULL,
        turn            bigint      NOT NULL,
        contact_id      uuid        NOT NULL,
        channel_id      uuid        NOT NULL,
        assistant_owns  boolean     NOT NULL,
        muted           boolean     NOT NULL,
        away_id         uuid,
        began_at        timestamptz,
        asked_at        timestamptz,
        opened          bigint      NOT NULL,
        sequence        bigint      NOT NULL,
        messages        integer     NOT NULL,
        allowed         boolean     NOT NULL,
        answered_by     text        NOT NULL,
        answered_at     timestamptz,
        answer_id       uuid,
        PRIMARY KEY (organisation_id, conversation_id, turn)
    );
    CREATE INDEX {name}_in_time ON {table} (organisation_id, began_at, opened)
        INCLUDE (channel_id, allowed, answered_by, sequence)
    """,
)


@turns.folds
def started(row: TurnRow | None, fact: Fact[ConversationStarted]) -> TurnRow | None:
    """The assistant has it."""
    event = fact.event
    return row or TurnRow(fact.organisation_id, event.conversation_id, OPEN, event.contact_id, event.channel_id)


@turns.folds
def received(row: TurnRow | None, fact: Fact[MessageReceived]) -> TurnRow | None:
    """One message more, of the open turn or of a new one."""
    event = fact.event
    row = row or TurnRow(fact.organisation_id, event.conversation_id, OPEN, event.contact_id, event.channel_id)
    arrived = fact.context.happened_at or fact.at  # not when it was read: a wait in our journal is no excuse
    allowed = row.assistant_owns and not row.muted and arrived - event.sent_at <= TOO_LATE
    if row.began_at is None or row.asked_at is None:
        row = row._replace(began_at=event.sent_at, asked_at=event.sent_at, opened=fact.sequence)
    else:
        row = row._replace(began_at=min(row.began_at, event.sent_at), asked_at=max(row.asked_at, event.sent_at))
    return row._replace(sequence=fact.sequence, messages=row.messages + 1, allowed=row.allowed or allowed)


@turns.folds
def queued(row: TurnRow | None, fact: Fact[MessageQueued]) -> TurnRow | None:
    """Outside its hours the assistant may say so, and may not answer."""
    answer = fact.event.answer
    if row is None or answer is None or answer.source != "away":
        return row
    return row._replace(away_id=fact.event.message_id, allowed=False)


@turns.folds
def withheld(row: TurnRow | None, fact: Fact[AnswerWithheld]) -> TurnRow | None:
    """Outside its hours, or with no message left this month, it said nothing."""
    return row and row._replace(allowed=False)


@turns.folds
def answered(row: TurnRow | None, fact: Fact[MessageSent]) -> TurnRow | Closing[TurnRow] | None:
    """The first message that the provider takes ends the turn."""
    event = fact.event
    if row is None or row.began_at is None or event.message_id == row.away_id:
        return row
    done = row._replace(
        turn=row.opened, answered_by=event.author, answered_at=event.sent_at, answer_id=event.message_id
    )
    idle = TurnRow(
        row.organisation_id,
        row.conversation_id,
        OPEN,
        row.contact_id,
        row.channel_id,
        assistant_owns=row.assistant_owns,
        muted=row.muted,
    )
    return Closing(idle, [done])


@turns.folds
def left_the_assistant(
    row: TurnRow | None,
    fact: Fact[
        ConversationTakenOver
        | ConversationHandedOver
        | ConversationAssigned
        | ConversationUnassigned
        | ConversationEscalated
    ],
) -> TurnRow | None:
    """A person has it, or is to have it."""
    return row and row._replace(assistant_owns=False)


@turns.folds
def back_to_the_assistant(row: TurnRow | None, fact: Fact[ConversationHandedBack]) -> TurnRow | None:
    """The assistant has it."""
    return row and row._replace(assistant_owns=True)


@turns.folds
def reopened(row: TurnRow | None, fact: Fact[ConversationReopened]) -> TurnRow | None:
    """Whose it is, the fact says."""
    return row and row._replace(assistant_owns=fact.event.owner == "assistant")


@turns.folds
def muted(row: TurnRow | None, fact: Fact[ConversationMuted]) -> TurnRow | None:
    """The assistant is silent."""
    return row and row._replace(muted=True)


@turns.folds
def unmuted(row: TurnRow | None, fact: Fact[ConversationUnmuted]) -> TurnRow | None:
    """It may speak."""
    return row and row._replace(muted=False)


_CHANNEL: LiteralString = "(%(channel)s::uuid IS NULL OR channel_id = %(channel)s)"
_PERIOD: LiteralString = f"began_at >= %(since)s AND began_at < %(until)s AND {_CHANNEL}"
_ALLOWED: LiteralString = "(allowed AND NOT sequence <@ %(off)s::int8multirange)"


@dataclass(frozen=True, slots=True)
class Turns:
    """The turns of one day: how many the assistant was allowed to answer, and how many of those it answered first."""

    day: int
    turns: int
    allowed: int
    answered: int


@dataclass(frozen=True, slots=True)
class TurnLine:
    """One turn, as the list behind the figure shows it."""

    conversation_id: UUID
    contact_id: UUID
    channel_id: UUID
    opened: int
    began_at: datetime
    asked_at: datetime
    messages: int
    allowed: bool
    answered_by: str
    answered_at: datetime | None
    answer_id: UUID | None


def by_day(connection: Connection[Any], bounds: list[datetime], channel_id: UUID | None = None) -> list[Turns]:
    """The turns that began between the first and the last of the bounds; `day` is the place of the bound, from 1."""
    return (
        connection.cursor(row_factory=class_row(Turns))
        .execute(
            f"SELECT day, turns, allowed, answered FROM {days.EACH} CROSS JOIN LATERAL ("
            f"  SELECT count(*) AS turns, count(*) FILTER (WHERE {_ALLOWED}) AS allowed,"
            f"   count(*) FILTER (WHERE {_ALLOWED} AND answered_by = 'assistant') AS answered"
            f"  FROM turns WHERE began_at >= begins AND began_at < ends AND {_CHANNEL}"
            ") AS counted",
            days.values(bounds) | {"channel": channel_id, "off": automatic.spans_off(connection)},
        )
        .fetchall()
    )


def lines(
    connection: Connection[Any],
    since: datetime,
    until: datetime,
    *,
    channel_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[TurnLine]:
    """The turns that began in the period, latest first. Raises `CursorInvalid`."""
    values = _values(connection, since, until, channel_id) | {"limit": limit + 1}
    before: LiteralString = ""
    if cursor:
        values["at"], values["opened"] = decode(cursor, moment, place)
        before = "AND (began_at, opened) < (%(at)s::timestamptz, %(opened)s::bigint)"
    rows = (
        connection.cursor(row_factory=class_row(TurnLine))
        .execute(
            "SELECT conversation_id, contact_id, channel_id, opened, began_at, asked_at, messages,"
            f" {_ALLOWED} AS allowed, answered_by, answered_at, answer_id"
            f" FROM turns WHERE {_PERIOD} {before} ORDER BY began_at DESC, opened DESC LIMIT %(limit)s",
            values,
        )
        .fetchall()
    )
    return page(rows, limit, lambda row: (row.began_at.isoformat(), row.opened))


@dataclass(frozen=True, slots=True)
class ActiveContact:
    """A customer and how many messages they wrote. `name` is empty once erased."""

    contact_id: UUID
    name: str
    messages: int
    turns: int


def most_active(
    connection: Connection[Any], since: datetime, until: datetime, *, channel_id: UUID | None = None, limit: int = 10
) -> list[ActiveContact]:
    """The customers who wrote most in the turns that began in the period."""
    return (
        connection.cursor(row_factory=class_row(ActiveContact))
        .execute(
            "SELECT t.contact_id, coalesce(c.name, '') AS name, t.messages, t.turns FROM ("
            "  SELECT organisation_id, contact_id, sum(messages)::bigint AS messages, count(*) AS turns FROM turns"
            f"  WHERE {_PERIOD} GROUP BY 1, 2 ORDER BY 3 DESC, 2 LIMIT %(limit)s"
            ") AS t LEFT JOIN contacts c USING (organisation_id, contact_id) ORDER BY t.messages DESC, t.contact_id",
            {"since": since, "until": until, "channel": channel_id, "limit": limit},
        )
        .fetchall()
    )


def conversations_by_hour(
    connection: Connection[Any], since: datetime, until: datetime, zone: str, channel_id: UUID | None = None
) -> dict[int, int]:
    """How many conversations began a turn, by hour of the day of the zone, 0 to 23; hours without any are absent."""
    rows = connection.execute(
        "SELECT extract(hour FROM began_at AT TIME ZONE %(zone)s)::int, count(DISTINCT conversation_id)"
        f" FROM turns WHERE {_PERIOD} GROUP BY 1",
        {"since": since, "until": until, "zone": zone, "channel": channel_id},
    ).fetchall()
    return dict(rows)


def _values(connection: Connection[Any], since: datetime, until: datetime, channel_id: UUID | None) -> dict[str, Any]:
    return {"since": since, "until": until, "channel": channel_id, "off": automatic.spans_off(connection)}
