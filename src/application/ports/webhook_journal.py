"""The port of the kept webhooks: what became of each, and reading them again. What they say is never shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol
from uuid import UUID

from domain.channels.replay import Which
from projections.paging import Page

State = Literal["received", "read", "failed"]


@dataclass(frozen=True, slots=True)
class KeptWebhook:
    """A webhook of the journal: what became of it, never what it says.

    `gave` has kind, result and id of each thing it told of. `error` names the kind of error and its place in our
    code. `attempts` are those since it arrived or was last ordered to be read again, `replays` these orders.
    `delay_ms` is how long the provider had kept the oldest new thing in it; `read_at` when it was first read.
    """

    id: int
    received_at: datetime
    channel_id: UUID
    provider: str
    state: State
    attempts: int
    replays: int
    read_at: datetime | None
    delay_ms: int | None
    duplicates: int
    error: str
    gave: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Range:
    """Webhooks of one organisation: failed or all, of one channel or any, received from `since` to before `until`."""

    which: Which
    channel_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """How many a range holds, and the places of the first and the last. `more`: the range holds others after them."""

    count: int
    first: int
    last: int
    more: bool


@dataclass(frozen=True, slots=True)
class Order:
    """An order to read again, as its fact tells it."""

    replay_id: UUID
    organisation_id: UUID
    of: Range
    first: int
    last: int
    ordered_by: UUID | None
    ordered_at: datetime


@dataclass(frozen=True, slots=True)
class ReplayProgress:
    """How far an order has come: of `marked` webhooks, `read` and `failed` ones; `added` things were not known yet."""

    replay_id: UUID
    which: Which
    channel_id: UUID | None
    ordered_by: UUID | None
    ordered_at: datetime
    marked: int
    read: int
    failed: int
    added: int
    done_at: datetime | None


class WebhookJournal(Protocol):
    """The webhooks kept for one organisation."""

    def page(
        self,
        organisation_id: UUID,
        *,
        state: State | None = None,
        channel_id: UUID | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page[KeptWebhook]:
        """Latest first. Raises `CursorInvalid`."""
        ...

    def one(self, organisation_id: UUID, id: int) -> KeptWebhook | None:
        """One of them."""
        ...

    def channels_of(self, organisation_id: UUID, ids: Iterable[UUID]) -> Mapping[UUID, UUID]:
        """For each message or alias that some webhook told of in the last month, the channel it came by."""
        ...


class Replays(Protocol):
    """Reads webhooks again."""

    def choose(self, organisation_id: UUID, of: Range) -> Chosen:
        """The oldest ones of the range that do not wait to be read already, as many as one order may be for."""
        ...

    def choose_one(self, organisation_id: UUID, id: int) -> Chosen:
        """This one, unless it waits to be read already."""
        ...

    def begin(self, order: Order) -> None:
        """Mark the webhooks of the order to be read again. Once per order."""
        ...

    def page(self, organisation_id: UUID, *, cursor: str | None = None, limit: int = 50) -> Page[ReplayProgress]:
        """The orders, latest first. Raises `CursorInvalid`."""
        ...
