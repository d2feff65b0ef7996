"""The reading side of the journal: what was kept becomes facts, in the order of arrival for each sender.

What different senders did is read and committed together. A row that fails is tried again with
back-off, then set aside as failed: it can be read again on order, and nothing of it is lost. What is read again
waits behind what arrives.
"""

import traceback
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import PurePath
from typing import Any, LiteralString
from uuid import UUID, uuid5

import structlog
from psycopg import Connection, Cursor
from psycopg.rows import class_row
from psycopg.types.json import Json

from adapters.journal.day_keys import DayKeys
from adapters.postgres.pools import Pool
from adapters.secrets.sealing import unseal
from application.effect import back_off
from application.intake import Intake
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
from application.taking import Gave, Origin
from domain.refusal import Refused

PAGE = 128
MOST_ATTEMPTS = 6
REFUSED = "refused:"
READER_LOCK = 0x10042A1
FRESH = ("new", "held")
"""Results of items that nobody knew of before."""

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
    replay_id: UUID | None
    gave: Sequence[Mapping[str, Any]]


@dataclass(slots=True)
class _Reading:
    """A row being read: what its items gave, or what went wrong."""

    row: _Row
    gave: list[Gave] = field(default_factory=list)
    delay: timedelta | None = None
    error: Exception | None = None

    @property
    def added(self) -> int:
        """How many things were not known before."""
        return sum(one.result in FRESH for one in self.gave)

    @property
    def untold(self) -> list[Gave]:
        """What earlier readings of the row have not noted: their own things come back as duplicates.

        Once all its items were noted, a refusal is of today (the person was erased since), and tells nothing of them.
        """
        noted = {(one["kind"], one["id"]) for one in self.row.gave}
        whole = len(self.row.gave) >= len(self.gave)
        new = [one for one in self.gave if (one.kind, str(one.id) if one.id else None) not in noted]
        return [one for one in new if not (whole and one.kind.startswith(REFUSED))]

    @property
    def given_up(self) -> bool:
        """Whether it is not tried again."""
        return self.error is not None and self.row.attempts + 1 >= MOST_ATTEMPTS

    def note(self, item: Inbound, given: Gave | Exception) -> None:
        """What taking one item in gave."""
        match given:
            case Gave():
                self._add(item, given)
            case Refused():
                self._add(item, Gave(f"{REFUSED}{given.code}", "ignored"))
            case error:
                self.error = error

    def _add(self, item: Inbound, gave: Gave) -> None:
        self.gave.append(gave)
        told_at = _told_at(item)
        # Twilio tells no time, and adapters then take ours: no delay is known.
        if gave.result in FRESH and told_at is not None and told_at < self.row.received_at:
            self.delay = max(self.delay or timedelta(), self.row.received_at - told_at)


class JournalReader:
    """Reads the journal. One reader works at a time, whoever it is."""

    def __init__(self, pool: Pool, day_keys: DayKeys, providers: Mapping[str, Messaging], intake: Intake) -> None:
        self._pool = pool
        self._day_keys = day_keys
        self._providers = providers
        self._intake = intake

    def advance(self) -> bool:
        """Read one page. Whether there is more to do now."""
        with self._pool.connection() as connection, connection.pipeline(), connection.transaction():
            locked = connection.execute("SELECT pg_try_advisory_xact_lock(%s)", [READER_LOCK])
            arrived = _due(connection, replayed=False, limit=PAGE)
            replaying = connection.execute(_REPLAYING)
            if locked.fetchone() != (True,):
                return False
            rows = arrived.fetchall()
            if len(rows) < PAGE and replaying.fetchone():
                rows += _due(connection, replayed=True, limit=PAGE - len(rows)).fetchall()
            if not rows:
                return False
            readings = self._read(rows)
            _settle(connection, readings)
            for replay_id in {row.replay_id for row in rows if row.replay_id}:
                connection.execute(*_counted(replay_id, [one for one in readings if one.row.replay_id == replay_id]))
        return len(rows) == PAGE

    def _read(self, rows: Sequence[_Row]) -> list[_Reading]:
        readings = [_Reading(row) for row in rows]
        work = [(reading, item) for reading in readings for item in self._items(reading)]
        for together in _in_turns(work):
            gave = self._intake.take_each([(_origin(reading.row), item) for reading, item in together])
            for (reading, item), given in zip(together, gave, strict=True):
                reading.note(item, given)
        return readings

    def _items(self, reading: _Reading) -> Sequence[Inbound]:
        row = reading.row
        try:
            payload = unseal(self._day_keys.of(row.received_on), row.sealed, row.organisation_id, row.channel_id)
            return self._providers[row.provider].read(payload, row.received_at)
        except Exception as error:
            reading.error = error
            return []


def _in_turns(work: Iterable[tuple[_Reading, Inbound]]) -> list[list[tuple[_Reading, Inbound]]]:
    """What different senders do, together; the second thing that a sender does comes after all first ones."""
    done: Counter[bytes] = Counter()
    turns: list[list[tuple[_Reading, Inbound]]] = []
    for reading, item in work:
        sender = _sender(reading.row, item)
        if done[sender] == len(turns):
            turns.append([])
        turns[done[sender]].append((reading, item))
        done[sender] += 1
    return turns


def _origin(row: _Row) -> Origin:
    correlation_id = uuid5(row.channel_id, f"webhook:{row.id}")
    return Origin(row.organisation_id, row.channel_id, row.received_at, correlation_id)


def _sender(row: _Row, item: Inbound) -> bytes:
    """What must stay in order: all that one sender does; the receipts of one message."""
    match item:
        case InboundMessage() | InboundReaction() | InboundEdit() | InboundDeletion() | InboundPreference():
            return f"{row.channel_id}:{item.sender[0].value}".encode()
        case Receipt():
            return f"{row.channel_id}:{item.provider_message_id}".encode()
        case _:
            return row.channel_id.bytes


def _told_at(item: Inbound) -> datetime | None:
    """When it happened, by the provider."""
    match item:
        case InboundMessage() | InboundReaction():
            return item.sent_at
        case Receipt():
            return item.at
        case _:
            return None


def _due(connection: Connection[Any], *, replayed: bool, limit: int) -> Cursor[_Row]:
    """What is to be read now: what arrived, or what is read again."""
    which = "replay_id IS NOT NULL" if replayed else "replay_id IS NULL"
    return connection.cursor(row_factory=class_row(_Row)).execute(_DUE.format(which=which), [limit])


_REPLAYING: LiteralString = "SELECT 1 FROM journal.replays WHERE done_at IS NULL LIMIT 1"
_DUE: LiteralString = """
SELECT id, received_on, received_at, organisation_id, channel_id, provider, sealed, attempts, replay_id,
       gave
FROM journal.webhooks WHERE state = 'received' AND {which}
AND (retry_at IS NULL OR retry_at <= clock_timestamp()) ORDER BY id LIMIT %s
"""


def _settle(connection: Connection[Any], readings: Sequence[_Reading]) -> None:
    """Leave every row as its reading leaves it."""
    for reading in readings:
        if reading.error is not None:
            row = reading.row
            log.error("webhook_not_read", webhook=row.id, attempt=row.attempts + 1, exc_info=reading.error)
    for day in {reading.row.received_on for reading in readings}:
        settled = [one for one in readings if one.row.received_on == day]
        connection.execute(_SETTLE, [Json(list(map(_outcome, settled))), day, [one.row.id for one in settled]])


def _outcome(reading: _Reading) -> dict[str, Any]:
    row, error, untold = reading.row, reading.error, reading.untold
    return {
        "id": row.id,
        "state": "read" if error is None else "failed" if reading.given_up else "received",
        "error": "" if error is None else _place_of(error),
        "wait_s": None if error is None else back_off(row.attempts + 1, first=0.5).total_seconds(),
        "attempts": row.attempts + 1,
        "gave": [{"kind": one.kind, "result": one.result, "id": one.id and str(one.id)} for one in untold],
        "duplicates": sum(one.result == "duplicate" for one in untold),
        "delay_ms": None if reading.delay is None else round(reading.delay.total_seconds() * 1000),
    }


_SETTLE: LiteralString = """
UPDATE journal.webhooks w SET state = o.state, error = o.error, attempts = o.attempts, gave = w.gave || o.gave,
    duplicates = w.duplicates + o.duplicates, delay_ms = greatest(w.delay_ms, o.delay_ms),
    read_at = CASE WHEN o.state = 'read' THEN coalesce(w.read_at, clock_timestamp()) ELSE w.read_at END,
    retry_at = CASE WHEN o.state = 'read' THEN w.retry_at ELSE clock_timestamp() + make_interval(secs => o.wait_s) END
FROM json_to_recordset(%s) AS o (id bigint, state text, error text, wait_s float8, attempts integer,
    gave jsonb, duplicates integer, delay_ms bigint)
WHERE w.received_on = %s AND w.id = o.id AND w.id = ANY(%s) -- the last for the index, whatever is known of the table
"""


def _place_of(error: Exception) -> str:
    """``KeyError, reading.py:88``: its message may quote the body, so it is not kept."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f", {PurePath(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"


def _counted(replay_id: UUID, readings: Sequence[_Reading]) -> tuple[LiteralString, dict[str, Any]]:
    """What the order has come to."""
    return (
        "UPDATE journal.replays SET read = read + %(read)s, failed = failed + %(failed)s, added = added + %(added)s,"
        " done_at = CASE WHEN read + failed + %(read)s + %(failed)s >= marked THEN clock_timestamp() END"
        " WHERE replay_id = %(replay)s",
        {
            "replay": replay_id,
            "read": sum(one.error is None for one in readings),
            "failed": sum(one.given_up for one in readings),
            "added": sum(one.added for one in readings),
        },
    )
