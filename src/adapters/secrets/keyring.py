"""The keys of people: what makes their personal values readable, and whose destruction erases them."""

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock
from uuid import UUID

from psycopg import Connection
from psycopg.rows import TupleRow
from psycopg_pool import ConnectionPool

from adapters.secrets.master_key import KEY_SIZE, MasterKey

Subject = tuple[UUID, UUID]
"""(organisation, person)"""

CACHE_SECONDS = 30.0
CACHE_SIZE = 50_000


@dataclass(frozen=True, slots=True)
class _Cached:
    key: bytes | None
    until: float


class Keyring:
    """Keys by (organisation, person), in the keys database, wrapped by the master key.

    A key is 32 bytes. Keys are cached for half a minute, and what they opened is remembered for as long
    (`event_store.remembered`), so an erasure made by another process is complete within a minute; `forget` makes it
    immediate in this one.
    """

    def __init__(self, pool: ConnectionPool[Connection[TupleRow]], master_key: MasterKey) -> None:
        self._pool = pool
        self._master_key = master_key
        self._cache: dict[Subject, _Cached] = {}
        self._lock = Lock()
        self.erased = 0
        """how many times keys were forgotten here: what they opened before is to be forgotten too"""

    def ensure(self, subjects: Iterable[Subject]) -> dict[Subject, bytes]:
        """The keys of the subjects, created and committed where missing. Erased subjects are absent."""
        wanted = set(subjects)
        found = self.find(wanted)
        missing = list(wanted - found.keys())
        if missing:
            self._create(missing)
            found |= self._load(missing)
        return found

    def find(self, subjects: Iterable[Subject]) -> dict[Subject, bytes]:
        """The keys that exist, by subject."""
        now = time.monotonic()
        found: dict[Subject, bytes] = {}
        unknown: list[Subject] = []
        for subject in set(subjects):
            cached = self._cache.get(subject)
            if cached is None or cached.until < now:
                unknown.append(subject)
            elif cached.key is not None:
                found[subject] = cached.key
        return found | self._load(unknown) if unknown else found

    def destroy(self, subjects: Iterable[Subject]) -> None:
        """Erase for good: the keys are deleted, and no other will be made for these subjects. Idempotent."""
        pairs = list(subjects)
        with self._pool.connection() as connection:
            for organisation_id, subject_id in pairs:
                connection.execute(
                    "INSERT INTO keys.erased (organisation_id, subject_id) VALUES (%s, %s) ON CONFLICT DO NOTHING",
                    [organisation_id, subject_id],
                )
                connection.execute(
                    "DELETE FROM keys.people WHERE organisation_id = %s AND subject_id = %s",
                    [organisation_id, subject_id],
                )
        self.forget(pairs)

    def forget(self, subjects: Iterable[Subject]) -> None:
        """Drop from the cache."""
        with self._lock:
            for subject in subjects:
                self._cache.pop(subject, None)
            self.erased += 1

    def _create(self, subjects: list[Subject]) -> None:
        with self._pool.connection() as connection:
            connection.cursor().executemany(
                "INSERT INTO keys.people (organisation_id, subject_id, wrapped)"
                " SELECT %(org)s, %(person)s, %(wrapped)s WHERE NOT EXISTS"
                " (SELECT FROM keys.erased WHERE organisation_id = %(org)s AND subject_id = %(person)s)"
                " ON CONFLICT DO NOTHING",
                [
                    {
                        "org": organisation_id,
                        "person": subject_id,
                        "wrapped": self._master_key.wrap(os.urandom(KEY_SIZE), _name((organisation_id, subject_id))),
                    }
                    for organisation_id, subject_id in subjects
                ],
            )

    def _load(self, subjects: list[Subject]) -> dict[Subject, bytes]:
        with self._pool.connection() as connection:
            rows = connection.execute(
                "SELECT k.organisation_id, k.subject_id, k.wrapped FROM keys.people k"
                " JOIN unnest(%s::uuid[], %s::uuid[]) AS wanted (organisation_id, subject_id)"
                " USING (organisation_id, subject_id)",
                [[organisation for organisation, _ in subjects], [person for _, person in subjects]],
            ).fetchall()
        found = {(org, person): self._master_key.unwrap(wrapped, _name((org, person))) for org, person, wrapped in rows}
        until = time.monotonic() + CACHE_SECONDS
        with self._lock:
            if len(self._cache) > CACHE_SIZE:
                self._cache.clear()
            for subject, key in found.items():
                self._cache[subject] = _Cached(key, until)
        return found


def _name(subject: Subject) -> str:
    return f"person:{subject[0]}:{subject[1]}"
