"""Files of batches in the database, encrypted with the key of the day they came."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from adapters.journal.day_keys import DayKeys
from adapters.postgres.pools import Pool
from adapters.secrets.sealing import seal, unseal
from application.ports.batch_files import BatchFile
from application.ports.clock import Clock


class SealedBatchFiles:
    """The `BatchFiles` port. `pool` connects as the writer."""

    def __init__(self, pool: Pool, day_keys: DayKeys, clock: Clock) -> None:
        self._pool = pool
        self._day_keys = day_keys
        self._clock = clock

    def keep(self, organisation_id: UUID, batch_id: UUID, file: BatchFile) -> None:
        """Keep it, once."""
        today = self._clock.now().date()
        key = self._day_keys.of(today)
        sealed = [seal(key, part, organisation_id, batch_id) for part in (file.name.encode(), file.content)]
        with self._pool.connection() as connection:
            connection.execute(
                "INSERT INTO licensing.batch_files (organisation_id, batch_id, kept_on, sealed_name, sealed)"
                " VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
                [organisation_id, batch_id, today, *sealed],
            )

    def fetch(self, organisation_id: UUID, batch_id: UUID) -> BatchFile | None:
        """The file, decrypted."""
        with self._pool.connection() as connection:
            row = connection.execute(
                "SELECT kept_on, sealed_name, sealed FROM licensing.batch_files"
                " WHERE organisation_id = %s AND batch_id = %s",
                [organisation_id, batch_id],
            ).fetchone()
        if row is None:
            return None
        key = self._day_keys.of(row[0])
        name, content = (unseal(key, sealed, organisation_id, batch_id) for sealed in row[1:])
        return BatchFile(name.decode(), content)

    def names(self, organisation_id: UUID, batch_ids: Collection[UUID]) -> Mapping[UUID, str]:
        """The names, decrypted."""
        with self._pool.connection() as connection:
            rows = connection.execute(
                "SELECT batch_id, kept_on, sealed_name FROM licensing.batch_files"
                " WHERE organisation_id = %s AND batch_id = ANY(%s)",
                [organisation_id, list(batch_ids)],
            ).fetchall()
        return {
            batch_id: unseal(self._day_keys.of(kept_on), sealed, organisation_id, batch_id).decode()
            for batch_id, kept_on, sealed in rows
        }

    def drop_before(self, day: date) -> None:
        """Delete those of older days."""
        with self._pool.connection() as connection:
            connection.execute("DELETE FROM licensing.batch_files WHERE kept_on < %s", [day])
