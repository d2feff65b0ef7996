"""An order to read webhooks again is carried out."""

from collections.abc import Iterator

from application.policy import Consequence, Desk, Effect, Policy
from domain.channels.replay import WebhooksReplayOrdered
from domain.fact import Fact

replays = Policy("replays")


@replays.hears
def carry_out(fact: Fact[WebhooksReplayOrdered], desk: Desk) -> Iterator[Consequence]:
    """Mark them to be read again."""
    replay_id = str(fact.event.replay_id)
    yield Effect("replay_webhooks", f"replay:{replay_id}", {"replay_id": replay_id})
