"""Limits of what comes by the thousand: a process takes many at once, and most requests ask nobody."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock
from uuid import UUID

from application.ports.limits import Allowance, Count, Limits


@dataclass(slots=True)
class _Portion:
    """So many requests that were counted already, of a window that ends at `until`; `beyond` are left of the others."""

    left: int
    until: float
    beyond: int
    wait: float


class Portions:
    """The `Limits` port, over one that may be far. Of each allowance it takes `allowance.portion` at once: what is not
    used of it within the window is lost, so that a limit is exact to one portion for each process.

    Over there a portion counts as one request: the largest limit takes no more room than a small one.
    """

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._asking = Lock()
        self._lock = Lock()
        self._portions: dict[tuple[str, UUID], _Portion] = {}

    def take(self, allowance: Allowance, who: UUID) -> Count:
        """Count one request, unless there is none left."""
        if allowance.portion == 1:
            return self._limits.take(allowance, who)
        with self._asking:  # or all who come once a portion is used up would take one each
            return self.take_at_once(allowance, who) or self._from_next_portion(allowance, who)

    def take_at_once(self, allowance: Allowance, who: UUID) -> Count | None:
        """The same, from the portion that was taken before. None when nothing is left of it."""
        with self._lock:
            portion = self._portions.get((allowance.kind, who))
            if portion is None or not portion.left or portion.until <= self._clock():
                return None
            portion.left -= 1
            return Count(True, allowance.most, portion.beyond + portion.left, portion.wait)

    def look(self, allowance: Allowance, who: UUID) -> Count:
        """What is left, portions of processes aside."""
        return _in_requests(allowance, self._limits.look(_in_portions(allowance), who))

    def _from_next_portion(self, allowance: Allowance, who: UUID) -> Count:
        count = _in_requests(allowance, self._limits.take(_in_portions(allowance), who))
        if not count.accepted:
            return count
        left = allowance.portion - 1
        with self._lock:
            until = self._clock() + allowance.seconds
            self._portions[allowance.kind, who] = _Portion(left, until, count.left, count.wait)
        return replace(count, left=count.left + left)


def _in_portions(allowance: Allowance) -> Allowance:
    return replace(allowance, most=allowance.most // allowance.portion, portion=1)


def _in_requests(allowance: Allowance, count: Count) -> Count:
    return replace(count, most=allowance.most, left=count.left * allowance.portion)
