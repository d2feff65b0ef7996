"""A worker's side of the outbox: claim the row, run its handler, settle the row."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

import structlog

from adapters.outbox import store
from adapters.postgres.pools import Pool
from application.effect import Done, Handler, Later, NotYet, Result, Services, back_off

MOST_CRASHES = 10
LEASE = timedelta(seconds=45)

log = structlog.get_logger(__name__)


class Performer:
    """Performs effects. Safe from any thread."""

    def __init__(
        self, pool: Pool, services: Services, handlers: Mapping[str, Handler], *, lease: timedelta = LEASE
    ) -> None:
        self._pool = pool
        self._services = services
        self._handlers = handlers
        self._lease = lease

    def perform(self, effect_id: UUID) -> Result | None:
        """Perform the row if it is due and free; None when it is not, or when its handler crashed."""
        with self._pool.connection() as connection:
            claimed = store.claim(connection, effect_id, self._lease)
        if claimed is None:
            return None
        structlog.contextvars.bind_contextvars(
            organisation=str(claimed.job.organisation_id), effect=claimed.job.kind, **dict(claimed.job.refs)
        )
        try:
            result = self._handlers[claimed.job.kind](claimed.job, self._services)
        except Exception as error:
            log.exception("effect_crashed", attempt=claimed.job.attempt)
            self._after_crash(claimed, error)
            return None
        finally:
            structlog.contextvars.clear_contextvars()
        self._settle(claimed, result)
        return result

    def _settle(self, claimed: store.Claim, result: Result) -> None:
        with self._pool.connection() as connection:
            match result:
                case Done():
                    store.done(connection, claimed.id)
                case Later():
                    store.later(connection, claimed.id, result.wait, result.reason)
                case NotYet():
                    store.not_yet(connection, claimed.id, result.wait, keeps_place=not result.alone)

    def _after_crash(self, claimed: store.Claim, error: Exception) -> None:
        reason = f"{type(error).__name__}: {error}"[:500]
        with self._pool.connection() as connection:
            if claimed.job.attempt >= MOST_CRASHES:
                store.park(connection, claimed.id, reason)
            else:
                store.later(connection, claimed.id, back_off(claimed.job.attempt), reason)
