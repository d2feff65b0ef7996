"""The library's way: its `ProjectionRunner`, one transaction for each fact, on the same table and the same handlers."""

import time
from typing import Any, ClassVar, cast
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection as LibraryProjection
from eventsourcing.projection import ProjectionRunner
from psycopg import connect

from adapters.event_store.mapper import FactMapper
from adapters.projector.tables import Table
from adapters.secrets.keyring import Keyring
from benchmarks.appending.library import server
from domain.fact import Fact
from projections.projection import Leaf, Projection

SCHEMA = "library"


class Ledger(Application[UUID]):
    """The same facts, read with the same mapper and keys."""

    name = "ledger"
    keyring: ClassVar[Keyring]

    def __init__(self, env: Any = None) -> None:
        super().__init__(env=env)
        cast(FactMapper, self.mapper).keyring = self.keyring


class View(PostgresTrackingRecorder):
    """The table, and how far it has come in the same transaction."""

    table: ClassVar[Table]

    def fold(self, fact: Fact[Any], tracking: Tracking) -> None:
        with self.datastore.transaction(commit=True) as cursor:
            self.table.apply(cursor.connection, Leaf([fact]))
            self._insert_tracking(cursor, tracking)


class Reading(LibraryProjection[View]):
    """Hands each fact to the view. It hears what the read model hears, no more."""

    name = "reading"

    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        self.view.fold(domain_event, tracking)


def replayed(dsn: str, keyring: Keyring, projection: Projection[Any], until: int) -> float:
    """Seconds until the read model holds the facts up to this position. `dsn` is an administrator's."""
    table = Table(projection, SCHEMA, projection.name)
    with connect(dsn, autocommit=True) as admin:
        admin.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
        admin.execute(f"CREATE SCHEMA {SCHEMA}")
        table.create_bare(admin)
        last = admin.execute(
            "SELECT max(position) FROM ledger.facts WHERE position <= %s AND name = ANY(%s)",
            [until, list(projection.heard)],
        ).fetchone()
    assert last is not None
    Ledger.keyring, View.table = keyring, table
    Reading.topics = tuple(sorted(projection.heard))
    begin = time.perf_counter()
    with ProjectionRunner(
        application_class=Ledger, projection_class=Reading, view_class=View, env=_environment(dsn)
    ) as runner:
        runner.wait(last[0], timeout=600)
        return time.perf_counter() - begin


def _environment(dsn: str) -> dict[str, str]:
    ledger = {
        "LEDGER_APPLICATION_RECORDER_TOPIC": "adapters.event_store.recorder:LedgerRecorder",
        "LEDGER_MAPPER_TOPIC": "adapters.event_store.mapper:FactMapper",
        "LEDGER_CREATE_TABLE": "n",
        "LEDGER_POSTGRES_SCHEMA": "ledger",
    }
    return server(dsn) | ledger | {"READING_POSTGRES_SCHEMA": SCHEMA}
