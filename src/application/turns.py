"""Turns: the messages of a customer that one answer is for.

A turn closes after a short silence. While its answer has not left, a new message makes a new revision of
the turn, and an answer to an older revision is discarded. Once it has left, a new message is a new turn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

LONGEST = 20  # messages that one answer may be for; a monologue keeps its end


@dataclass(frozen=True, slots=True)
class Turn:
    """The turn of a conversation as it stands."""

    turn_id: UUID
    revision: int
    message_ids: Sequence[UUID]
    opened_at: datetime
    asked_at: datetime
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class Armed:
    """The revision to answer, and in how long."""

    turn_id: UUID
    revision: int
    due_in: timedelta


_EXTEND = """
INSERT INTO policy.turns AS t
    (organisation_id, conversation_id, turn_id, revision, message_ids, opened_at, asked_at)
VALUES (%(organisation)s, %(conversation)s, %(message)s, 1, ARRAY[%(message)s::uuid], clock_timestamp(), %(asked_at)s)
ON CONFLICT (organisation_id, conversation_id) DO UPDATE SET
    turn_id = CASE WHEN t.left_at IS NULL THEN t.turn_id ELSE EXCLUDED.turn_id END,
    revision = CASE WHEN t.left_at IS NULL THEN t.revision + 1 ELSE 1 END,
    message_ids = CASE WHEN t.left_at IS NULL
        THEN (t.message_ids || EXCLUDED.message_ids)[greatest(1, cardinality(t.message_ids) + 2 - %(longest)s):]
        ELSE EXCLUDED.message_ids END,
    opened_at = CASE WHEN t.left_at IS NULL AND t.opened_at > clock_timestamp() - make_interval(secs => %(cap)s)
        THEN t.opened_at ELSE clock_timestamp() END,
    asked_at = greatest(CASE WHEN t.left_at IS NULL THEN t.asked_at END, EXCLUDED.asked_at),
    left_at = NULL
RETURNING turn_id, revision,
    greatest(interval '0', least(make_interval(secs => %(silence)s),
             opened_at + make_interval(secs => %(cap)s) - clock_timestamp())) AS due_in
"""


def extend(
    connection: Connection[Any],
    organisation_id: UUID,
    conversation_id: UUID,
    message_id: UUID,
    asked_at: datetime,
    *,
    silence: float,
    cap: float,
) -> Armed:
    """The customer wrote: a new revision of the open turn, or a new turn. `silence` and `cap` in seconds."""
    armed = (
        connection.cursor(row_factory=class_row(Armed))
        .execute(
            _EXTEND,
            {
                "organisation": organisation_id,
                "conversation": conversation_id,
                "message": message_id,
                "asked_at": asked_at,
                "silence": silence,
                "cap": cap,
                "longest": LONGEST,
            },
        )
        .fetchone()
    )
    assert armed is not None
    return armed


def current(connection: Connection[Any], organisation_id: UUID, conversation_id: UUID) -> Turn | None:
    """The turn of a conversation."""
    return (
        connection.cursor(row_factory=class_row(Turn))
        .execute(
            "SELECT turn_id, revision, message_ids, opened_at, asked_at, left_at FROM policy.turns"
            " WHERE organisation_id = %s AND conversation_id = %s",
            [organisation_id, conversation_id],
        )
        .fetchone()
    )


def leave(
    connection: Connection[Any], organisation_id: UUID, conversation_id: UUID, turn_id: UUID, revision: int
) -> bool:
    """The answer to this revision leaves now. False when the customer wrote again: it must not."""
    overtaken = connection.execute(
        "UPDATE policy.turns SET left_at = CASE WHEN revision = %(revision)s"
        "     THEN coalesce(left_at, clock_timestamp()) ELSE left_at END"
        " WHERE organisation_id = %(organisation)s AND conversation_id = %(conversation)s AND turn_id = %(turn)s"
        " RETURNING revision > %(revision)s",
        {"organisation": organisation_id, "conversation": conversation_id, "turn": turn_id, "revision": revision},
    ).fetchone()
    return overtaken is None or not overtaken[0]


def end(connection: Connection[Any], organisation_id: UUID, conversation_id: UUID) -> None:
    """A person answers: nothing is waiting for the assistant."""
    connection.execute(
        "UPDATE policy.turns SET left_at = coalesce(left_at, clock_timestamp())"
        " WHERE organisation_id = %s AND conversation_id = %s",
        [organisation_id, conversation_id],
    )
