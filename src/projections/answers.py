"""The answers of the assistant that the provider took: their figures, and the list that the figures count.

They are rows of `projections.sends`, which owns the table.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from projections import days
from projections.paging import Page, decode, moment, page

_CHANNEL: LiteralString = "(%(channel)s::uuid IS NULL OR channel_id = %(channel)s)"
_PERIOD: LiteralString = f"author = 'assistant' AND sent_at >= %(since)s AND sent_at < %(until)s AND {_CHANNEL}"


@dataclass(frozen=True, slots=True)
class Wait:
    """The answers of one day whose wait falls in one bucket (None: no wait is known). `day` is its place, from 1.

    `scored` counts those whose score says something: a sentence that hands over to a person is not an answer.
    """

    day: int
    bucket: int | None
    answers: int
    waited_ms: int
    scored: int
    scores: float


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer. `waited_ms` is None when nobody had asked; `score` says how sure the assistant was."""

    message_id: UUID
    conversation_id: UUID
    contact_id: UUID
    channel_id: UUID
    sent_at: datetime
    waited_ms: int | None
    source: str
    score: float | None


def waits(connection: Connection[Any], bounds: list[datetime], channel_id: UUID | None = None) -> list[Wait]:
    """The answers between the first and the last of the bounds, by day and bucket."""
    return (
        connection.cursor(row_factory=class_row(Wait))
        .execute(
            "SELECT day, bucket, answers, waited_ms, scored, scores"
            f" FROM {days.EACH} CROSS JOIN LATERAL ("
            "  SELECT wait_bucket AS bucket, count(*) AS answers, coalesce(sum(waited_ms), 0)::bigint AS waited_ms,"
            "   count(score) FILTER (WHERE source IN ('faq', 'model')) AS scored,"
            "   coalesce(sum(score) FILTER (WHERE source IN ('faq', 'model')), 0) AS scores"
            f"  FROM sends WHERE author = 'assistant' AND sent_at >= begins AND sent_at < ends AND {_CHANNEL}"
            "  GROUP BY 1"
            ") AS counted",
            days.values(bounds) | {"channel": channel_id},
        )
        .fetchall()
    )


def answers(
    connection: Connection[Any],
    since: datetime,
    until: datetime,
    *,
    channel_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[AnswerLine]:
    """The answers of the period, latest first. Raises `CursorInvalid`."""
    values: dict[str, Any] = {"since": since, "until": until, "channel": channel_id, "limit": limit + 1}
    before: LiteralString = ""
    if cursor:
        values["at"], values["id"] = decode(cursor, moment, UUID)
        before = "AND (sent_at, message_id) < (%(at)s::timestamptz, %(id)s::uuid)"
    rows = (
        connection.cursor(row_factory=class_row(AnswerLine))
        .execute(
            "SELECT message_id, conversation_id, contact_id, channel_id, sent_at, waited_ms, source, score"
            f" FROM sends WHERE {_PERIOD} {before} ORDER BY sent_at DESC, message_id DESC LIMIT %(limit)s",
            values,
        )
        .fetchall()
    )
    return page(rows, limit, lambda row: (row.sent_at.isoformat(), row.message_id))
