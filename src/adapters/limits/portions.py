"""Limits of what comes by the thousand: a process takes many at once, and most requests ask nobody."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock
from typing import Protocol
from uuid import UUID

from application.ports.limits import Allowance, Count, Limits


class ByMany(Limits, Protocol):
    """Limits that may take many at once: all of them or none."""

    def take(self, allowance: Allowance, who: UUID, many: int = 1) -> Count:
        """Count so many requests, unless there are fewer left."""
        ...


@dataclass(slots=True)
class _Portion:
    """So many requests that were counted already, of a window that ends at `until`."""

    left: int
    until: float
    count: Count


class Portions:
    """The `Limits` port, over one that may be far. Of each allowance it takes `allowance.portion` at once: what is not
    used of it within the window is lost, so that a limit is exact to one portion for each process."""

    def __init__(self, limits: ByMany, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._lock = Lock()
        self._portions: dict[tuple[str, UUID], _Portion] = {}

    def take(self, allowance: Allowance, who: UUID) -> Count:
        """Count one request, unless there is none left."""
        if allowance.portion == 1:
            return self._limits.take(allowance, who)
        return self._from_portion(allowance, who) or self._from_next_portion(allowance, who)

    def look(self, allowance: Allowance, who: UUID) -> Count:
        """What is left, portions of other processes aside."""
        return self._limits.look(allowance, who)

    def _from_portion(self, allowance: Allowance, who: UUID) -> Count | None:
        with self._lock:
            portion = self._portions.get((allowance.kind, who))
            if portion is None or not portion.left or portion.until <= self._clock():
                return None
            portion.left -= 1
            return replace(portion.count, left=portion.count.left + portion.left)

    def _from_next_portion(self, allowance: Allowance, who: UUID) -> Count:
        count = self._limits.take(allowance, who, allowance.portion)
        if not count.accepted:
            return replace(count, left=0)
        left = allowance.portion - 1
        with self._lock:
            self._portions[allowance.kind, who] = _Portion(left, self._clock() + allowance.seconds, count)
        return replace(count, left=count.left + left)
