"""The key of a day: raw webhooks of the day are encrypted with it, and are noise once it is dropped."""

import os
from datetime import date
from threading import Lock

from adapters.postgres.pools import Pool
from adapters.secrets.master_key import KEY_SIZE, MasterKey


class DayKeys:
    """Keys by day (UTC), made at first use, in the keys database."""

    def __init__(self, pool: Pool, master_key: MasterKey) -> None:
        self._pool = pool
        self._master_key = master_key
        self._keys: dict[date, bytes] = {}
        self._lock = Lock()

    def of(self, day: date) -> bytes:
        """The key of the day, durable before it is given."""
        with self._lock:
            if day not in self._keys:
                self._keys[day] = self._make(day)
            return self._keys[day]

    def drop_before(self, day: date) -> None:
        """Destroy the keys of older days."""
        with self._pool.connection() as connection:
            connection.execute("DELETE FROM keys.days WHERE day < %s", [day])
        with self._lock:
            self._keys = {known: key for known, key in self._keys.items() if known >= day}

    def _make(self, day: date) -> bytes:
        wrapped = self._master_key.wrap(os.urandom(KEY_SIZE), f"day:{day}")
        with self._pool.connection() as connection:
            connection.execute(
                "INSERT INTO keys.days (day, wrapped) VALUES (%s, %s) ON CONFLICT DO NOTHING", [day, wrapped]
            )
            row = connection.execute("SELECT wrapped FROM keys.days WHERE day = %s", [day]).fetchone()
        assert row is not None
        return self._master_key.unwrap(row[0], f"day:{day}")
