"""The sweeper sends what is due to the workers, and sends it again when the broker lost it."""

from dataclasses import dataclass

import structlog
from dramatiq.brokers.redis import RedisBroker
from dramatiq.errors import BrokerError
from redis.exceptions import RedisError

from adapters.outbox import store
from adapters.outbox.broker import message_for
from adapters.postgres.pools import Pool

LONGEST_WAIT = 1.0

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Sweeper:
    """One round at a time; several sweepers may run."""

    pool: Pool
    broker: RedisBroker

    def sweep(self) -> int:
        """Send what is due. Gives how many rows."""
        with self.pool.connection() as connection, connection.transaction():
            rows = store.due(connection)
            try:
                for effect_id, kind in rows:
                    self.broker.enqueue(message_for(str(effect_id), kind))
            except (RedisError, BrokerError) as error:
                log.warning("broker_unreachable", error=str(error), rows=len(rows))
                raise
        return len(rows)

    def wait(self) -> float:
        """Seconds until there is something to send, at most one."""
        with self.pool.connection() as connection:
            seconds = store.next_due(connection)
        return LONGEST_WAIT if seconds is None else min(LONGEST_WAIT, max(0.0, seconds))
