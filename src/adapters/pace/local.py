"""The pace of a process that is alone: slow enough for all of them together, until their common memory is back."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta
from threading import Lock

from application.ports.pace import Route, Wait

SHARE = 0.1  # of what the provider takes: ten processes may be alone at the same time
MOST_REMEMBERED = 10_000
GRACE = 60.0  # seconds after its time that a booking is known


class LocalPace:
    """Reserves in memory, strictly: no burst for a recipient."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._next: dict[object, float] = {}
        self._booked: dict[str, float] = {}

    def reserve(self, send: str, route: Route) -> Wait | None:
        """When it may leave: None is now."""
        with self._lock:
            now = self._clock()
            at = self._booked.get(send)
            if at is None or now > at + GRACE:
                at = self._book(send, route, now)
            return Wait(timedelta(seconds=at - now), alone=False) if at > now else None

    def calling(self, send: str, route: Route) -> AbstractContextManager[None]:
        """At once: what is booked here is far apart."""
        return nullcontext()

    def _book(self, send: str, route: Route, now: float) -> float:
        self._make_room(now)
        at = max(now, self._next.get(route.number, now), self._next.get(route.recipient, now))
        self._next[route.number] = max(now, self._next.get(route.number, now)) + 1 / (route.per_second * SHARE)
        self._next[route.recipient] = at + route.recipient_interval
        self._booked[send] = at
        return at

    def _make_room(self, now: float) -> None:
        if len(self._booked) > MOST_REMEMBERED:
            self._booked = {send: at for send, at in self._booked.items() if now <= at + GRACE}
            self._next = {key: at for key, at in self._next.items() if at > now}
