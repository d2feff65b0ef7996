"""A broker whose consumers look into their queue when its bell rings, not again and again.

The library's consumer of Redis asks for messages, and sleeps for a while when there are none: the shorter it sleeps,
the sooner a message is taken up, and the more it costs to have nothing to do. Here the sweeper tells, once it has
committed, to which queues it sent something; a worker that misses it looks by itself before long.
"""

from collections.abc import Iterable, Mapping
from threading import Event
from typing import Any

from dramatiq import MessageProxy
from dramatiq.broker import Consumer
from dramatiq.brokers.redis import RedisBroker


class WakingBroker(RedisBroker):
    """`bells` has one for each queue that is consumed."""

    def __init__(self, bells: Mapping[str, Event], **options: Any) -> None:
        super().__init__(**options)  # type: ignore[no-untyped-call]
        self.bells = bells

    def consume(self, queue_name: str, prefetch: int = 1, timeout: int = 5000) -> Consumer:
        """The messages of a queue. `timeout` is how long it waits for the bell at most, in milliseconds."""
        looks = super().consume(queue_name, prefetch, timeout=0)
        return Woken(looks, self.bells[queue_name], timeout / 1000)


class Woken(Consumer):
    """Looks once, then waits for the bell."""

    def __init__(self, looks: Consumer, bell: Event, patience: float) -> None:
        self._looks = looks
        self._bell = bell
        self._patience = patience

    def __next__(self) -> MessageProxy | None:
        self._bell.clear()  # before looking: it may ring meanwhile
        message = next(self._looks)
        if message is None:
            self._bell.wait(self._patience)
        return message

    def ack(self, message: MessageProxy) -> None:
        """It is done with, and there is room for another."""
        self._looks.ack(message)
        self._bell.set()

    def nack(self, message: MessageProxy) -> None:
        """It is set aside, and there is room for another."""
        self._looks.nack(message)
        self._bell.set()

    def requeue(self, messages: Iterable[MessageProxy]) -> None:
        """Give back what nobody has begun."""
        self._looks.requeue(messages)

    def close(self) -> None:
        """The end."""
        self._looks.close()
