"""A loop: advance while there is more to do, then wait to be woken, or a second.

A loop may rest after a round (`adapters.resting`).
"""

import time
from collections.abc import Callable
from threading import Event, Thread

import structlog

from adapters.resting import rest_after

LONGEST_WAIT = 1.0
AFTER_FAILURE = 0.5

log = structlog.get_logger(__name__)


class Loop:
    """A thread around `advance`, which says whether to go on at once. Failures are logged, and do not end it."""

    def __init__(
        self,
        name: str,
        advance: Callable[[], bool],
        wait: Callable[[], float] = lambda: LONGEST_WAIT,
        *,
        longest_rest: float = 0.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name = name
        self._advance = advance
        self._wait = wait
        self._longest_rest = longest_rest
        self._clock = clock
        self._woken = Event()
        self._stopping = Event()
        self._thread = Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """There may be something to do."""
        self._woken.set()

    def stop(self) -> None:
        """Finish the round, then end."""
        self._stopping.set()
        self._woken.set()
        self._thread.join(timeout=30)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._woken.clear()
            began = self._clock()
            try:
                if self._advance():
                    continue
                self._stopping.wait(rest_after(self._clock() - began, self._longest_rest))
                seconds = self._wait()
            except Exception:
                log.exception("loop_failed", loop=self._name)
                seconds = AFTER_FAILURE
            self._woken.wait(seconds)
