"""What arrives together is handled together. While one batch is handled the next one gathers, and while one
rests after a small one; there is no waiting otherwise."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Event, Thread
from typing import Generic, TypeVar

from adapters.resting import rest_after

MOST_AT_ONCE = 256
ENOUGH = 3  # at once, to go on without a rest

T = TypeVar("T")


class Gatherer(Generic[T]):
    """A queue, and the one thread that gives `handle` what has gathered, in order, `MOST_AT_ONCE` at the most.

    `handle` raises nothing: the thread would end with it. `name` is that of the thread; `longest_rest` is in seconds.
    """

    def __init__(
        self,
        handle: Callable[[list[T]], None],
        *,
        name: str,
        longest_rest: float = 0.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._handle = handle
        self._longest_rest = longest_rest
        self._clock = clock
        self._closing = Event()
        self._queue: SimpleQueue[T | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def put(self, one: T) -> None:
        """Have it handled, soon."""
        self._queue.put(one)

    def close(self) -> None:
        """Handle what was put, then stop."""
        self._queue.put(None)
        self._closing.set()
        self._thread.join()

    def _run(self) -> None:
        while (first := self._queue.get()) is not None:
            began, batch = self._clock(), [first]
            while len(batch) < MOST_AT_ONCE and not self._queue.empty():
                one = self._queue.get()
                if one is None:
                    self._handle(batch)
                    return
                batch.append(one)
            self._handle(batch)
            if len(batch) < ENOUGH:
                self._closing.wait(rest_after(self._clock() - began, self._longest_rest))


Q = TypeVar("Q")
A = TypeVar("A")


@dataclass(frozen=True, slots=True)
class _Asked(Generic[Q, A]):
    question: Q
    answer: "Future[A]"


class Gathered(Generic[Q, A]):
    """Questions that are answered together, by one thread. `answer` gives as many answers as it is given questions, in
    order; one that is an exception is raised to who asked, and one that `answer` raises to all of them."""

    def __init__(self, answer: Callable[[Sequence[Q]], Sequence[A | Exception]], *, name: str) -> None:
        self._answer = answer
        self._gatherer: Gatherer[_Asked[Q, A]] = Gatherer(self._handle, name=name)

    def ask(self, question: Q) -> "Future[A]":
        """The answer, soon."""
        asked: _Asked[Q, A] = _Asked(question, Future())
        asked.answer.set_running_or_notify_cancel()  # who leaves must not stop the thread
        self._gatherer.put(asked)
        return asked.answer

    def close(self) -> None:
        """Answer what was asked, then stop."""
        self._gatherer.close()

    def _handle(self, batch: list[_Asked[Q, A]]) -> None:
        try:
            answers = self._answer([asked.question for asked in batch])
        except Exception as error:
            answers = [error] * len(batch)
        for asked, answer in zip(batch, answers, strict=True):
            if isinstance(answer, Exception):
                asked.answer.set_exception(answer)
            else:
                asked.answer.set_result(answer)
