"""The window of each conversation, at an instant: until when free text may leave, and whether it still may."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

CLOSING = timedelta(hours=2)

WindowState = Literal["open", "closing", "closed"]


@dataclass(frozen=True, slots=True)
class Windows:
    """How long a window lasts after a message of the customer, by provider; those left out have none."""

    now: datetime
    lengths: Mapping[str, timedelta]

    def values(self) -> dict[str, Any]:
        """The parameters of `JOIN` and `WHERE`."""
        lengths = self.lengths.values() or [timedelta()]
        return {
            "window_now": self.now,
            "window_closing": self.now + CLOSING,
            "window_heard_after": self.now - max(lengths),
            "window_heard_by": self.now + CLOSING - min(lengths),
            "window_providers": list(self.lengths),
            "window_lengths": list(self.lengths.values()),
        }


NO_WINDOWS = Windows(datetime.max.replace(tzinfo=UTC) - CLOSING, {})
"""Free text may always leave."""

_UNTIL = "i.last_inbound_at + w.length"
_OPEN = f"(w.length IS NULL OR coalesce({_UNTIL} > %(window_now)s, false))"

COLUMNS = f"{_UNTIL} AS window_until, {_OPEN} AS window_open"
"""Without a window `until` is null and it is open; never opened, `until` is null and it is closed."""

JOIN = """
LEFT JOIN (
    SELECT organisation_id, channel_id, length
    FROM channels JOIN unnest(%(window_providers)s::text[], %(window_lengths)s::interval[]) AS l (provider, length)
         USING (provider)
) AS w USING (organisation_id, channel_id)
"""
"""Beside ``inbox i``."""

WHERE: Mapping[WindowState, str] = {
    "open": _OPEN,
    # What the last two say follows from the rest: they are for the index.
    "closing": f"{_UNTIL} > %(window_now)s AND {_UNTIL} <= %(window_closing)s"
    " AND i.last_inbound_at > %(window_heard_after)s AND i.last_inbound_at <= %(window_heard_by)s",
    "closed": f"NOT {_OPEN}",
}


@dataclass(frozen=True, slots=True)
class Heard:
    """When the customer last wrote, by the provider's time, and when anybody did."""

    inbound_at: datetime | None
    at: datetime


def last_heard(connection: Connection[Any], conversation_id: UUID) -> Heard | None:
    """What the inbox knows of a conversation, if it does yet."""
    cursor = connection.cursor(row_factory=class_row(Heard))
    return cursor.execute(
        "SELECT last_inbound_at AS inbound_at, last_message_at AS at FROM inbox WHERE conversation_id = %s",
        [conversation_id],
    ).fetchone()
