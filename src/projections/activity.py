"""In which quarters of an hour of a day (UTC) a conversation had a message: what "active conversations" counts."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, LiteralString, NamedTuple
from uuid import UUID

from psycopg import Connection

from domain.conversations.events import MessageReceived, MessageSent
from domain.fact import Fact
from projections.projection import Key, Projection

QUARTER = timedelta(minutes=15)


class ActivityRow(NamedTuple):
    """A day of a conversation. `quarters` are numbered from 0 to 95, in order."""

    organisation_id: UUID
    day: date
    conversation_id: UUID
    channel_id: UUID
    quarters: list[int]


def _key(fact: Fact[Any]) -> Key:
    return fact.organisation_id, fact.happened_at.astimezone(UTC).date(), fact.event.conversation_id


activity = Projection(
    "activity",
    ActivityRow,
    key=("organisation_id", "day", "conversation_id"),
    key_of=_key,
    version=3,
    ddl="""
    CREATE TABLE {table} (
        organisation_id uuid       NOT NULL,
        day             date       NOT NULL,
        conversation_id uuid       NOT NULL,
        channel_id      uuid       NOT NULL,
        quarters        smallint[] NOT NULL,
        PRIMARY KEY (organisation_id, day, conversation_id) INCLUDE (channel_id)
    )
    """,
)


@activity.folds
def active(row: ActivityRow | None, fact: Fact[MessageReceived | MessageSent]) -> ActivityRow | None:
    """Once in a quarter of an hour is enough."""
    if row is None:
        organisation_id, day, conversation_id = _key(fact)
        row = ActivityRow(organisation_id, day, conversation_id, fact.event.channel_id, [])
    return row._replace(quarters=sorted({*row.quarters, _quarter(fact.happened_at)}))


def _quarter(at: datetime) -> int:
    at = at.astimezone(UTC)
    return at.hour * 4 + at.minute // 15


_CHANNEL: LiteralString = "(%(channel)s::uuid IS NULL OR channel_id = %(channel)s)"
# Whole days are read in the index alone. It does not hold the quarters: they would change it with every message.
_ACTIVE: LiteralString = f"""
SELECT conversation_id FROM activity WHERE day > %(first)s AND day < %(last)s AND {_CHANNEL}
UNION SELECT conversation_id FROM activity
WHERE day = %(first)s AND quarters && %(of_first)s::smallint[] AND {_CHANNEL}
UNION SELECT conversation_id FROM activity
WHERE day = %(last)s AND quarters && %(of_last)s::smallint[] AND {_CHANNEL}
"""


def conversations(connection: Connection[Any], since: datetime, until: datetime, channel_id: UUID | None = None) -> int:
    """How many conversations had a message from `since` to before `until`, which are quarters of an hour."""
    first, last = since.astimezone(UTC).date(), until.astimezone(UTC).date()
    row = connection.execute(
        f"SELECT count(*) FROM ({_ACTIVE}) AS active",
        {
            "first": first,
            "last": last,
            "of_first": _within(first, since, until),
            "of_last": _within(last, since, until),
            "channel": channel_id,
        },
    ).fetchone()
    assert row is not None
    count: int = row[0]
    return count


def _within(day: date, since: datetime, until: datetime) -> list[int]:
    """The quarters of the day that are in the period."""
    midnight = datetime.combine(day, time(), UTC)
    return [quarter for quarter in range(96) if since <= midnight + quarter * QUARTER < until]
