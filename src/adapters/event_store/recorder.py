"""The library's PostgreSQL recorder, over the ledger's own table, lock and conflict check.

The database appends in one call (`ledger.append`): under one transaction-level advisory lock it reads the versions of
the streams concerned, drops the saves that conflict and inserts the rest. A conflict fails alone, without savepoints,
and leaves no gap.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from eventsourcing.persistence import IntegrityError, Notification, StoredEvent
from eventsourcing.postgres import ConnectionPool, PostgresApplicationRecorder, PostgresDatastore
from psycopg import Connection
from psycopg.rows import DictRow, tuple_row

from adapters.event_store.stored import DEFAULT_ORGANISATION, RecordedFact, organisation_of
from adapters.postgres.arrays import names_array
from adapters.postgres.pools import replacing_all

CHANNEL = "ledger"

Stream = tuple[UUID, UUID]

_COLUMNS = "organisation_id, stream_id, version, sequence, position, recorded_at, name, state"

# Arrays go in binary: as text, writing them would take a quarter of the time of a save.
_APPEND = b"SELECT * FROM ledger.append(%b::integer[], %b::uuid[], %b::uuid[], %b::bigint[], %b::text[], %b::bytea[])"
_NO_ROWS: list[list[Any]] = [[], [], [], [], [], []]


@dataclass(frozen=True, slots=True)
class StoredSave:
    """Stored events to append together, with the versions that other streams must have then."""

    events: Sequence[StoredEvent]
    guards: Sequence[tuple[Stream, int]] = ()


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
        """Append the saves in order, each as a whole. Gives None for a save that conflicts, also with one before it."""
        with self.datastore.get_connection() as connection:
            return [recorded for apart in _apart(saves) for recorded in self._append(connection, apart)]

    def _append(self, connection: Connection[DictRow], saves: Sequence[StoredSave]) -> list[list[RecordedFact] | None]:
        rows = [row for number, save in enumerate(saves) for row in _rows_of(number, save)]
        columns = [list(column) for column in zip(*rows, strict=True)] or _NO_ROWS
        cursor = connection.cursor(row_factory=tuple_row).execute(_APPEND, columns)
        places = {n: (sequence, position, at) for n, sequence, position, at in cursor.fetchall()}
        recorded: list[list[RecordedFact] | None] = []
        n = 0
        for save in saves:
            numbers = range(n + 1, n + 1 + len(save.events))
            n += len(save.events) + len(save.guards)
            is_kept = all(number in places for number in numbers)
            recorded.append(
                [_at(event, places[k]) for event, k in zip(save.events, numbers, strict=True)] if is_kept else None
            )
        return recorded

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

    def select_streams(self, known: Mapping[Stream, int]) -> list[RecordedFact]:
        """The facts of the streams after the version that is known of each, by stream and version."""
        return self._rows(
            f"SELECT {_COLUMNS} FROM ledger.facts, unnest(%b::uuid[], %b::uuid[], %b::bigint[]) AS wanted (o, s, known)"
            " WHERE organisation_id = o AND stream_id = s AND version > known"
            " ORDER BY organisation_id, stream_id, version",
            [
                [organisation for organisation, _ in known],
                [stream for _, stream in known],
                list(known.values()),
            ],
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
        topics: Collection[str] = (),
        *,
        inclusive_of_start: bool = True,
        far: bool = False,
    ) -> Sequence[Notification]:
        """Facts in order of position. `far`: the head is far away, and the names may be few among many: it is worth
        planning for them. A plan for any names walks along the positions, which is right near the head."""
        wanted = names_array(topics)
        read = self._planned_rows if far else self._rows
        return read(
            f"SELECT {_COLUMNS} FROM ledger.facts WHERE position >= %s"
            " AND (%s::bigint IS NULL OR position <= %s) AND (%s::text[] = '{}' OR name = ANY(%s::text[]))"
            " ORDER BY position LIMIT %s",
            [(start or 0) + (0 if inclusive_of_start else 1), stop, stop, wanted, wanted, limit],
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

    def _planned_rows(self, query: str, parameters: Sequence[Any]) -> list[RecordedFact]:
        """The same, by a plan for these parameters."""
        with self.datastore.get_connection() as connection, connection.transaction():
            connection.execute("SET LOCAL plan_cache_mode = force_custom_plan")
            return _recorded(connection, query, parameters)


def _checked(datastore: PostgresDatastore) -> ConnectionPool[Connection[DictRow]]:
    """The pool of the datastore, not open yet, that gives no connection whose server is gone. The library only offers
    to ask the server each time: every load would take 1.4 times as long."""
    given = datastore.pool
    pool: ConnectionPool[Connection[DictRow]] = ConnectionPool(
        connection_class=given.connection_class,
        kwargs=given.kwargs,
        min_size=given.min_size,
        max_size=given.max_size,
        open=False,
        configure=datastore.after_connect_func(),
        check=replacing_all(lambda: pool),
        timeout=given.timeout,
        reconnect_timeout=given.timeout,  # why: see `open_pool`
        max_lifetime=given.max_lifetime,
    )
    return pool


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


def _apart(saves: Sequence[StoredSave]) -> Iterator[list[StoredSave]]:
    """The saves, in order, cut where one meets one before it on a stream that either of them appends to."""
    run: list[StoredSave] = []
    written: set[Stream] = set()
    looked_at: set[Stream] = set()
    for save in saves:
        writes = {_stream(event) for event in save.events}
        looks = {stream for stream, _ in save.guards}
        if not (writes.isdisjoint(written) and writes.isdisjoint(looked_at) and looks.isdisjoint(written)):
            yield run
            run, written, looked_at = [], set(), set()
        run.append(save)
        written |= writes
        looked_at |= looks
    if run:
        yield run


def _rows_of(number: int, save: StoredSave) -> Iterator[tuple[Any, ...]]:
    """What `ledger.append` takes: the facts, then the guards."""
    for event in save.events:
        yield number, *_stream(event), event.originator_version, event.topic, event.state
    for stream, version in save.guards:
        yield number, *stream, version, None, None


def _at(event: StoredEvent, place: tuple[int, int, datetime]) -> RecordedFact:
    sequence, position, recorded_at = place
    return RecordedFact(
        event.originator_id,
        event.originator_version,
        event.topic,
        event.state,
        position,
        organisation_of(event),
        sequence,
        recorded_at,
    )


def _stream(event: StoredEvent) -> Stream:
    stream_id = event.originator_id
    return organisation_of(event), stream_id if isinstance(stream_id, UUID) else UUID(stream_id)
