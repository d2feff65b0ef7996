"""Secrets that never enter the ledger: password hashes, credentials of channels. Facts refer to a version."""

import json
from collections.abc import Mapping
from typing import Any
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
        secret: dict[str, Any] = json.loads(self._master_key.unwrap(row[0], _name(organisation_id, name, version)))
        return secret


def _name(organisation_id: UUID, name: str, version: int) -> str:
    return f"secret:{organisation_id}:{name}:{version}"
