"""What became of each message of ours: when the provider took it, after what wait, what it told of it since, and who
settled it when nobody knew. `projections.answers` counts those of the assistant."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, LiteralString, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from domain.conversations.answer import Answer
from domain.conversations.events import (
    MessageDelivered,
    MessageFailed,
    MessageQueued,
    MessageRead,
    MessageSent,
    SendLeftUncertain,
    SendSettled,
)
from domain.fact import Fact
from projections.paging import Page, decode, moment, page
from projections.percentiles import bucket_of
from projections.projection import Projection

Settled = Literal["open", "settled"]


class SendRow(NamedTuple):
    """One message of ours. `source` and `score` are those of an answer of the assistant, else empty.

    `waited_ms` is from the last message of the turn to the acceptance, `wait_bucket` its bucket. `told_at` is when
    the provider first told of it afterwards. `uncertain_since` stays once it is settled; `settled_as` is `receipt`
    when the provider did it, else what a person said.
    """

    organisation_id: UUID
    message_id: UUID
    conversation_id: UUID
    contact_id: UUID
    channel_id: UUID
    author: str
    queued_at: datetime
    source: str
    score: float | None
    sent_at: datetime | None = None
    waited_ms: int | None = None
    wait_bucket: int | None = None
    told_at: datetime | None = None
    uncertain_since: datetime | None = None
    settled_as: str = ""
    settled_reason: str = ""
    settled_by: UUID | None = None
    settled_at: datetime | None = None


sends = Projection(
    "sends",
    SendRow,
    key=("organisation_id", "message_id"),
    ddl="""
    CREATE TABLE {table} (
        organisation_id uuid        NOT NULL,
        message_id      uuid        NOT NULL,
        conversation_id uuid        NOT NULL,
        contact_id      uuid        NOT NULL,
        channel_id      uuid        NOT NULL,
        author          text        NOT NULL,
        queued_at       timestamptz NOT NULL,
        source          text        NOT NULL,
        score           float8,
        sent_at         timestamptz,
        waited_ms       bigint,
        wait_bucket     smallint,
        told_at         timestamptz,
        uncertain_since timestamptz,
        settled_as      text        NOT NULL,
        settled_reason  text        NOT NULL,
        settled_by      uuid,
        settled_at      timestamptz,
        PRIMARY KEY (organisation_id, message_id)
    );
    CREATE INDEX {name}_answers ON {table} (organisation_id, sent_at, message_id)
        INCLUDE (channel_id, waited_ms, wait_bucket, score, source) WHERE author = 'assistant';
    CREATE INDEX {name}_without_news ON {table} (organisation_id, sent_at)
        WHERE told_at IS NULL AND sent_at IS NOT NULL;
    CREATE INDEX {name}_uncertain ON {table} (organisation_id, uncertain_since, message_id)
        WHERE uncertain_since IS NOT NULL AND settled_as = '';
    CREATE INDEX {name}_settled ON {table} (organisation_id, settled_at, message_id) WHERE settled_as <> ''
    """,
)


def confidence(answer: Answer) -> float:
    """How sure the assistant was of its answer, from 0 to 1."""
    return answer.confidence


@sends.folds
def queued(row: SendRow | None, fact: Fact[MessageQueued]) -> SendRow | None:
    """To be sent."""
    event = fact.event
    return SendRow(
        organisation_id=fact.organisation_id,
        message_id=event.message_id,
        conversation_id=event.conversation_id,
        contact_id=event.contact_id,
        channel_id=event.channel_id,
        author=event.author,
        queued_at=event.queued_at,
        source=event.answer.source if event.answer else "",
        score=confidence(event.answer) if event.answer else None,
    )


@sends.folds
def sent(row: SendRow | None, fact: Fact[MessageSent]) -> SendRow | None:
    """Taken by the provider. A sentence of absence is no answer: nobody waited for it."""
    if row is None:
        return None
    waited = None if row.source == "away" else fact.event.waited_ms
    bucket = None if waited is None else bucket_of(waited)
    return _known(row._replace(sent_at=fact.event.sent_at, waited_ms=waited, wait_bucket=bucket), fact)


@sends.folds
def told(row: SendRow | None, fact: Fact[MessageDelivered | MessageRead | MessageFailed]) -> SendRow | None:
    """The provider tells of it."""
    return row and _known(row._replace(told_at=row.told_at or fact.at), fact)


@sends.folds
def left_uncertain(row: SendRow | None, fact: Fact[SendLeftUncertain]) -> SendRow | None:
    """Nobody knows whether it left."""
    return row and row._replace(
        uncertain_since=fact.at, settled_as="", settled_reason="", settled_by=None, settled_at=None
    )


@sends.folds
def settled(row: SendRow | None, fact: Fact[SendSettled]) -> SendRow | None:
    """A person says what became of it."""
    event = fact.event
    return row and row._replace(
        settled_as=event.outcome,
        settled_reason=event.reason,
        settled_by=event.user_id,
        settled_at=fact.at,
    )


def _known(row: SendRow, fact: Fact[Any]) -> SendRow:
    """What the provider tells settles what was uncertain."""
    if row.uncertain_since is None or row.settled_as:
        return row
    return row._replace(settled_as="receipt", settled_at=fact.at)


@dataclass(frozen=True, slots=True)
class UncertainSend:
    """An uncertain send, for the person who settles it. `content` is None once the customer was erased."""

    message_id: UUID
    conversation_id: UUID
    contact_id: UUID
    contact_name: str
    channel_id: UUID
    author: str
    content: dict[str, Any] | None
    queued_at: datetime
    uncertain_since: datetime
    settled_as: str
    settled_reason: str
    settled_by: UUID | None
    settled_at: datetime | None


_UNCERTAIN: LiteralString = """
SELECT s.message_id, s.conversation_id, s.contact_id, coalesce(c.name, '') AS contact_name, s.channel_id, s.author,
       t.content, s.queued_at, s.uncertain_since, s.settled_as, s.settled_reason, s.settled_by, s.settled_at
FROM sends s LEFT JOIN contacts c USING (organisation_id, contact_id)
     LEFT JOIN thread t USING (organisation_id, message_id)
WHERE s.uncertain_since IS NOT NULL
"""


def uncertain(
    connection: Connection[Any], *, state: Settled = "open", cursor: str | None = None, limit: int = 50
) -> Page[UncertainSend]:
    """Sends that nobody knows to have left, oldest first; or those settled, latest first. Raises `CursorInvalid`."""
    column: LiteralString = "uncertain_since" if state == "open" else "settled_at"
    order: LiteralString = "" if state == "open" else "DESC"
    where: LiteralString = "AND s.settled_as = ''" if state == "open" else "AND s.settled_as <> ''"
    values: dict[str, Any] = {"limit": limit + 1}
    if cursor:
        values["at"], values["id"] = decode(cursor, moment, UUID)
        after: LiteralString = ">" if state == "open" else "<"
        where += f" AND (s.{column}, s.message_id) {after} (%(at)s::timestamptz, %(id)s::uuid)"
    rows = (
        connection.cursor(row_factory=class_row(UncertainSend))
        .execute(
            f"{_UNCERTAIN} {where} ORDER BY s.{column} {order}, s.message_id {order} LIMIT %(limit)s",
            values,
        )
        .fetchall()
    )
    return page(rows, limit, lambda row: (getattr(row, column).isoformat(), row.message_id))


def without_news(connection: Connection[Any], since: datetime, until: datetime, limit: int = 500) -> list[SendRow]:
    """Messages that the provider took in the period and was not heard to tell of since, latest first."""
    cursor = connection.cursor(row_factory=class_row(SendRow))
    return cursor.execute(
        "SELECT * FROM sends WHERE told_at IS NULL AND sent_at >= %s AND sent_at < %s ORDER BY sent_at DESC LIMIT %s",
        [since, until, limit],
    ).fetchall()
