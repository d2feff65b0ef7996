"""The figures of the overview, counted by hour (UTC) and channel, so that any period of any zone is a sum."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from domain.conversations.events import MessageReceived, MessageSent
from domain.fact import Fact
from projections.projection import Key, Projection


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """One hour of one channel. `waited_ms` is the sum of the response times of `waited` answers."""

    organisation_id: UUID
    hour: datetime
    channel_id: UUID
    received: int = 0
    sent_by_assistant: int = 0
    sent_by_people: int = 0
    waited: int = 0
    waited_ms: int = 0


def hour_of(at: datetime) -> datetime:
    """The hour that the instant is in, in UTC."""
    return at.replace(minute=0, second=0, microsecond=0)


def _key(fact: Fact[Any]) -> Key:
    return fact.organisation_id, hour_of(fact.happened_at), fact.event.channel_id


overview = Projection(
    "overview",
    OverviewRow,
    key=("organisation_id", "hour", "channel_id"),
    key_of=_key,
    ddl="""
    CREATE TABLE {table} (
        organisation_id   uuid        NOT NULL,
        hour              timestamptz NOT NULL,
        channel_id        uuid        NOT NULL,
        received          bigint      NOT NULL,
        sent_by_assistant bigint      NOT NULL,
        sent_by_people    bigint      NOT NULL,
        waited            bigint      NOT NULL,
        waited_ms         bigint      NOT NULL,
        PRIMARY KEY (organisation_id, hour, channel_id)
    )
    """,
)


@overview.folds
def received(row: OverviewRow | None, fact: Fact[MessageReceived]) -> OverviewRow | None:
    """One more received."""
    row = row or OverviewRow(*_key(fact))
    return replace(row, received=row.received + 1)


@overview.folds
def sent(row: OverviewRow | None, fact: Fact[MessageSent]) -> OverviewRow | None:
    """One more sent, and how long the customer waited for it."""
    row = row or OverviewRow(*_key(fact))
    if fact.event.author == "user":
        return replace(row, sent_by_people=row.sent_by_people + 1)
    row = replace(row, sent_by_assistant=row.sent_by_assistant + 1)
    if fact.event.waited_ms is not None:
        row = replace(row, waited=row.waited + 1, waited_ms=row.waited_ms + fact.event.waited_ms)
    return row


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a period. Rates and means are None when there is nothing to divide by."""

    received: int
    sent_by_assistant: int
    sent_by_people: int
    active_conversations: int
    response_rate: float | None
    response_time_ms: float | None


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the organisation's zone, as ``YYYY-MM-DD``."""

    day: str
    received: int
    sent_by_assistant: int
    sent_by_people: int


_PERIOD = "hour >= %(since)s AND hour < %(until)s AND (%(channel)s::uuid IS NULL OR channel_id = %(channel)s)"


def figures(connection: Connection[Any], since: datetime, until: datetime, channel_id: UUID | None = None) -> Figures:
    """The figures from `since` to `until`, whole hours."""
    values = {"since": since, "until": until, "channel": channel_id}
    row = connection.execute(
        "SELECT coalesce(sum(received), 0)::bigint, coalesce(sum(sent_by_assistant), 0)::bigint,"
        " coalesce(sum(sent_by_people), 0)::bigint, sum(waited)::bigint, sum(waited_ms)::bigint"
        f" FROM overview WHERE {_PERIOD}",
        values,
    ).fetchone()
    active = connection.execute(
        f"SELECT count(DISTINCT conversation_id) FROM activity WHERE {_PERIOD}", values
    ).fetchone()
    assert row is not None and active is not None
    received_, by_assistant, by_people, waited, waited_ms = row
    return Figures(
        received=received_,
        sent_by_assistant=by_assistant,
        sent_by_people=by_people,
        active_conversations=active[0],
        response_rate=by_assistant / received_ if received_ else None,
        response_time_ms=waited_ms / waited if waited else None,
    )


def by_day(
    connection: Connection[Any], since: datetime, until: datetime, zone: str, channel_id: UUID | None = None
) -> list[Day]:
    """Messages per day of the zone; days without a message are absent."""
    return (
        connection.cursor(row_factory=class_row(Day))
        .execute(
            "SELECT to_char(hour AT TIME ZONE %(zone)s, 'YYYY-MM-DD') AS day, sum(received)::bigint AS received,"
            " sum(sent_by_assistant)::bigint AS sent_by_assistant, sum(sent_by_people)::bigint AS sent_by_people"
            f" FROM overview WHERE {_PERIOD} GROUP BY 1 ORDER BY 1",
            {"since": since, "until": until, "zone": zone, "channel": channel_id},
        )
        .fetchall()
    )
