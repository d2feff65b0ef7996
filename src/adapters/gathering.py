"""What arrives together is handled together. While one batch is handled the next one gathers; there is no waiting
otherwise."""

from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from typing import Generic, TypeVar

MOST_AT_ONCE = 256

T = TypeVar("T")


class Gatherer(Generic[T]):
    """A queue, and the one thread that gives `handle` what has gathered, in order, `MOST_AT_ONCE` at the most.

    `handle` raises nothing: the thread would end with it. `name` is that of the thread.
    """

    def __init__(self, handle: Callable[[list[T]], None], *, name: str) -> None:
        self._handle = handle
        self._queue: SimpleQueue[T | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def put(self, one: T) -> None:
        """Have it handled, soon."""
        self._queue.put(one)

    def close(self) -> None:
        """Handle what was put, then stop."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (first := self._queue.get()) is not None:
            batch = [first]
            while len(batch) < MOST_AT_ONCE and not self._queue.empty():
                one = self._queue.get()
                if one is None:
                    self._handle(batch)
                    return
                batch.append(one)
            self._handle(batch)
