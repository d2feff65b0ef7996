"""The limits that all processes share, in Redis: the moving window of `limits`, which is exact.

Its keys are ids and keyed hashes. Redis may lose them at any time, and everybody then begins again; while it does not
answer, each process counts by itself.
"""

import time
from collections.abc import Callable
from uuid import UUID

import structlog
from limits import RateLimitItemPerSecond
from limits.storage import RedisStorage
from limits.strategies import MovingWindowRateLimiter
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from adapters.limits.local import LocalLimits
from application.ports.limits import Allowance, Count

PATIENCE = 0.25  # seconds that Redis has for an answer: everybody waits for it
SILENT = 5.0  # seconds during which a Redis that failed is left alone
PREFIX = "limits"

log = structlog.get_logger(__name__)


class RedisLimits:
    """The `Limits` port. `clock` (seconds) is for tests: it tells how long a Redis that failed is left alone."""

    def __init__(self, redis_url: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._redis = Redis.from_url(
            redis_url,
            socket_timeout=PATIENCE,
            socket_connect_timeout=PATIENCE,
            retry=Retry(NoBackoff(), 1),  # a connection that a restart of the server has closed
        )
        storage = RedisStorage(redis_url, connection_pool=self._redis.connection_pool, key_prefix=PREFIX)
        self._window = MovingWindowRateLimiter(storage)
        self._clock = clock
        self._local = LocalLimits(clock)
        self._left_alone_until = 0.0
        self._said = False

    def take(self, allowance: Allowance, who: UUID) -> Count:
        """Count one request, unless there is none left."""
        return self._ask(lambda: self._taken(allowance, who)) or self._local.take(allowance, who)

    def take_at_once(self, allowance: Allowance, who: UUID) -> Count | None:
        """Never: Redis is far."""
        return None

    def look(self, allowance: Allowance, who: UUID) -> Count:
        """What is left."""
        return self._ask(lambda: self._left(allowance, who)) or self._local.look(allowance, who)

    def close(self) -> None:
        """Let the connections go."""
        self._redis.close()

    def _taken(self, allowance: Allowance, who: UUID) -> Count:
        accepted = self._window.hit(_item(allowance), str(who))
        return self._left(allowance, who, accepted)

    def _left(self, allowance: Allowance, who: UUID, accepted: bool | None = None) -> Count:
        reset_at, left = self._window.get_window_stats(_item(allowance), str(who))
        wait = min(max(0.0, reset_at - time.time()), allowance.seconds) if left < allowance.most else 0.0
        return Count(left > 0 if accepted is None else accepted, allowance.most, left, wait)

    def _ask(self, question: Callable[[], Count]) -> Count | None:
        """The answer of Redis, or None while it gives none."""
        if self._clock() < self._left_alone_until:
            return None
        try:
            count = question()
        except (RedisError, OSError, ValueError) as error:  # whatever it is that answers there
            self._left_alone_until = self._clock() + SILENT
            if not self._said:
                self._said = True
                log.warning("limits_unshared", error=type(error).__name__)
            return None
        if self._said:
            self._said = False
            log.info("limits_shared_again")
        return count


def _item(allowance: Allowance) -> RateLimitItemPerSecond:
    return RateLimitItemPerSecond(allowance.most, allowance.seconds, namespace=allowance.kind)
