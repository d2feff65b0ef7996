"""What arrives together is handled together. While one batch is handled the next one gathers; there is no waiting
otherwise."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
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
