"""An order to read webhooks of the journal again: who asked for it, when, and for which ones.

The order is a fact of the organisation; reading again is idempotent, as reading is, so it adds what was
missing and nothing else.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from domain.decider import Decider
from domain.event import Command, Event
from domain.refusal import refuse

Which = Literal["one", "failed", "all"]


class ReplayEvent(Event, context="channels"):
    """Facts about reading webhooks again."""


class WebhooksReplayOrdered(ReplayEvent):
    """Relecture de {count} webhook(s) demandée"""

    replay_id: UUID
    which: Which
    channel_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    count: int
    first: int
    last: int


class OrderReplay(Command):
    """Read these again: those of the channel (None: of any) from the place `first` to the place `last` of the
    journal, received from `since` to before `until` when these are given. `count` is how many they were."""

    replay_id: UUID
    which: Which
    channel_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    count: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Replay:
    """What was ordered, once it was."""

    ordered: WebhooksReplayOrdered | None = None


replay = Decider(Replay, identify="replay_id")


@replay.decides
def order(state: Replay, command: OrderReplay) -> Iterator[Event]:
    """Once; nothing to read again is no order, and the same id for another range is refused."""
    if state.ordered:
        if _range(state.ordered) != _range(command):
            refuse(
                "Cette clé a déjà servi pour d'autres webhooks.", code="IDEMPOTENCY_KEY_REUSED", field="Idempotency-Key"
            )
        return
    if command.count < 1:
        refuse("Aucun webhook à rejouer : rien ne correspond, ou tout attend déjà sa lecture.", code="REPLAY_EMPTY")
    yield WebhooksReplayOrdered(**dict(command))


def _range(of: OrderReplay | WebhooksReplayOrdered) -> tuple[object, ...]:
    return of.which, of.channel_id, of.since, of.until


@replay.evolves
def ordered(state: Replay, event: WebhooksReplayOrdered) -> Replay:
    """Asked for."""
    return replace(state, ordered=event)
