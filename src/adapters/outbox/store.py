"""The outbox table: rows are written by policies, let in by the sweeper, claimed by workers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.types.json import Jsonb

from application.effect import Job
from application.policy import Effect

FORGOTTEN = timedelta(seconds=10)
"""After how long a row that was sent to the broker and not claimed is sent again (the broker may lose it)."""
KEEP_DONE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Written:
    """An effect of an organisation, and the sequence of the fact that led to it."""

    organisation_id: UUID
    effect: Effect
    causation: int | None


def write(connection: Connection[Any], rows: Sequence[Written]) -> None:
    """The rows, in the transaction of the policy. The same key a second time changes nothing."""
    connection.execute(
        "INSERT INTO outbox.effects (organisation_id, kind, key, refs, causation, due_at, priority, lane)"
        " SELECT organisation_id, kind, key, refs, causation, clock_timestamp() + due_in, priority, lane"
        " FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::jsonb[], %s::bigint[], %s::interval[], %s::smallint[],"
        "  %s::text[]) AS new (organisation_id, kind, key, refs, causation, due_in, priority, lane)"
        " ON CONFLICT (key) DO NOTHING",
        [
            [row.organisation_id for row in rows],
            [row.effect.kind for row in rows],
            [row.effect.key for row in rows],
            [Jsonb(dict(row.effect.refs)) for row in rows],
            [row.causation for row in rows],
            [row.effect.due_in for row in rows],
            [row.effect.priority for row in rows],
            [row.effect.lane or row.effect.kind for row in rows],
        ],
    )


@dataclass(frozen=True, slots=True)
class Claim:
    """A row that is ours until the lease ends."""

    id: UUID
    job: Job


def claim(connection: Connection[Any], effect_id: UUID, lease: timedelta) -> Claim | None:
    """Take the row, if it is due and nobody has it. One worker wins, and has it until the lease ends: longer than the
    longest call of a provider. Then the row is somebody else's."""
    row = connection.execute(
        "UPDATE outbox.effects SET state = 'claimed', attempts = attempts + 1, claimed_until = clock_timestamp() + %s,"
        " let_in_at = coalesce(let_in_at, clock_timestamp()) WHERE id = %s AND due_at <= clock_timestamp()"
        " AND (state = 'pending' OR state = 'claimed' AND claimed_until < clock_timestamp())"
        " RETURNING organisation_id, kind, refs, attempts, causation",
        [lease, effect_id],
    ).fetchone()
    return None if row is None else Claim(effect_id, Job(*row))


def done(connection: Connection[Any], effect_id: UUID) -> None:
    """Nothing more to do."""
    connection.execute(
        "UPDATE outbox.effects SET state = 'done', done_at = clock_timestamp(), last_error = '' WHERE id = %s",
        [effect_id],
    )


def later(connection: Connection[Any], effect_id: UUID, wait: timedelta, reason: str) -> None:
    """To be tried again after a while; until then it gives its place to another."""
    connection.execute(
        "UPDATE outbox.effects SET state = 'pending', due_at = clock_timestamp() + %s, enqueued_at = NULL,"
        " let_in_at = NULL, claimed_until = NULL, last_error = %s WHERE id = %s",
        [wait, reason, effect_id],
    )
    connection.execute("NOTIFY outbox")


def not_yet(connection: Connection[Any], effect_id: UUID, wait: timedelta, *, keeps_place: bool) -> None:
    """Its turn comes after a while. That was no attempt."""
    connection.execute(
        "UPDATE outbox.effects SET state = 'pending', due_at = clock_timestamp() + %s, enqueued_at = NULL,"
        " let_in_at = CASE WHEN %s THEN let_in_at END, claimed_until = NULL, attempts = attempts - 1 WHERE id = %s",
        [wait, keeps_place, effect_id],
    )


def park(connection: Connection[Any], effect_id: UUID, reason: str) -> None:
    """Set aside for a person to look at."""
    connection.execute("UPDATE outbox.effects SET state = 'parked', last_error = %s WHERE id = %s", [reason, effect_id])


def forget_done(connection: Connection[Any]) -> None:
    """Drop what was done long ago."""
    connection.execute(
        "DELETE FROM outbox.effects WHERE state = 'done' AND done_at < clock_timestamp() - %s", [KEEP_DONE]
    )
