"""The mailbox: letters kept in the database instead of sent, encrypted with the key of the contact they name."""

import base64
import json
from typing import Any
from uuid import UUID

from psycopg.rows import TupleRow

from adapters.postgres.pools import Pool, organisation_session
from adapters.secrets.keyring import Keyring
from adapters.secrets.sealing import seal, unseal
from application.ports.mail import Attachment, KeptLetter, Letter
from projections.paging import Page, decode, moment, page


class KeptMail:
    """The `Mails` port of an installation without a mail server, and the `Mailbox` port.

    `pool` connects as the writer, `app_pool` as the app, under row-level security.
    """

    def __init__(self, pool: Pool, app_pool: Pool, keyring: Keyring) -> None:
        self._pool = pool
        self._app_pool = app_pool
        self._keyring = keyring

    def send(self, letter: Letter) -> None:
        """Keep the letter, once, unless the contact was erased meanwhile."""
        subject = (letter.organisation_id, letter.subject_id)
        key = self._keyring.ensure([subject]).get(subject)
        if key is None:
            return
        plain = json.dumps(_written(letter), ensure_ascii=False).encode()
        with self._pool.connection() as connection:
            connection.execute(
                "INSERT INTO mail.letters (organisation_id, mail_id, user_id, subject_id, sealed)"
                " VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
                [letter.organisation_id, letter.mail_id, letter.user_id, letter.subject_id, seal(key, plain, *subject)],
            )

    def kept(self, organisation_id: UUID, *, cursor: str | None = None, limit: int = 50) -> Page[KeptLetter]:
        """The letters of an organisation, latest first. Those about erased contacts are left out."""
        before, values = "", {"limit": limit + 1}
        if cursor:
            at, mail_id = decode(cursor, moment, UUID)
            before = "WHERE (kept_at, mail_id) < (%(at)s::timestamptz, %(id)s::uuid)"
            values |= {"at": at, "id": mail_id}
        with organisation_session(self._app_pool, organisation_id) as connection:
            rows = connection.execute(
                f"SELECT kept_at, mail_id, user_id, subject_id, sealed FROM mail.letters {before}"
                " ORDER BY kept_at DESC, mail_id DESC LIMIT %(limit)s",
                values,
            ).fetchall()
        found = page(rows, limit, lambda row: (row[0].isoformat(), row[1]))
        keys = self._keyring.find({(organisation_id, row[3]) for row in found.data})
        letters = [_opened(row, organisation_id, keys.get((organisation_id, row[3]))) for row in found.data]
        return Page([letter for letter in letters if letter], found.next_cursor)

    def destroy(self, organisation_id: UUID, subject_id: UUID) -> None:
        """Delete the letters about a contact."""
        with self._pool.connection() as connection:
            connection.execute(
                "DELETE FROM mail.letters WHERE organisation_id = %s AND subject_id = %s", [organisation_id, subject_id]
            )


def _opened(row: TupleRow, organisation_id: UUID, key: bytes | None) -> KeptLetter | None:
    kept_at, mail_id, user_id, subject_id, sealed = row
    if key is None:
        return None
    plain = json.loads(unseal(key, sealed, organisation_id, subject_id))
    return KeptLetter(mail_id, user_id, kept_at, plain["subject"], plain["text"], _files(plain))


def _written(letter: Letter) -> dict[str, Any]:
    files = [[file.name, file.mime_type, base64.b64encode(file.content).decode()] for file in letter.attachments]
    return {"subject": letter.subject, "text": letter.text, "files": files}


def _files(plain: dict[str, Any]) -> tuple[Attachment, ...]:
    """Letters that were kept before there were files have none."""
    return tuple(
        Attachment(name, mime_type, base64.b64decode(content)) for name, mime_type, content in plain.get("files", [])
    )
