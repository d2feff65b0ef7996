"""What the software of customers tells of each day."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from domain.fact import Fact
from domain.licensing.activity import LicenceUsageReported
from projections.projection import Projection


class UsageRow(NamedTuple):
    """A day of one licence, as the last report has it: reports add up over the day."""

    organisation_id: UUID
    licence_id: UUID
    day: date
    messages_sent: int
    ai_queries: int
    campaigns_launched: int
    errors_count: int
    uptime_minutes: int


licence_usage = Projection(
    "licence_usage",
    UsageRow,
    key=("organisation_id", "licence_id", "day"),
    ddl="""
    CREATE TABLE {table} (
        organisation_id    uuid    NOT NULL,
        licence_id         uuid    NOT NULL,
        day                date    NOT NULL,
        messages_sent      bigint  NOT NULL,
        ai_queries         bigint  NOT NULL,
        campaigns_launched bigint  NOT NULL,
        errors_count       bigint  NOT NULL,
        uptime_minutes     integer NOT NULL,
        PRIMARY KEY (organisation_id, licence_id, day)
    )
    """,
)


@licence_usage.folds
def reported(row: UsageRow | None, fact: Fact[LicenceUsageReported]) -> UsageRow | None:
    """All of the day, again."""
    event = fact.event
    return UsageRow(
        organisation_id=fact.organisation_id,
        licence_id=event.licence_id,
        day=event.day,
        messages_sent=event.messages_sent,
        ai_queries=event.ai_queries,
        campaigns_launched=event.campaigns_launched,
        errors_count=event.errors_count,
        uptime_minutes=event.uptime_minutes,
    )


def days(connection: Connection[Any], licence_id: UUID, since: date) -> list[UsageRow]:
    """The days that were told of, from one on, in order."""
    return (
        connection.cursor(row_factory=class_row(UsageRow))
        .execute("SELECT * FROM licence_usage WHERE licence_id = %s AND day >= %s ORDER BY day", [licence_id, since])
        .fetchall()
    )
