"""Facts as the live stream tells them: read under row-level security, from the stored JSON, without any key."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from adapters.postgres.pools import Pool, organisation_session
from application.ports.live import LiveFact
from domain.event import Event

_COVERED = "(SELECT coalesce(min(position), 0) FROM read.generations WHERE state = 'live')"


class LiveReading:
    """Reads as the app. `pool` connects with that role."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def covered(self) -> int:
        """The position up to which every live read model has taken the ledger in."""
        with self._pool.connection() as connection:
            row = connection.execute(f"SELECT {_COVERED}").fetchone()
        assert row is not None
        return int(row[0])

    def head(self, organisation_id: UUID) -> int:
        """The last sequence of the organisation that may be told."""
        with organisation_session(self._pool, organisation_id) as connection:
            row = connection.execute(
                f"SELECT sequence FROM ledger.facts WHERE position <= {_COVERED} ORDER BY sequence DESC LIMIT 1"
            ).fetchone()
        return row[0] if row else 0

    def position(self, organisation_id: UUID, sequence: int) -> tuple[int | None, int]:
        """Where a fact of the organisation is in the whole ledger (None: nowhere), and what is covered."""
        with organisation_session(self._pool, organisation_id) as connection:
            row = connection.execute(
                f"SELECT (SELECT position FROM ledger.facts WHERE sequence = %s), {_COVERED}", [sequence]
            ).fetchone()
        assert row is not None
        return row[0], row[1]

    def facts(self, organisation_id: UUID, after: int, limit: int, user_id: UUID | None = None) -> Sequence[LiveFact]:
        """The facts after a sequence that may be told, oldest first; to one member, or to whoever sorts them out."""
        with organisation_session(self._pool, organisation_id) as connection:
            rows = connection.execute(
                "SELECT sequence, name, recorded_at, state FROM ledger.facts"
                f" WHERE sequence > %(after)s AND position <= {_COVERED}"
                " AND (%(user)s::uuid IS NULL OR name <> ALL (%(private)s) OR"
                "      convert_from(state, 'UTF8')::jsonb #>> '{e,user_id}' = %(user)s::text)"
                " ORDER BY sequence LIMIT %(limit)s",
                {"after": after, "user": user_id, "private": _private(), "limit": limit},
            ).fetchall()
        return [_fact(*row) for row in rows]


def _private() -> list[str]:
    """The names of the facts that one member only is told of. The member is always their `user_id`."""
    return [name for name, kind in Event.by_name.items() if kind.told_to]


def _fact(sequence: int, name: str, at: Any, state: bytes) -> LiveFact:
    stored = json.loads(state)
    actor = stored["a"]
    kind = Event.by_name.get(name)
    return LiveFact(
        sequence=sequence,
        name=name,
        at=at,
        ids=dict(_ids(stored["e"])),
        actor=actor[0],
        actor_id=UUID(actor[1]) if len(actor) > 1 else None,
        only_for=UUID(stored["e"][kind.told_to]) if kind and kind.told_to else None,
    )


def _ids(payload: Mapping[str, Any]) -> Iterator[tuple[str, UUID]]:
    """The ids among the fields. A sealed value is an object, never a text: it cannot pass for an id."""
    for field, value in payload.items():
        if field.endswith("_id") and isinstance(value, str):
            try:
                yield field, UUID(value)
            except ValueError:
                continue
