"""The pace that all processes share, in Redis. Its keys are ids and keyed hashes: no number, no name, no text.

Redis may lose all of it at any time. What was booked is then booked again, and while it does not answer each process
goes on by itself, slowly.
"""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from redis import Redis
from redis.commands.core import Script
from redis.exceptions import RedisError

from adapters.pace.local import LocalPace
from adapters.pace.scripts import ENTER, HOLD, LEAVE, RESERVE, SLOW
from application.ports.pace import Route, Wait

HEADROOM = 0.985  # of the provider's rate: more would only wait at the door
LOOK_AGAIN = 0.02  # seconds: who waits at the door sees so soon that a call has its answer
AT_THE_DOOR = 1.0  # seconds that one waits there at most: a refusal is better than a lease that ends
LOST = 10.0  # seconds after which a call that never had an answer is forgotten
GRACE = 0.5  # seconds after its time that a departure still holds
AT_HAND = 0.35  # seconds: a departure so near is waited for, rather than come back to
SLOWER = 0.98  # what a refusal leaves of the rate: one by chance costs little, many find a lower limit in a second
SLOWEST = 0.05
RECOVERY = 0.02  # of the rate, each second
SILENT = 1.0  # seconds during which a Redis that failed is left alone
PATIENCE = 0.5  # seconds that it has for an answer

log = structlog.get_logger(__name__)


class RedisPace:
    """The `Pacemaker` port. `burst` is how many messages a recipient may get in a row. `now` (microseconds) and `sleep`
    are for tests."""

    def __init__(
        self,
        redis: Redis,
        *,
        burst: int = 3,
        now: Callable[[], int] | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._redis = redis
        self._burst = burst
        self._now = now
        self._sleep = sleep
        self._local = LocalPace()
        self._left_alone_until = 0.0
        self._said = False
        self._reserve, self._enter, self._leave, self._slow, self._hold = map(
            redis.register_script, (RESERVE, ENTER, LEAVE, SLOW, HOLD)
        )

    def reserve(self, send: str, route: Route) -> Wait | None:
        """When it may leave: None is now, which may be in an instant."""
        answer = self._ask(
            self._reserve,
            [f"pace:{route.number}", f"pace:{route.recipient}", f"pace:send:{send}", *map(_held, _all_of(route))],
            _micro(1 / (route.per_second * HEADROOM)),
            _micro(route.recipient_interval),
            self._burst,
            _micro(GRACE),
            RECOVERY,
        )
        if answer is None:
            return self._local.reserve(send, route)
        wait, alone = answer[0] / 1e6, bool(answer[1])
        if wait > AT_HAND:
            return Wait(timedelta(seconds=wait - AT_HAND), alone)
        if wait > 0:
            self._sleep(wait)
        return None

    @contextmanager
    def calling(self, send: str, route: Route) -> Iterator[None]:
        """Around the call: entered when there is room for one more in the second."""
        door, most = [f"pace:{route.number}:calls"], max(1, math.floor(route.per_second))
        waited = 0.0
        while waited < AT_THE_DOOR and (wait := self._ask(self._enter, door, most, _micro(LOST), send)):
            pause = min(wait / 1e6, LOOK_AGAIN)
            self._sleep(pause)
            waited += pause
        try:
            yield
        finally:
            self._ask(self._leave, door, _micro(most / route.per_second), send)

    def slow(self, number: UUID) -> None:
        """The number goes slower from now on, and recovers bit by bit."""
        if self._ask(self._slow, [f"pace:{number}"], RECOVERY, SLOWER, SLOWEST):
            log.warning("number_slowed", channel=str(number))

    def hold(self, id: UUID, wait: timedelta) -> None:
        """Nothing leaves for this id for a while."""
        if wait:
            self._ask(self._hold, [_held(id)], _micro(wait.total_seconds()))

    def _ask(self, script: Script, keys: Sequence[str], *arguments: float | str) -> Any:
        """The answer of Redis, or None while it gives none."""
        if time.monotonic() < self._left_alone_until:
            return None
        try:
            answer = script(keys=keys, args=["" if self._now is None else self._now(), *arguments])
        except RedisError as error:
            self._left_alone_until = time.monotonic() + SILENT
            if not self._said:
                self._said = True
                log.warning("pace_unshared", error=str(error))
            return None
        if self._said:
            self._said = False
            log.info("pace_shared_again")
        return answer


def connect(url: str) -> Redis:
    """A client that does not wait long for its server."""
    return Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)


def _all_of(route: Route) -> tuple[UUID, UUID, UUID]:
    return route.number, route.account, route.recipient


def _held(id: UUID) -> str:
    return f"pace:held:{id}"


def _micro(seconds: float) -> int:
    return round(seconds * 1_000_000)
