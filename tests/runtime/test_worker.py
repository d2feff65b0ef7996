"""The threads of a worker: those that think hold up nobody, and what somebody waits for goes before bulk."""

from contextlib import ExitStack
from queue import SimpleQueue
from threading import Event

from adapters.outbox.broker import EFFECTS, make_broker, message_for
from adapters.outbox.places import THINKING
from application.policy import BULK
from runtime.processes.worker import start_threads
from runtime.settings import Settings
from runtime.waiting import wait_until


def test_a_model_that_thinks_for_long_does_not_hold_up_a_message_that_is_ready(settings: Settings) -> None:
    thought, performed = Event(), SimpleQueue[str]()

    def perform(effect_id: str) -> None:
        if effect_id.startswith("answer"):
            assert thought.wait(10)
        performed.put(effect_id)

    with ExitStack() as stack:
        broker = make_broker(settings.redis_url)
        stack.callback(broker.close)
        for number in range(20):
            broker.enqueue(message_for(f"answer {number}", THINKING))
        start_threads(settings, perform, stack)
        stack.callback(thought.set)
        broker.enqueue(message_for("message", "deliver_message"))
        assert performed.get(timeout=10) == "message"


def test_a_reply_is_taken_up_before_the_bulk_that_came_first(settings: Settings) -> None:
    begun, go_on, performed = Event(), Event(), SimpleQueue[str]()

    def perform(effect_id: str) -> None:
        begun.set()
        assert go_on.wait(10)
        performed.put(effect_id)

    with ExitStack() as stack:
        broker = make_broker(settings.redis_url)
        stack.callback(broker.close)
        for number in range(50):
            broker.enqueue(message_for(f"bulk {number}", "deliver_message", BULK))
        start_threads(settings.model_copy(update={"worker_threads": 1}), perform, stack)
        assert begun.wait(10)
        broker.enqueue(message_for("reply", "deliver_message"))
        assert wait_until(lambda: broker.client.llen(f"dramatiq:{EFFECTS}") == 0, 10)
        go_on.set()
        order = [performed.get(timeout=10) for _ in range(51)]
    assert order.index("reply") < 5
