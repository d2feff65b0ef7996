"""Secrets that never enter the ledger: password hashes, credentials of channels. Facts refer to a version."""

import json
from collections.abc import Mapping, Sequence
from uuid import UUID

from psycopg import Connection
from psycopg.rows import TupleRow
from psycopg_pool import ConnectionPool

from adapters.secrets.master_key import MasterKey


class Vault:
    """Named, versioned secrets of an organisation, in the keys database, wrapped by the master key."""

    def __init__(self, pool: ConnectionPool[Connection[TupleRow]], master_key: MasterKey) -> None:
        self._pool = pool
        self._master_key = master_key

    def put(self, organisation_id: UUID, name: str, version: int, secret: Mapping[str, str]) -> None:
        """Keep a version. The first one kept under a version stays (a retry changes nothing)."""
        wrapped = self._master_key.wrap(json.dumps(dict(secret)).encode(), _name(organisation_id, name, version))
        with self._pool.connection() as connection:
            connection.execute(
                "INSERT INTO keys.secrets (organisation_id, name, version, wrapped) VALUES (%s, %s, %s, %s)"
                " ON CONFLICT DO NOTHING",
                [organisation_id, name, version, wrapped],
            )

    def get(self, organisation_id: UUID, name: str, version: int) -> dict[str, str]:
        """The secret. Raises `KeyError` when there is none."""
        with self._pool.connection() as connection:
            row = connection.execute(
                "SELECT wrapped FROM keys.secrets WHERE organisation_id = %s AND name = %s AND version = %s",
                [organisation_id, name, version],
            ).fetchone()
        if row is None:
            raise KeyError(f"{name} v{version}")
        return self._opened(organisation_id, name, version, row[0])

    def add(self, organisation_id: UUID, name: str, secret: Mapping[str, str], *, after: int = 0) -> int:
        """Keep it as the next version, one that nobody else gets. Gives the version.

        It is greater than `after`: the version of one that was destroyed is not used again by who knows of it.
        """
        version = after
        while True:
            version = max(version, self._last(organisation_id, name)) + 1
            wrapped = self._master_key.wrap(json.dumps(dict(secret)).encode(), _name(organisation_id, name, version))
            with self._pool.connection() as connection:
                kept = connection.execute(
                    "INSERT INTO keys.secrets (organisation_id, name, version, wrapped) VALUES (%s, %s, %s, %s)"
                    " ON CONFLICT DO NOTHING",
                    [organisation_id, name, version, wrapped],
                )
            if kept.rowcount:
                return version

    def find(self, organisation_id: UUID, prefix: str) -> Sequence[dict[str, str]]:
        """The secrets whose name begins so, in the order of their names."""
        with self._pool.connection() as connection:
            rows = connection.execute(
                "SELECT name, version, wrapped FROM keys.secrets"
                " WHERE organisation_id = %s AND starts_with(name, %s) ORDER BY name, version",
                [organisation_id, prefix],
            ).fetchall()
        return [self._opened(organisation_id, name, version, wrapped) for name, version, wrapped in rows]

    def destroy(self, organisation_id: UUID, name: str, version: int) -> None:
        """Forget a version. Quiet when it is not there."""
        with self._pool.connection() as connection:
            connection.execute(
                "DELETE FROM keys.secrets WHERE organisation_id = %s AND name = %s AND version = %s",
                [organisation_id, name, version],
            )

    def _last(self, organisation_id: UUID, name: str) -> int:
        with self._pool.connection() as connection:
            row = connection.execute(
                "SELECT coalesce(max(version), 0) FROM keys.secrets WHERE organisation_id = %s AND name = %s",
                [organisation_id, name],
            ).fetchone()
        assert row is not None
        last: int = row[0]
        return last

    def _opened(self, organisation_id: UUID, name: str, version: int, wrapped: bytes) -> dict[str, str]:
        secret: dict[str, str] = json.loads(self._master_key.unwrap(wrapped, _name(organisation_id, name, version)))
        return secret


def _name(organisation_id: UUID, name: str, version: int) -> str:
    return f"secret:{organisation_id}:{name}:{version}"
