"""The journal port: webhooks are kept durably before they are answered."""

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
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

    def refuse(self, provider: str, endpoint: UUID, reason: RefusalReason) -> None:
        """Count what was refused, by the keyed hash of its endpoint; nothing else of it is kept."""
        ...
