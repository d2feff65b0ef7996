"""The writing side of the journal: webhooks that arrive together are committed together, then answered.

A coroutine awaits `asyncio.wrap_future(journal.keep(...))`; the answer to the provider comes after the commit.
"""

import hashlib
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from adapters.gathering import Gatherer
from adapters.journal.day_keys import DayKeys
from adapters.postgres.pools import Pool
from adapters.secrets.sealing import seal
from application.ports.clock import Clock
from application.ports.journal import Arrival, RefusalReason


@dataclass(frozen=True, slots=True)
class _Pending:
    arrivals: Sequence[Arrival]
    kept: "Future[None]"


_INSERT = """
INSERT INTO journal.webhooks (received_on, received_at, organisation_id, channel_id, provider, digest, sealed)
SELECT * FROM unnest(%s::date[], %s::timestamptz[], %s::uuid[], %s::uuid[], %s::text[], %s::bytea[], %s::bytea[])
"""


class JournalWriter:
    """Keeps webhooks durably. One thread commits what has gathered."""

    def __init__(self, pool: Pool, day_keys: DayKeys, clock: Clock) -> None:
        self._pool = pool
        self._day_keys = day_keys
        self._clock = clock
        self._gatherer = Gatherer(self._commit, name="journal")

    def keep(self, arrivals: Sequence[Arrival]) -> "Future[None]":
        """Keep the parts of one webhook, together. The future is done once they are durable."""
        pending = _Pending(arrivals, Future())
        pending.kept.set_running_or_notify_cancel()  # a caller who leaves must not stop the writer
        self._gatherer.put(pending)
        return pending.kept

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
        try:
            rows = [self._row(arrival, self._clock.now()) for pending in batch for arrival in pending.arrivals]
            with self._pool.connection() as connection, connection.transaction():
                connection.execute(_INSERT, [list(column) for column in zip(*rows, strict=True)])
                connection.execute("NOTIFY journal")
        except Exception as error:
            for pending in batch:
                pending.kept.set_exception(error)
        else:
            for pending in batch:
                pending.kept.set_result(None)

    def _row(self, arrival: Arrival, at: datetime) -> tuple[object, ...]:
        sealed = seal(self._day_keys.of(at.date()), arrival.payload, arrival.organisation_id, arrival.channel_id)
        return (
            at.date(),
            at,
            arrival.organisation_id,
            arrival.channel_id,
            arrival.provider,
            hashlib.sha256(arrival.payload).digest(),
            sealed,
        )
