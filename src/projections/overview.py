"""What was received and sent, counted by quarter of an hour and channel, so that any period of any zone is a sum: zones
are off by quarters of an hour (Katmandou is at UTC+5:45)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from domain.conversations.events import MessageReceived, MessageSent
from domain.fact import Fact
from projections import days
from projections.projection import Key, Projection


class OverviewRow(NamedTuple):
    """A quarter of an hour of one channel."""

    organisation_id: UUID
    quarter: datetime
    channel_id: UUID
    received: int = 0
    sent_by_assistant: int = 0
    sent_by_people: int = 0


def quarter_of(at: datetime) -> datetime:
    """The beginning of the quarter of an hour that the instant is in."""
    return at.replace(minute=at.minute - at.minute % 15, second=0, microsecond=0)


def _key(fact: Fact[Any]) -> Key:
    return fact.organisation_id, quarter_of(fact.happened_at), fact.event.channel_id


overview = Projection(
    "overview",
    OverviewRow,
    key=("organisation_id", "quarter", "channel_id"),
    key_of=_key,
    version=2,
    ddl="""
    CREATE TABLE {table} (
        organisation_id   uuid        NOT NULL,
        quarter           timestamptz NOT NULL,
        channel_id        uuid        NOT NULL,
        received          bigint      NOT NULL,
        sent_by_assistant bigint      NOT NULL,
        sent_by_people    bigint      NOT NULL,
        PRIMARY KEY (organisation_id, quarter, channel_id)
    )
    """,
)


@overview.folds
def received(row: OverviewRow | None, fact: Fact[MessageReceived]) -> OverviewRow | None:
    """One more received."""
    row = row or OverviewRow(*_key(fact))
    return row._replace(received=row.received + 1)


@overview.folds
def sent(row: OverviewRow | None, fact: Fact[MessageSent]) -> OverviewRow | None:
    """One more sent."""
    row = row or OverviewRow(*_key(fact))
    if fact.event.author == "user":
        return row._replace(sent_by_people=row.sent_by_people + 1)
    return row._replace(sent_by_assistant=row.sent_by_assistant + 1)


@dataclass(frozen=True, slots=True)
class Counts:
    """The messages of one day; `day` is the place of its bound, from 1."""

    day: int
    received: int
    sent_by_assistant: int
    sent_by_people: int


def by_day(connection: Connection[Any], bounds: list[datetime], channel_id: UUID | None = None) -> list[Counts]:
    """Messages between the first and the last of the bounds, which are quarters of an hour; empty days are absent."""
    return (
        connection.cursor(row_factory=class_row(Counts))
        .execute(
            "SELECT day, received, sent_by_assistant, sent_by_people"
            f" FROM {days.EACH} CROSS JOIN LATERAL ("
            "  SELECT sum(received)::bigint AS received, sum(sent_by_assistant)::bigint AS sent_by_assistant,"
            "   sum(sent_by_people)::bigint AS sent_by_people"
            "  FROM overview WHERE quarter >= begins AND quarter < ends"
            "  AND (%(channel)s::uuid IS NULL OR channel_id = %(channel)s) HAVING count(*) > 0"
            ") AS counted",
            days.values(bounds) | {"channel": channel_id},
        )
        .fetchall()
    )


def by_hour(
    connection: Connection[Any], since: datetime, until: datetime, zone: str, channel_id: UUID | None = None
) -> dict[int, int]:
    """Messages received in the period by hour of the day of the zone, 0 to 23; hours without any are absent."""
    rows = connection.execute(
        "SELECT extract(hour FROM quarter AT TIME ZONE %(zone)s)::int, sum(received)::bigint"
        " FROM overview WHERE quarter >= %(since)s AND quarter < %(until)s AND received > 0"
        " AND (%(channel)s::uuid IS NULL OR channel_id = %(channel)s) GROUP BY 1",
        {"since": since, "until": until, "zone": zone, "channel": channel_id},
    ).fetchall()
    return dict(rows)
