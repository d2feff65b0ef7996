"""The port of the gap meter: what the journal knows of the flow of each channel."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How long a channel had been silent at this hour of days like today: median and 95th percentile, in seconds, of
    looks every half an hour, an hour around now, on `days` days of the last four weeks."""

    usual_s: float
    longest_usual_s: float
    days: int


@dataclass(frozen=True, slots=True)
class Flow:
    """The webhooks of one channel. But for what is not read yet, figures are of the last 24 hours.

    `judged` had 60 s to be read, `in_time` of them were, without error. Delays are from the provider's time to our
    receipt, of webhooks that told of something new. `longest_silence_s` holds the present silence too.
    """

    last_at: datetime | None = None
    silent_s: float | None = None
    longest_silence_s: float | None = None
    rhythm: Rhythm | None = None
    received: int = 0
    judged: int = 0
    in_time: int = 0
    duplicates: int = 0
    delay_p50_ms: int | None = None
    delay_p95_ms: int | None = None
    delay_worst_ms: int | None = None
    failed: int = 0
    unread: int = 0
    oldest_unread_s: float | None = None
    reading_again: int = 0


class Flows(Protocol):
    """Measures."""

    def of(self, organisation_id: UUID, channel_ids: Collection[UUID], zone: str) -> Mapping[UUID, Flow]:
        """The flow of each of the channels; hours and days are those of the zone."""
        ...
