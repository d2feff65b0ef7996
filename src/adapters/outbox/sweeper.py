"""The sweeper sends what is due to the workers, each organisation in its turn, and again when the broker lost it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import structlog
from dramatiq.brokers.redis import RedisBroker
from dramatiq.errors import BrokerError
from psycopg import Connection
from redis.exceptions import RedisError

from adapters.outbox import places
from adapters.outbox.broker import channel_of, message_for, queue_of
from adapters.postgres.pools import Pool

LONGEST_WAIT = 1.0
FOR_A_PLACE = 0.05  # seconds: a place that is given back is taken again so soon
SHORTEST_WAIT = 0.03  # slots that come one after the other are swept together

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Sweeper:
    """One round at a time; several sweepers may run."""

    pool: Pool
    broker: RedisBroker

    def sweep(self) -> int:
        """Send what is due. Gives how many rows."""
        with self.pool.connection() as connection, connection.transaction():
            rows = places.due(connection)
            try:
                for row in rows:
                    self.broker.enqueue(message_for(str(row.id), row.kind, row.priority))
                _ring(connection, {queue_of(row.kind, row.priority) for row in rows})
            except (RedisError, BrokerError) as error:
                log.warning("broker_unreachable", error=str(error), rows=len(rows))
                raise
        return len(rows)

    def wait(self) -> float:
        """Seconds until there is something to send, at most one."""
        with self.pool.connection() as connection:
            seconds, crowded = places.next_due(connection)
        longest = FOR_A_PLACE if crowded else LONGEST_WAIT
        return longest if seconds is None else min(longest, max(SHORTEST_WAIT, seconds))


def _ring(connection: Connection[Any], queues: Iterable[str]) -> None:
    """Tell the workers once the transaction is committed, when the rows are there to be claimed."""
    for queue in queues:
        connection.execute("SELECT pg_notify(%s, '')", [channel_of(queue)])
