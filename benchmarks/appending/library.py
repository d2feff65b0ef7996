"""The eventsourcing library as it comes: its application, its recorder, its table. Only the mapper is ours."""

from typing import cast
from uuid import UUID

from eventsourcing.application import Application
from psycopg.conninfo import conninfo_to_dict

from adapters.event_store.mapper import FactMapper
from adapters.secrets.keyring import Keyring
from benchmarks.appending.contestant import empty, in_threads
from benchmarks.appending.work import Facts, Work


class Library:
    """In the database of `dsn`, with so many connections."""

    name = "eventsourcing"

    def __init__(self, dsn: str, keyring: Keyring, connections: int) -> None:
        self._dsn = dsn
        self._keyring = keyring
        self._application: Application[UUID] = Application(_environment(dsn, connections))
        cast(FactMapper, self._application.mapper).keyring = keyring

    def reset(self) -> None:
        empty(self._dsn, "application_events")

    def append(self, work: Work) -> float:
        self._keyring.ensure(work.people)
        return in_threads(work.writers, self._save)

    def close(self) -> None:
        self._application.close()

    def _save(self, facts: Facts) -> None:
        self._application.save(*facts)


def _environment(dsn: str, connections: int) -> dict[str, str]:
    return server(dsn) | {
        "MAPPER_TOPIC": "adapters.event_store.mapper:FactMapper",
        "CREATE_TABLE": "y",
        "POSTGRES_POOL_SIZE": str(connections),
        "POSTGRES_MAX_OVERFLOW": "0",
        "POSTGRES_CONNECT_TIMEOUT": "60",  # also how long a writer waits for a connection
    }


def server(dsn: str) -> dict[str, str]:
    """What the library is told of a database."""
    address = conninfo_to_dict(dsn)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": str(address["dbname"]),
        "POSTGRES_HOST": str(address["host"]),
        "POSTGRES_PORT": str(address["port"]),
        "POSTGRES_USER": str(address["user"]),
        "POSTGRES_PASSWORD": str(address["password"]),
    }
