"""Every interleaving of actors whose steps end just before they save: one runs at a time, and each order is tried once.

for run in every_run():
    world = ...
    while enabled := world.enabled():
        run.pick(enabled).step()
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from threading import Semaphore, Thread
from typing import Any, TypeVar

from application.ports.ledger import Ledger, Save, Saving, Stream
from domain.event import Event
from domain.fact import Fact

T = TypeVar("T")


class Run:
    """One order: the choices that were given, then always the first."""

    def __init__(self, given: Sequence[int]) -> None:
        self._given = given
        self.choices: list[tuple[int, int]] = []

    def pick(self, enabled: Sequence[T]) -> T:
        place = len(self.choices)
        chosen = self._given[place] if place < len(self._given) else 0
        self.choices.append((chosen, len(enabled)))
        return enabled[chosen]


def every_run() -> Iterator[Run]:
    """Each order of choices once, whatever the choices turn out to be."""
    given: list[int] | None = []
    while given is not None:
        run = Run(given)
        yield run
        given = _next(run.choices)


def _next(choices: list[tuple[int, int]]) -> list[int] | None:
    while choices and choices[-1][0] + 1 == choices[-1][1]:
        choices.pop()
    if not choices:
        return None
    return [chosen for chosen, _ in choices[:-1]] + [choices[-1][0] + 1]


class Actor:
    """Does its jobs in order, and stops before each save of the kinds of fact named (and before each load of as many
    streams as `stops_at_load`, which is where a command is decided). It is the ledger that its jobs work with."""

    def __init__(self, ledger: Ledger, *kinds: type[Event], stops_at_load: int = 1_000) -> None:
        self._ledger = ledger
        self._kinds = kinds
        self._stops_at_load = stops_at_load
        self._go, self._stopped = Semaphore(0), Semaphore(0)
        self._thread: Thread | None = None
        self._error: BaseException | None = None
        self.jobs: deque[Callable[[], None]] = deque()
        self.page, self.head = ledger.page, ledger.head

    @property
    def enabled(self) -> bool:
        return self._thread is not None or bool(self.jobs)

    @property
    def waits(self) -> bool:
        """Whether it has a job that it has not begun."""
        return self._thread is None and bool(self.jobs)

    def step(self) -> None:
        """Go on until the next stop, or the end of the job."""
        if self._thread is None:
            self._thread = Thread(target=self._work, args=[self.jobs.popleft()])
            self._thread.start()
        self._go.release()
        self._stopped.acquire()
        if self._error is not None:
            raise self._error

    def load(self, streams: Iterable[Stream]) -> Mapping[Stream, list[Fact[Any]]]:
        wanted = list(streams)
        if len(wanted) >= self._stops_at_load:
            self._stop()
        return self._ledger.load(wanted)

    def submit(self, save: Save) -> Saving:
        if any(isinstance(fact.event, self._kinds) for fact in save.facts):
            self._stop()
        return self._ledger.submit(save)

    def _stop(self) -> None:
        self._stopped.release()
        self._go.acquire()

    def _work(self, job: Callable[[], None]) -> None:
        self._go.acquire()
        try:
            job()
        except BaseException as error:  # handed to whoever steps
            self._error = error
        self._thread = None
        self._stopped.release()
