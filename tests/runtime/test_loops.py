"""The loop: on while there is more, there for who wakes it, and no rest that holds up a stop."""

import threading
from threading import Event

from runtime.loops import Loop


def test_it_goes_on_at_once_while_there_is_more_to_do() -> None:
    left, done = iter([True, True, False]), Event()

    def advance() -> bool:
        more = next(left)
        if not more:
            done.set()
        return more

    loop = Loop("going-on", advance, lambda: 60.0, longest_rest=60.0, clock=lambda: 0.0)
    loop.start()
    assert done.wait(10)
    loop.stop()


def test_who_wakes_it_after_a_round_that_took_no_time_is_served_at_once() -> None:
    served = [Event(), Event()]
    rounds = iter(served)

    def advance() -> bool:
        next(rounds).set()
        return False

    loop = Loop("woken", advance, lambda: 60.0, longest_rest=60.0, clock=lambda: 0.0)
    loop.start()
    assert served[0].wait(10)
    loop.wake()
    assert served[1].wait(10)
    loop.stop()


def test_a_rest_of_a_minute_ends_when_the_loop_is_stopped() -> None:
    times, ended = iter([0.0, 60.0]), Event()

    def advance() -> bool:
        ended.set()
        return False

    loop = Loop("resting", advance, longest_rest=60.0, clock=lambda: next(times))
    loop.start()
    assert ended.wait(10)
    loop.stop()
    assert "resting" not in {thread.name for thread in threading.enumerate()}
