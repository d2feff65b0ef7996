"""Health, in a bounded time: one look at a time for everybody, in threads of its own, and nobody waits for long."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Any, Generic, TypeVar

import psycopg
import redis

from adapters.postgres.pools import Pool
from application.ports.health import Health

T = TypeVar("T")

PATIENCE = 0.3  # seconds for each answer; the promise is half a second for the whole
FRESH = 1.0  # seconds during which an answer holds for the next ones


class _Shared(Generic[T]):
    """The last answer of a slow question. Asked again only when it is old, by one asker at a time."""

    def __init__(self, ask: Callable[[], T], threads: ThreadPoolExecutor) -> None:
        self._ask = ask
        self._threads = threads
        self._lock = Lock()
        self._asked_at = 0.0
        self._answer: Future[T] | None = None

    def answer(self) -> "Future[T]":
        with self._lock:
            settled = self._answer is not None and self._answer.done()
            if self._answer is None or (settled and time.monotonic() - self._asked_at > FRESH):
                self._asked_at = time.monotonic()
                self._answer = self._threads.submit(self._ask)
            return self._answer


class BoundedDoctor:
    """The `Doctor` port."""

    def __init__(self, pool: Pool, redis_url: str) -> None:
        self._pool = pool
        self._broker = redis.Redis.from_url(redis_url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="doctor")
        self._lag = _Shared(self._ask_database, self._threads)
        self._pong = _Shared(self._ask_broker, self._threads)

    async def look(self) -> Health:
        """What answers now."""
        lag, pong = self._lag.answer(), self._pong.answer()
        asked: list[asyncio.Future[Any]] = [asyncio.wrap_future(lag), asyncio.wrap_future(pong)]
        await asyncio.wait(asked, timeout=PATIENCE)
        lag_facts = lag.result() if lag.done() else None
        return Health(lag_facts is not None, pong.done() and pong.result(), lag_facts)

    def close(self) -> None:
        """Let the connections go."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._broker.close()

    def _ask_database(self) -> int | None:
        """How far behind the latest read model is; None when the database does not answer."""
        try:
            with self._pool.connection(timeout=PATIENCE) as connection:
                row = connection.execute(
                    "SELECT coalesce((SELECT max(position) FROM ledger.facts), 0)"
                    " - coalesce((SELECT min(position) FROM read.generations WHERE state = 'live'), 0)"
                ).fetchone()
        except psycopg.Error:
            return None
        return max(0, row[0]) if row else None

    def _ask_broker(self) -> bool:
        try:
            return bool(self._broker.ping())
        except redis.RedisError:
            return False
