"""Bytes of media in the database, encrypted with the key of the person."""

from uuid import UUID

from adapters.postgres.pools import Pool, organisation_session
from adapters.secrets.keyring import Keyring
from adapters.secrets.sealing import seal, unseal
from application.ports.messaging import File


class MediaFiles:
    """The `Files` port. `pool` connects as the writer, `app_pool` as the app, under row-level security."""

    def __init__(self, pool: Pool, app_pool: Pool, keyring: Keyring) -> None:
        self._pool = pool
        self._app_pool = app_pool
        self._keyring = keyring

    def keep(self, organisation_id: UUID, message_id: UUID, subject_id: UUID, file: File) -> None:
        """Keep the bytes, unless the person was erased meanwhile."""
        key = self._keyring.ensure([(organisation_id, subject_id)]).get((organisation_id, subject_id))
        if key is None:
            return
        with self._pool.connection() as connection:
            connection.execute(
                "INSERT INTO media.files (organisation_id, message_id, subject_id, mime_type, size, sealed)"
                " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
                [
                    organisation_id,
                    message_id,
                    subject_id,
                    file.mime_type,
                    len(file.content),
                    seal(key, file.content, organisation_id, subject_id),
                ],
            )

    def fetch(self, organisation_id: UUID, message_id: UUID) -> File | None:
        """The bytes, decrypted."""
        with organisation_session(self._app_pool, organisation_id) as connection:
            row = connection.execute(
                "SELECT subject_id, mime_type, sealed FROM media.files WHERE message_id = %s", [message_id]
            ).fetchone()
        if row is None:
            return None
        subject_id, mime_type, sealed = row
        key = self._keyring.find([(organisation_id, subject_id)]).get((organisation_id, subject_id))
        return File(unseal(key, sealed, organisation_id, subject_id), mime_type) if key else None

    def destroy(self, organisation_id: UUID, subject_id: UUID) -> None:
        """Delete the files of a person."""
        with self._pool.connection() as connection:
            connection.execute(
                "DELETE FROM media.files WHERE organisation_id = %s AND subject_id = %s", [organisation_id, subject_id]
            )
