"""What an organisation has sent, counted by quarter of an hour, so that a calendar month of any zone is a sum.

A message counts when it is asked to leave; one that is discarded before it left does not.
"""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from psycopg import Connection

from domain.conversations.events import MessageDiscarded, MessageQueued
from domain.fact import Fact
from projections.overview import quarter_of
from projections.projection import Key, Projection


class UsageRow(NamedTuple):
    """A quarter of an hour. `messages` are those asked for, less those discarded meanwhile: it may be negative."""

    organisation_id: UUID
    quarter: datetime
    messages: int = 0


def _key(fact: Fact[Any]) -> Key:
    return fact.organisation_id, quarter_of(fact.happened_at)


usage = Projection(
    "usage",
    UsageRow,
    key=("organisation_id", "quarter"),
    key_of=_key,
    ddl="""
    CREATE TABLE {table} (
        organisation_id uuid        NOT NULL,
        quarter         timestamptz NOT NULL,
        messages        bigint      NOT NULL,
        PRIMARY KEY (organisation_id, quarter)
    )
    """,
)


@usage.folds
def queued(row: UsageRow | None, fact: Fact[MessageQueued]) -> UsageRow | None:
    """One more, whoever wrote it."""
    row = row or UsageRow(*_key(fact))
    return row._replace(messages=row.messages + 1)


@usage.folds
def discarded(row: UsageRow | None, fact: Fact[MessageDiscarded]) -> UsageRow | None:
    """It never leaves."""
    row = row or UsageRow(*_key(fact))
    return row._replace(messages=row.messages - 1)


def month_of(now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The beginning of the calendar month of the zone, and of the next one."""
    first = now.astimezone(zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0, fold=0)
    later = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return first, later


def messages(connection: Connection[Any], since: datetime, until: datetime) -> int:
    """How many messages the organisation asked for between two quarters of an hour."""
    row = connection.execute(
        "SELECT greatest(coalesce(sum(messages), 0), 0)::bigint FROM usage WHERE quarter >= %s AND quarter < %s",
        [since, until],
    ).fetchone()
    assert row is not None
    count: int = row[0]
    return count
