"""The journal port: webhooks are kept durably before they are answered."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol
from uuid import UUID

RefusalReason = Literal["unknown_endpoint", "bad_signature"]


@dataclass(frozen=True, slots=True)
class Arrival:
    """A verified part of a webhook, for one channel."""

    organisation_id: UUID
    channel_id: UUID
    provider: str
    payload: bytes


class Journal(Protocol):
    """Keeps webhooks."""

    def keep(self, arrivals: Sequence[Arrival]) -> "Future[None]":
        """Keep the parts of one webhook, together. The future is done once they are durable."""
        ...

    def kept(self, arrivals: Sequence[Arrival]) -> "asyncio.Future[None]":
        """The same as `keep`, for a coroutine of the event loop that runs."""
        ...

    def refuse(self, provider: str, endpoint: UUID, reason: RefusalReason) -> None:
        """Count what was refused, by the keyed hash of its endpoint; nothing else of it is kept."""
        ...


@dataclass(frozen=True, slots=True)
class RefusedWebhooks:
    """Webhooks of one day that were turned away: `endpoint` is a keyed hash, nothing else is known of them."""

    refused_on: date
    provider: str
    endpoint: UUID
    reason: RefusalReason
    count: int
    first_at: datetime
    last_at: datetime


class Refusals(Protocol):
    """What the journal turned away."""

    def signatures_today(self, endpoints: Collection[UUID]) -> Mapping[UUID, int]:
        """How many webhooks with a bad signature came today for each of the endpoints, by keyed hash."""
        ...

    def latest(self, limit: int) -> Sequence[RefusedWebhooks]:
        """The last ones, latest first."""
        ...


@dataclass(frozen=True, slots=True)
class Forgeries:
    """Webhooks of today for some endpoints whose signature was wrong."""

    count: int
    last_at: datetime | None


class ChannelJournal(Protocol):
    """What the journal says of one channel."""

    def last_signed(self, organisation_id: UUID, channel_id: UUID) -> datetime | None:
        """When the last webhook that is kept of it came."""
        ...

    def forgeries(self, provider: str, endpoints: Sequence[UUID]) -> Forgeries:
        """The wrong signatures of today, by the keyed hashes of its endpoints."""
        ...
