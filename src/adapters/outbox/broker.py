"""dramatiq carries the id of a row, and nothing else: no retries of its own, no personal value."""

import dramatiq
from dramatiq.brokers.redis import RedisBroker
from dramatiq.middleware import AgeLimit, ShutdownNotifications, TimeLimit

QUEUE = "effects"
ACTOR = "perform_effect"


def make_broker(redis_url: str) -> RedisBroker:
    """The broker, with the middlewares that suit rows that the outbox owns."""
    broker = RedisBroker(  # type: ignore[no-untyped-call]
        url=redis_url,
        middleware=[AgeLimit(), TimeLimit(), ShutdownNotifications()],
        dead_message_ttl=24 * 3600 * 1000,
        heartbeat_timeout=30_000,
    )
    broker.declare_queue(QUEUE)
    return broker


def message_for(effect_id: str, kind: str) -> "dramatiq.Message[None]":
    """The message of a row."""
    return dramatiq.Message(
        queue_name=QUEUE, actor_name=ACTOR, args=(effect_id,), kwargs={}, options={"kind": kind, "max_retries": 0}
    )
