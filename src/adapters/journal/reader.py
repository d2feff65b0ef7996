"""The reading side of the journal: what was kept becomes facts, in the order of arrival for each sender.

Different senders go side by side, so that their commits are gathered. A row that fails is tried again with
back-off, then set aside as failed: it can be replayed by hand, and nothing of it is lost.
"""

import zlib
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import structlog
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from adapters.journal.day_keys import DayKeys
from adapters.postgres.pools import Pool
from adapters.secrets.sealing import unseal
from application.effect import back_off
from application.intake import Gave, Intake, Origin
from application.ports.messaging import (
    Inbound,
    InboundDeletion,
    InboundEdit,
    InboundMessage,
    InboundPreference,
    InboundReaction,
    Messaging,
    Receipt,
)
from domain.refusal import Refused

PAGE = 128
LANES = 8
MOST_ATTEMPTS = 6
READER_LOCK = 0x10042A1

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Row:
    id: int
    received_on: date
    received_at: datetime
    organisation_id: UUID
    channel_id: UUID
    provider: str
    sealed: bytes
    attempts: int


@dataclass(slots=True)
class _Reading:
    """A row being read: what its items gave, or what went wrong."""

    row: _Row
    gave: list[Gave] = field(default_factory=list)
    error: Exception | None = None


class JournalReader:
    """Reads the journal. One reader works at a time, whoever it is."""

    def __init__(self, pool: Pool, day_keys: DayKeys, providers: Mapping[str, Messaging], intake: Intake) -> None:
        self._pool = pool
        self._day_keys = day_keys
        self._providers = providers
        self._intake = intake
        self._lanes = [ThreadPoolExecutor(1, thread_name_prefix=f"intake-{n}") for n in range(LANES)]

    def advance(self) -> bool:
        """Read one page. Whether there is more to do now."""
        with self._pool.connection() as connection, connection.transaction():
            locked = connection.execute("SELECT pg_try_advisory_xact_lock(%s)", [READER_LOCK]).fetchone()
            if locked is None or not locked[0]:
                return False
            rows = (
                connection.cursor(row_factory=class_row(_Row))
                .execute(
                    "SELECT id, received_on, received_at, organisation_id, channel_id, provider, sealed, attempts"
                    " FROM journal.webhooks WHERE state = 'received'"
                    " AND (retry_at IS NULL OR retry_at <= clock_timestamp()) ORDER BY id LIMIT %s",
                    [PAGE],
                )
                .fetchall()
            )
            if not rows:
                return False
            for reading in self._read(rows):
                connection.execute(*_settled(reading))
        return len(rows) == PAGE

    def close(self) -> None:
        """Finish what was begun."""
        for lane in self._lanes:
            lane.shutdown()

    def _read(self, rows: Sequence[_Row]) -> list[_Reading]:
        readings = [_Reading(row) for row in rows]
        work = []
        for reading in readings:
            for item in self._items(reading):
                lane = self._lanes[zlib.crc32(_sender(reading.row, item)) % LANES]
                work.append((reading, lane.submit(self._take, reading.row, item)))
        for reading, future in work:
            try:
                reading.gave.append(future.result())
            except Refused as refused:
                reading.gave.append(Gave(f"refused:{refused.code}", "ignored"))
            except Exception as error:
                reading.error = error
        return readings

    def _items(self, reading: _Reading) -> Sequence[Inbound]:
        row = reading.row
        try:
            payload = unseal(self._day_keys.of(row.received_on), row.sealed, row.organisation_id, row.channel_id)
            return self._providers[row.provider].read(payload, row.received_at)
        except Exception as error:
            reading.error = error
            return []

    def _take(self, row: _Row, item: Inbound) -> Gave:
        correlation_id = uuid5(row.channel_id, f"webhook:{row.id}")
        return self._intake.take(Origin(row.organisation_id, row.channel_id, row.received_at, correlation_id), item)


def _sender(row: _Row, item: Inbound) -> bytes:
    """What must stay in order: all that one sender does; the receipts of one message."""
    match item:
        case InboundMessage() | InboundReaction() | InboundEdit() | InboundDeletion() | InboundPreference():
            return f"{row.channel_id}:{item.sender[0].value}".encode()
        case Receipt():
            return f"{row.channel_id}:{item.provider_message_id}".encode()
        case _:
            return row.channel_id.bytes


def _settled(reading: _Reading) -> tuple[bytes, list[Any]]:
    row = reading.row
    if reading.error is None:
        gave = Jsonb([asdict(one) for one in reading.gave])
        return (
            b"UPDATE journal.webhooks SET state = 'read', gave = %s, error = '', attempts = attempts + 1"
            b" WHERE received_on = %s AND id = %s",
            [gave, row.received_on, row.id],
        )
    attempt = row.attempts + 1
    log.error("webhook_not_read", webhook=row.id, attempt=attempt, exc_info=reading.error)
    state = "failed" if attempt >= MOST_ATTEMPTS else "received"
    wait: timedelta = back_off(attempt, first=0.5)
    return (
        b"UPDATE journal.webhooks SET state = %s, error = %s, attempts = %s, retry_at = clock_timestamp() + %s"
        b" WHERE received_on = %s AND id = %s",
        [state, f"{type(reading.error).__name__}: {reading.error}"[:500], attempt, wait, row.received_on, row.id],
    )
