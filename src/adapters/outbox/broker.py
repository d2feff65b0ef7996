"""dramatiq carries the id of a row, and nothing else: no retries of its own, no personal value."""

from collections.abc import Callable
from threading import Event

import dramatiq
from dramatiq.brokers.redis import RedisBroker
from dramatiq.middleware import AgeLimit, ShutdownNotifications, TimeLimit

from adapters.outbox.places import THINKING
from adapters.outbox.waking import WakingBroker
from application.policy import BULK

EFFECTS = "effects"
BULK_EFFECTS = "bulk"
ANSWERS = "answers"
"""What may think for seconds has threads of its own: it never holds up a message that is ready to leave."""

PRIORITIES = {ANSWERS: 0, EFFECTS: 0, BULK_EFFECTS: BULK}


def make_broker(redis_url: str, *queues: str) -> WakingBroker:
    """The broker, with the middlewares that suit rows that the outbox owns. Without queues: all of them."""
    queues = queues or tuple(PRIORITIES)
    broker = WakingBroker(
        {queue: Event() for queue in queues},
        url=redis_url,
        middleware=[AgeLimit(), TimeLimit(), ShutdownNotifications()],
        dead_message_ttl=24 * 3600 * 1000,
        heartbeat_timeout=30_000,
    )
    for queue in queues:
        broker.declare_queue(queue)
    broker.delay_queues.clear()  # what waits does so in the outbox: a consumer that looks for nothing costs as much
    return broker


def channel_of(queue: str) -> str:
    """Where PostgreSQL tells that something was sent to a queue."""
    return f"queue_{queue}"


def listen(broker: RedisBroker, perform: Callable[[str], None]) -> None:
    """Have `perform` called with the id of each row that comes through the queues of the broker."""
    for queue in broker.get_declared_queues():
        dramatiq.Actor(
            perform,
            broker=broker,
            actor_name=queue,
            queue_name=queue,
            priority=PRIORITIES[queue],
            options={"time_limit": 10 * 60 * 1000, "max_age": 24 * 3600 * 1000},
        )


def queue_of(kind: str, priority: int) -> str:
    """The queue of a row."""
    return ANSWERS if kind == THINKING else BULK_EFFECTS if priority >= BULK else EFFECTS


def message_for(effect_id: str, kind: str, priority: int = 0) -> "dramatiq.Message[None]":
    """The message of a row."""
    queue = queue_of(kind, priority)
    return dramatiq.Message(
        queue_name=queue, actor_name=queue, args=(effect_id,), kwargs={}, options={"kind": kind, "max_retries": 0}
    )
