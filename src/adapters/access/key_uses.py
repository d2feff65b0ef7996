"""When API keys were last used: a row a key, written at most once a minute by each process, beside the request."""

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from threading import Lock
from uuid import UUID

import psycopg
import structlog
from psycopg_pool import PoolTimeout

from adapters.postgres.pools import Pool, organisation_session

WRITTEN_EVERY = 60.0  # seconds
MOST_REMEMBERED = 10_000

log = structlog.get_logger(__name__)


class WrittenKeyUses:
    """The `KeyUses` port. `aside` does something after the request, one thing after the other."""

    def __init__(
        self,
        pool: Pool,
        app_pool: Pool,
        aside: Callable[[Callable[[], object]], object],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._pool = pool
        self._app_pool = app_pool
        self._aside = aside
        self._monotonic = monotonic
        self._lock = Lock()
        self._until: dict[tuple[UUID, UUID], float] = {}

    def note(self, organisation_id: UUID, key_id: UUID, at: datetime) -> None:
        """The key was used."""
        now = self._monotonic()
        with self._lock:
            if now < self._until.get((organisation_id, key_id), 0.0):
                return
            if len(self._until) > MOST_REMEMBERED:
                self._until.clear()
            self._until[organisation_id, key_id] = now + WRITTEN_EVERY
        self._aside(lambda: self._write(organisation_id, key_id, at))

    def last(self, organisation_id: UUID) -> Mapping[UUID, datetime]:
        """When each key of the organisation was."""
        with organisation_session(self._app_pool, organisation_id, "access") as connection:
            return dict(connection.execute("SELECT key_id, used_at FROM key_uses").fetchall())

    def _write(self, organisation_id: UUID, key_id: UUID, at: datetime) -> None:
        try:
            with self._pool.connection() as connection:
                connection.execute(
                    "INSERT INTO access.key_uses AS known (organisation_id, key_id, used_at) VALUES (%s, %s, %s)"
                    " ON CONFLICT (organisation_id, key_id)"
                    " DO UPDATE SET used_at = greatest(known.used_at, excluded.used_at)",
                    [organisation_id, key_id, at],
                )
        except (psycopg.Error, PoolTimeout) as error:
            log.warning("key_use_not_noted", error=type(error).__name__)
            with self._lock:
                self._until.pop((organisation_id, key_id), None)
