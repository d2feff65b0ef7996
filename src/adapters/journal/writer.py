"""The writing side of the journal: webhooks that arrive together are committed together, then answered."""

import asyncio
import hashlib
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from adapters.gathering import Gatherer
from adapters.journal import waiting
from adapters.journal.day_keys import DayKeys
from adapters.postgres.pools import Pool
from adapters.secrets.sealing import seal
from application.ports.clock import Clock
from application.ports.journal import Arrival, RefusalReason

LONGEST_REST = 0.005  # seconds: what a provider may wait so that others are kept with it


@dataclass(frozen=True, slots=True)
class _Pending:
    arrivals: Sequence[Arrival]
    kept: waiting.Waiter


# One statement, so one way to the server and back. In binary: as text, each array is escaped twice over.
_KEEP = """
WITH kept AS (
    INSERT INTO journal.webhooks (received_on, received_at, organisation_id, channel_id, provider, digest, sealed)
    SELECT %b::date, %b::timestamptz, *
    FROM unnest(%b::uuid[], %b::uuid[], %b::text[], %b::bytea[], %b::bytea[])
)
SELECT pg_notify('journal', '')
"""


class JournalWriter:
    """Keeps webhooks durably. One thread commits what has gathered."""

    def __init__(self, pool: Pool, day_keys: DayKeys, clock: Clock) -> None:
        self._pool = pool
        self._day_keys = day_keys
        self._clock = clock
        self._gatherer = Gatherer(self._commit, name="journal", longest_rest=LONGEST_REST)

    def keep(self, arrivals: Sequence[Arrival]) -> "Future[None]":
        """Keep the parts of one webhook, together. The future is done once they are durable."""
        kept: Future[None] = Future()
        kept.set_running_or_notify_cancel()  # a caller who leaves must not stop the writer
        self._gatherer.put(_Pending(arrivals, kept))
        return kept

    def kept(self, arrivals: Sequence[Arrival]) -> "asyncio.Future[None]":
        """The same as `keep`, for a coroutine: its event loop is woken once for all that has become durable."""
        kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._gatherer.put(_Pending(arrivals, kept))
        return kept

    def refuse(self, provider: str, endpoint: UUID, reason: RefusalReason) -> None:
        """Count what was refused; nothing else of it is kept."""
        with self._pool.connection() as connection:
            connection.execute(
                "INSERT INTO journal.refusals AS r (refused_on, provider, endpoint, reason, count, first_at, last_at)"
                " VALUES (current_date, %s, %s, %s, 1, clock_timestamp(), clock_timestamp())"
                " ON CONFLICT (refused_on, provider, endpoint, reason)"
                " DO UPDATE SET count = r.count + 1, last_at = clock_timestamp()",
                [provider, endpoint, reason],
            )

    def close(self) -> None:
        """Commit what was asked for, then stop."""
        self._gatherer.close()

    def _commit(self, batch: list[_Pending]) -> None:
        waiters = [pending.kept for pending in batch]
        try:
            self._keep([arrival for pending in batch for arrival in pending.arrivals], self._clock.now())
        except Exception as error:
            waiting.tell(waiters, error)
        else:
            waiting.tell(waiters, None)

    def _keep(self, arrivals: Sequence[Arrival], at: datetime) -> None:
        key = self._day_keys.of(at.date())
        rows = [_row(arrival, key) for arrival in arrivals]
        with self._pool.connection() as connection:
            connection.execute(_KEEP, [at.date(), at, *(list(column) for column in zip(*rows, strict=True))])


def _row(arrival: Arrival, key: bytes) -> tuple[object, ...]:
    sealed = seal(key, arrival.payload, arrival.organisation_id, arrival.channel_id)
    digest = hashlib.sha256(arrival.payload).digest()
    return arrival.organisation_id, arrival.channel_id, arrival.provider, digest, sealed
