"""Waiting for something that gives no signal."""

import time
from collections.abc import Callable
from threading import Event

_never = Event()


def wait_until(condition: Callable[[], bool], within: float, every: float = 0.02) -> bool:
    """Whether the condition came true within so many seconds, asked again every so many."""
    deadline = time.monotonic() + within
    while not condition():
        if time.monotonic() > deadline:
            return False
        _never.wait(every)
    return True
