"""The library's PostgreSQL recorder, over the ledger's own table, lock and conflict check.

Under one transaction-level advisory lock it reads the versions of the streams concerned, drops the
saves that conflict (also with each other) and inserts the rest in one statement: a conflict fails
alone, without savepoints, and leaves no gap.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from eventsourcing.persistence import IntegrityError, Notification, StoredEvent
from eventsourcing.postgres import ConnectionPool, PostgresApplicationRecorder, PostgresDatastore
from psycopg import Connection
from psycopg.rows import DictRow, tuple_row

from adapters.event_store.stored import DEFAULT_ORGANISATION, RecordedFact, organisation_of
from adapters.postgres.pools import check

WRITER_LOCK = 0x1ED6E12  # one writer of the ledger at a time
CHANNEL = "ledger"

Stream = tuple[UUID, UUID]

_COLUMNS = "organisation_id, stream_id, version, sequence, position, recorded_at, name, state"

# Arrays go in binary: as text, writing them would take a quarter of the time of a save.
_PLACES = """
SELECT s.organisation_id, s.stream_id,
       (SELECT max(f.version) FROM ledger.facts f
        WHERE f.organisation_id = s.organisation_id AND f.stream_id = s.stream_id),
       coalesce(h.sequence, 0), greatest(clock_timestamp(), h.recorded_at)
FROM unnest(%b::uuid[], %b::uuid[]) AS s (organisation_id, stream_id)
LEFT JOIN ledger.heads h ON h.organisation_id = s.organisation_id
"""

_APPEND = f"""
WITH written AS (
    INSERT INTO ledger.facts (organisation_id, stream_id, version, sequence, recorded_at, name, state)
    SELECT organisation_id, stream_id, version, sequence, recorded_at, name, state
    FROM unnest(%b::uuid[], %b::uuid[], %b::bigint[], %b::bigint[], %b::timestamptz[], %b::text[], %b::bytea[])
         WITH ORDINALITY AS new (organisation_id, stream_id, version, sequence, recorded_at, name, state, n)
    ORDER BY n
    RETURNING organisation_id, sequence, position
), moved AS (
    INSERT INTO ledger.heads (organisation_id, sequence, recorded_at)
    SELECT * FROM unnest(%b::uuid[], %b::bigint[], %b::timestamptz[])
    ON CONFLICT (organisation_id) DO UPDATE SET sequence = EXCLUDED.sequence, recorded_at = EXCLUDED.recorded_at
)
SELECT organisation_id, sequence, position, (SELECT pg_notify('{CHANNEL}', '')) FROM written
"""


@dataclass(frozen=True, slots=True)
class StoredSave:
    """Stored events to append together, with the versions that other streams must have then."""

    events: Sequence[StoredEvent]
    guards: Sequence[tuple[Stream, int]] = ()


@dataclass(slots=True)
class _Head:
    sequence: int
    recorded_at: datetime


class LedgerRecorder(PostgresApplicationRecorder):
    """Appends and reads `ledger.facts`. Created by migrations, never by the library."""

    def __init__(self, datastore: PostgresDatastore, *, events_table_name: str = "facts") -> None:
        if datastore.enable_db_functions:
            # The library's function takes no lock: a reader can then miss a fact for ever.
            raise ValueError("POSTGRES_ENABLE_DB_FUNCTIONS must stay off")
        datastore.pool = _checked(datastore)
        super().__init__(datastore, events_table_name=events_table_name)
        self.channel_name = CHANNEL

    def create_table(self) -> None:
        """Migrations do."""

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:
        """Append one save. Returns the positions. Raises the library's `IntegrityError` on a conflict."""
        recorded = self.append([StoredSave(stored_events)])[0]
        if recorded is None:
            raise IntegrityError("another save came first on one of the streams")
        return [fact.id for fact in recorded]

    def append(self, saves: Sequence[StoredSave]) -> list[list[RecordedFact] | None]:
        """Append the saves in order, each as a whole. Gives None for a save that conflicts."""
        with self.datastore.get_connection() as connection, connection.pipeline(), connection.transaction():
            return self._append(connection, saves)

    def _append(self, connection: Connection[DictRow], saves: Sequence[StoredSave]) -> list[list[RecordedFact] | None]:
        cursor = connection.cursor(row_factory=tuple_row)
        streams = list({stream for save in saves for stream in _streams(save)})
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [WRITER_LOCK])
        # Read after the lock is held: each statement sees all that was committed before it started.
        places = cursor.execute(_PLACES, [list(column) for column in zip(*streams, strict=True)] or [[], []]).fetchall()
        current: dict[Stream, int | None] = {(org, stream): version for org, stream, version, _, _ in places}
        head_of = {org: _Head(sequence, at) for org, _, _, sequence, at in places}
        accepted = _accept(saves, current)
        numbered = [_number(save, head_of) if ok else None for save, ok in zip(saves, accepted, strict=True)]
        rows = [row for one in numbered if one for row in one]
        if not rows:
            return [[] if ok else None for ok in accepted]
        heads = [
            (org, head_of[org].sequence, head_of[org].recorded_at) for org in {row.organisation_id for row in rows}
        ]
        cursor.execute(_APPEND, [*_columns(rows), *(list(column) for column in zip(*heads, strict=True))])
        positions = {(org, sequence): position for org, sequence, position, _ in cursor.fetchall()}
        return [
            None if one is None else [row.at(positions[row.organisation_id, row.sequence]) for row in one]
            for one in numbered
        ]

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """The events of one stream of the default organisation: what the library asks for in its own tests."""
        rows = self._rows(
            f"SELECT {_COLUMNS} FROM ledger.facts WHERE organisation_id = %s AND stream_id = %s"
            " AND (%s::bigint IS NULL OR version > %s) AND (%s::bigint IS NULL OR version <= %s)"
            f" ORDER BY version {'DESC' if desc else 'ASC'} LIMIT %s",
            [DEFAULT_ORGANISATION, originator_id, gt, gt, lte, lte, limit],
        )
        return [StoredEvent(row.originator_id, row.originator_version, row.topic, row.state) for row in rows]

    def select_streams(self, streams: Sequence[Stream]) -> list[RecordedFact]:
        """All the facts of the streams, by stream and version."""
        return self._rows(
            f"SELECT {_COLUMNS} FROM ledger.facts WHERE (organisation_id, stream_id) IN"
            " (SELECT * FROM unnest(%b::uuid[], %b::uuid[])) ORDER BY organisation_id, stream_id, version",
            [[organisation for organisation, _ in streams], [stream for _, stream in streams]],
        )

    def select_history(self, organisation_id: UUID, after: int, until: datetime, limit: int) -> list[RecordedFact]:
        """Facts of one organisation after a sequence, recorded at an instant or before, in order."""
        return self._rows(
            f"SELECT {_COLUMNS} FROM ledger.facts WHERE organisation_id = %s AND sequence > %s AND recorded_at <= %s"
            " ORDER BY sequence LIMIT %s",
            [organisation_id, after, until, limit],
        )

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Facts in order of position."""
        return self._rows(
            f"SELECT {_COLUMNS} FROM ledger.facts WHERE position >= %s"
            " AND (%s::bigint IS NULL OR position <= %s) AND (%s::text[] = '{}' OR name = ANY(%s))"
            " ORDER BY position LIMIT %s",
            [
                (start or 0) + (0 if inclusive_of_start else 1),
                stop,
                stop,
                list(topics),
                list(topics),
                limit,
            ],
        )

    def max_notification_id(self) -> int | None:
        """The last position, or None."""
        with self.datastore.get_connection() as connection:
            row = connection.execute("SELECT max(position) FROM ledger.facts").fetchone()
        assert row is not None
        position: int | None = row["max"]
        return position

    def _rows(self, query: str, parameters: Sequence[Any]) -> list[RecordedFact]:
        with self.datastore.get_connection() as connection:
            return _recorded(connection, query, parameters)


def _checked(datastore: PostgresDatastore) -> ConnectionPool[Connection[DictRow]]:
    """The pool of the datastore, not open yet, that gives no connection whose server is gone. The library only offers
    to ask the server each time: every load would take 1.4 times as long."""
    given = datastore.pool
    return ConnectionPool(
        connection_class=given.connection_class,
        kwargs=given.kwargs,
        min_size=given.min_size,
        max_size=given.max_size,
        open=False,
        configure=datastore.after_connect_func(),
        check=check,
        timeout=given.timeout,
        max_lifetime=given.max_lifetime,
    )


def select_seen(connection: Connection[Any], sequences: Sequence[int]) -> list[RecordedFact]:
    """The facts of these sequences that the session sees, in order: those of one organisation."""
    query = f"SELECT {_COLUMNS} FROM ledger.facts WHERE sequence = ANY(%s) ORDER BY sequence"
    return _recorded(connection, query, [list(sequences)])


def _recorded(connection: Connection[Any], query: str, parameters: Sequence[Any]) -> list[RecordedFact]:
    cursor = connection.cursor(row_factory=tuple_row)
    return [
        RecordedFact(stream, version, name, bytes(state), position, org, sequence, recorded_at)
        for org, stream, version, sequence, position, recorded_at, name, state in cursor.execute(
            query.encode(), parameters
        ).fetchall()
    ]


@dataclass(frozen=True, slots=True)
class _Row:
    organisation_id: UUID
    event: StoredEvent
    sequence: int
    recorded_at: datetime

    def at(self, position: int) -> RecordedFact:
        return RecordedFact(
            self.event.originator_id,
            self.event.originator_version,
            self.event.topic,
            self.event.state,
            position,
            self.organisation_id,
            self.sequence,
            self.recorded_at,
        )


def _streams(save: StoredSave) -> set[Stream]:
    written = {(organisation_of(event), _uuid(event.originator_id)) for event in save.events}
    return written | {stream for stream, _ in save.guards}


def _accept(saves: Sequence[StoredSave], current: dict[Stream, int | None]) -> list[bool]:
    """Which saves follow the versions, taken in order; each accepted one moves the versions for the next."""
    accepted = []
    for save in saves:
        after = _follow(save, current)
        accepted.append(after is not None)
        if after is not None:
            current |= after
    return accepted


def _follow(save: StoredSave, current: dict[Stream, int | None]) -> dict[Stream, int | None] | None:
    """The versions after the save, or None when it conflicts."""
    if any((current[stream] or 0) != version for stream, version in save.guards):
        return None
    after: dict[Stream, int | None] = {}
    for event in save.events:
        stream = (organisation_of(event), _uuid(event.originator_id))
        last = after[stream] if stream in after else current[stream]
        starts = last is None and event.originator_version in (0, 1)  # the library's own tests start at 0
        if not starts and (last is None or event.originator_version != last + 1):
            return None
        after[stream] = event.originator_version
    return after


def _number(save: StoredSave, head_of: dict[UUID, _Head]) -> list[_Row]:
    rows = []
    for event in save.events:
        organisation = organisation_of(event)
        head = head_of[organisation]
        head.sequence += 1
        rows.append(_Row(organisation, event, head.sequence, head.recorded_at))
    return rows


def _columns(rows: Sequence[_Row]) -> list[list[Any]]:
    return [
        [row.organisation_id for row in rows],
        [_uuid(row.event.originator_id) for row in rows],
        [row.event.originator_version for row in rows],
        [row.sequence for row in rows],
        [row.recorded_at for row in rows],
        [row.event.topic for row in rows],
        [row.event.state for row in rows],
    ]


def _uuid(stream_id: UUID | str) -> UUID:
    return stream_id if isinstance(stream_id, UUID) else UUID(stream_id)
