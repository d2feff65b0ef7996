"""A queue is looked into when its bell rings, and nothing that is sent meanwhile is missed."""

from collections.abc import Callable
from threading import Event

from dramatiq import Message, MessageProxy
from dramatiq.broker import Consumer

from adapters.outbox.broker import EFFECTS, channel_of, make_broker, message_for
from adapters.outbox.sweeper import Sweeper
from adapters.outbox.waking import Woken
from adapters.postgres.listener import Listener
from runtime.composition import House
from runtime.settings import Settings
from tests.adapters.outbox.test_outbox import write

FOR_EVER = 3600.0  # seconds: who waits for so long has not been woken
MESSAGE = MessageProxy(message_for("one", "test"))


class Looks(Consumer):
    """A queue where each look is a call."""

    def __init__(self, *looks: Callable[[], MessageProxy | None]) -> None:
        self._looks = list(looks)

    def __next__(self) -> MessageProxy | None:
        return self._looks.pop(0)()

    def ack(self, message: MessageProxy) -> None:
        """Done."""


def test_what_is_sent_during_a_look_is_found_by_the_next_one() -> None:
    bell = Event()
    consumer = Woken(Looks(bell.set, lambda: MESSAGE), bell, FOR_EVER)
    assert next(consumer) is None
    assert next(consumer) is MESSAGE


def test_a_message_is_given_without_waiting_for_another_bell() -> None:
    consumer = Woken(Looks(lambda: MESSAGE, lambda: MESSAGE), Event(), FOR_EVER)
    assert [next(consumer), next(consumer)] == [MESSAGE, MESSAGE]


def test_a_message_that_is_done_makes_room_for_one_that_waits() -> None:
    bell = Event()
    consumer = Woken(Looks(), bell, FOR_EVER)
    consumer.ack(MESSAGE)
    assert bell.is_set()


def test_a_silent_bell_is_not_waited_for_without_end() -> None:
    consumer = Woken(Looks(lambda: None), Event(), 0.001)
    assert next(consumer) is None


def test_the_broker_looks_at_once(settings: Settings) -> None:
    broker = make_broker(settings.redis_url, EFFECTS)
    sent: Message[None] = broker.enqueue(message_for("one", "test"))
    consumer = broker.consume(EFFECTS, prefetch=2, timeout=int(FOR_EVER * 1000))
    message = next(consumer)
    assert message is not None and message.message_id == sent.message_id
    consumer.ack(message)
    consumer.close()
    broker.close()


def test_the_sweeper_rings_once_its_rows_can_be_claimed(house: House) -> None:
    write(house)
    ready, rung = Event(), Event()
    broker = make_broker(house.settings.redis_url)
    # The first call is that of the connection, before anything is told.
    listener = Listener(
        house.dsn("writer"), {channel_of(EFFECTS): lambda: rung.set() if ready.is_set() else ready.set()}
    )
    assert ready.wait(10)
    assert Sweeper(house.pool, broker).sweep() == 1
    assert rung.wait(10)
    listener.close()
    broker.close()
