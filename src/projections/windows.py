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

COLUMNS = "w.until AS window_until, coalesce(w.open, true) AS window_open"
"""Without a window `until` is null and it is open; never opened, `until` is null and it is closed."""

JOIN = """
LEFT JOIN channels wc ON wc.organisation_id = i.organisation_id AND wc.channel_id = i.channel_id
LEFT JOIN LATERAL (
    SELECT i.last_inbound_at + l.length AS until,
           coalesce(i.last_inbound_at + l.length > %(window_now)s, false) AS open
    FROM unnest(%(window_providers)s::text[], %(window_lengths)s::interval[]) AS l (provider, length)
    WHERE l.provider = wc.provider
) AS w ON true
"""
"""Beside ``inbox i``."""

WHERE: Mapping[WindowState, str] = {
    "open": "coalesce(w.open, true)",
    # What the bounds say follows from the rest: they are for the index.
    "closing": "w.open AND w.until <= %(window_closing)s"
    " AND i.last_inbound_at > %(window_heard_after)s AND i.last_inbound_at <= %(window_heard_by)s",
    "closed": "NOT coalesce(w.open, true)",
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
