"""The limits of a process that is alone, in its memory, until the common one is back."""

import time
from collections import deque
from collections.abc import Callable
from threading import Lock
from uuid import UUID

from application.ports.limits import Allowance, Count

MOST_REMEMBERED = 10_000
"""Who has come lately. Beyond, those who came first are forgotten: addresses are strangers' to choose."""


class LocalLimits:
    """The `Limits` port, for one process. `clock` (seconds) is for tests."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._taken: dict[tuple[str, UUID], deque[float]] = {}

    def take(self, allowance: Allowance, who: UUID) -> Count:
        """Count one request, unless there is none left."""
        with self._lock:
            now, taken = self._clock(), self._lately(allowance, who)
            accepted = len(taken) < allowance.most
            if accepted:
                taken.append(now)
                self._taken[allowance.kind, who] = taken
                self._make_room()
            return _count(allowance, taken, now, accepted)

    def take_at_once(self, allowance: Allowance, who: UUID) -> Count:
        """The same: all is here."""
        return self.take(allowance, who)

    def look(self, allowance: Allowance, who: UUID) -> Count:
        """What is left."""
        with self._lock:
            taken = self._lately(allowance, who)
            return _count(allowance, taken, self._clock(), len(taken) < allowance.most)

    def _lately(self, allowance: Allowance, who: UUID) -> deque[float]:
        taken = self._taken.get((allowance.kind, who)) or deque[float]()
        while taken and taken[0] <= self._clock() - allowance.seconds:
            taken.popleft()
        return taken

    def _make_room(self) -> None:
        while len(self._taken) > MOST_REMEMBERED:
            del self._taken[next(iter(self._taken))]


def _count(allowance: Allowance, taken: deque[float], now: float, accepted: bool) -> Count:
    wait = taken[0] + allowance.seconds - now if taken else 0.0
    return Count(accepted, allowance.most, allowance.most - len(taken), wait)
