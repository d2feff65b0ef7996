"""The database's clock, read now and then; in between, a monotonic clock carries it on."""

import time
from datetime import datetime, timedelta
from threading import Lock

from adapters.postgres.pools import Pool

GOOD_FOR = 30.0  # seconds between two looks


class DatabaseClock:
    """The `Clock` port."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._lock = Lock()
        self._seen: tuple[datetime, float] | None = None

    def now(self) -> datetime:
        """Now, in UTC, by the clock that stamps the facts."""
        with self._lock:
            if self._seen is None or time.monotonic() - self._seen[1] > GOOD_FOR:
                self._seen = self._look()
            at, tick = self._seen
            return at + timedelta(seconds=time.monotonic() - tick)

    def _look(self) -> tuple[datetime, float]:
        with self._pool.connection() as connection:
            row = connection.execute("SELECT clock_timestamp()").fetchone()
        assert row is not None
        at: datetime = row[0]
        return at, time.monotonic()
