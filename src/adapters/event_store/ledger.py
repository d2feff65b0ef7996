"""The ledger: the eventsourcing library's application, with our mapper, recorder and committer."""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import psycopg
from eventsourcing.application import Application
from eventsourcing.persistence import InterfaceError, OperationalError
from psycopg import Connection
from psycopg.conninfo import conninfo_to_dict

from adapters.combining import Combined
from adapters.event_store.committer import Committer
from adapters.event_store.mapper import FactMapper
from adapters.event_store.recorder import LedgerRecorder, StoredSave, select_seen
from adapters.event_store.remembered import Remembered
from adapters.secrets.keyring import Keyring
from application.ports.ledger import Save, Saving, Stream
from domain.fact import Fact


class PostgresLedger(Application[UUID]):
    """The `Ledger` port over PostgreSQL. `dsn` is the writer's (or the projector's, to read only); `patience` is how
    many seconds one waits for a connection."""

    name = "ledger"

    def __init__(self, dsn: str, keyring: Keyring, *, pool_size: int = 4, patience: float = 5.0) -> None:
        super().__init__(env=_environment(dsn, pool_size, patience))
        self._mapper = cast(FactMapper, self.mapper)
        self._mapper.keyring = keyring
        self._recorder = cast(LedgerRecorder, self.recorder)
        self._committer = Committer(self._recorder.append)
        self._remembered, self._erased = Remembered(), keyring.erased
        self._loads: Combined[Sequence[Stream], Mapping[Stream, list[Fact[Any]]]] = Combined(self._load)

    def load(self, streams: Iterable[Stream]) -> Mapping[Stream, list[Fact[Any]]]:
        """The facts of each stream, oldest first. What several threads want at once is read at once."""
        return self._loads.ask(list(dict.fromkeys(streams))).result()

    def _load(self, wanted: Sequence[Sequence[Stream]]) -> Sequence[Mapping[Stream, list[Fact[Any]]] | Exception]:
        if self._erased != (erased := self._mapper.keyring.erased):
            self._remembered.forget()
            self._erased = erased
        known = self._remembered.of({stream for streams in wanted for stream in streams})
        try:
            came = self._mapper.decode(self._recorder.select_streams({one: _last(known[one]) for one in known}))
        except (InterfaceError, OperationalError, psycopg.OperationalError) as lost:  # of the ledger, or of the keys
            return [lost] * len(wanted)
        found = {stream: list(facts) for stream, facts in known.items()}
        for fact in came:
            found[fact.organisation_id, fact.stream_id].append(fact)
        self._remembered.keep(found)
        # A list for each who asks: they append to it what they save.
        return [{stream: list(found[stream]) for stream in streams} for streams in wanted]

    def submit(self, save: Save) -> Saving:
        """Append through the committer. Keys of people are durable before."""
        stored = StoredSave(
            self._mapper.encode(save.facts),
            [((guard.organisation_id, guard.stream_id), guard.version) for guard in save.guards],
        )
        return self._committer.submit(save.facts, stored)

    def page(self, after: int, limit: int, names: Collection[str] = (), *, far: bool = False) -> Sequence[Fact[Any]]:
        """Facts after a position, in order: all, or those of the given names. `far` from the head, these are looked for
        by the best way for them."""
        found = self._recorder.select_notifications(after, limit, topics=names, inclusive_of_start=False, far=far)
        return self._mapper.decode(found)

    def history(self, organisation_id: UUID, until: datetime, size: int = 10_000) -> Iterator[Sequence[Fact[Any]]]:
        """What one organisation had recorded by an instant, in pages."""
        after = 0
        while page := self._mapper.decode(self._recorder.select_history(organisation_id, after, until, size)):
            yield page
            after = page[-1].sequence

    def seen(self, connection: Connection[Any], sequences: Sequence[int]) -> Sequence[Fact[Any]]:
        """The facts of these sequences that the session of one organisation sees, in order."""
        return self._mapper.decode(select_seen(connection, sequences))

    def head(self) -> int:
        """The last position."""
        return self._recorder.max_notification_id() or 0

    def close(self) -> None:
        """Commit what was asked for, then close the connections."""
        if hasattr(self, "_committer"):
            self._committer.close()
            del self._committer
        super().close()


def _last(facts: Sequence[Fact[Any]]) -> int:
    """The version of the last, or one before all: streams begin with 1, those of the library's own tests with 0."""
    return facts[-1].version if facts else -1


def _environment(dsn: str, pool_size: int, patience: float) -> dict[str, str]:
    address = conninfo_to_dict(dsn)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "APPLICATION_RECORDER_TOPIC": "adapters.event_store.recorder:LedgerRecorder",
        "MAPPER_TOPIC": "adapters.event_store.mapper:FactMapper",
        "CREATE_TABLE": "n",
        "POSTGRES_ENABLE_DB_FUNCTIONS": "n",
        "POSTGRES_DBNAME": str(address["dbname"]),
        "POSTGRES_HOST": str(address.get("host", "127.0.0.1")),
        "POSTGRES_PORT": str(address.get("port", "5432")),
        "POSTGRES_USER": str(address["user"]),
        "POSTGRES_PASSWORD": str(address["password"]),
        "POSTGRES_POOL_SIZE": str(pool_size),
        "POSTGRES_MAX_OVERFLOW": "4",
        "POSTGRES_CONNECT_TIMEOUT": str(math.ceil(patience)),  # the library takes whole seconds
        "POSTGRES_CONN_MAX_AGE": "3600",
        "POSTGRES_SCHEMA": "ledger",
    }
