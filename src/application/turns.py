"""Turns: the messages of a customer that one answer is for.

A turn closes after a short silence. While its answer has not left, a new message makes a new revision of
the turn, and an answer to an older revision is discarded. Once it has left, a new message is a new turn. A message
corrected or taken back before that is a new revision too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID

from psycopg import Connection, Cursor
from psycopg.rows import class_row

from domain.conversations.content import words
from domain.conversations.corrections import says_now
from domain.conversations.events import MessageReceived
from domain.fact import Fact

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


_DUE_IN = """greatest(interval '0', least(make_interval(secs => %(silence)s),
    opened_at + make_interval(secs => %(cap)s) - clock_timestamp())) AS due_in"""

_EXTEND = f"""
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
RETURNING turn_id, revision, {_DUE_IN}
"""

_REVISE = f"""
UPDATE policy.turns SET revision = revision + 1, asked_at = greatest(asked_at, %(asked_at)s),
    opened_at = CASE WHEN opened_at > clock_timestamp() - make_interval(secs => %(cap)s)
        THEN opened_at ELSE clock_timestamp() END
WHERE organisation_id = %(organisation)s AND conversation_id = %(conversation)s AND left_at IS NULL
    AND %(message)s = ANY(message_ids)
RETURNING turn_id, revision, {_DUE_IN}
"""

# An empty turn stays open, so that the next message is a revision after the one whose answer must not leave.
_DROP = f"""
WITH dropped AS (
    UPDATE policy.turns SET revision = revision + 1, message_ids = array_remove(message_ids, %(message)s::uuid)
    WHERE organisation_id = %(organisation)s AND conversation_id = %(conversation)s AND left_at IS NULL
        AND %(message)s = ANY(message_ids)
    RETURNING *
)
SELECT turn_id, revision, {_DUE_IN} FROM dropped WHERE message_ids <> '{{}}'
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
) -> Cursor[Armed]:
    """The customer wrote: a new revision of the open turn, or a new turn. `silence` and `cap` in seconds."""
    values = _values(organisation_id, conversation_id, message_id, silence, cap)
    return _arm(connection, _EXTEND, {**values, "asked_at": asked_at, "longest": LONGEST})


def revise(
    connection: Connection[Any],
    organisation_id: UUID,
    conversation_id: UUID,
    message_id: UUID,
    asked_at: datetime,
    *,
    silence: float,
    cap: float,
) -> Cursor[Armed]:
    """The customer corrected a message: a new revision of the open turn that holds it, if there is one."""
    values = _values(organisation_id, conversation_id, message_id, silence, cap)
    return _arm(connection, _REVISE, {**values, "asked_at": asked_at})


def drop(
    connection: Connection[Any],
    organisation_id: UUID,
    conversation_id: UUID,
    message_id: UUID,
    *,
    silence: float,
    cap: float,
) -> Cursor[Armed]:
    """The message is no longer one to answer: a new revision of the open turn that held it; none when it is empty."""
    return _arm(connection, _DROP, _values(organisation_id, conversation_id, message_id, silence, cap))


def _values(
    organisation_id: UUID, conversation_id: UUID, message_id: UUID, silence: float, cap: float
) -> dict[str, Any]:
    return {
        "organisation": organisation_id,
        "conversation": conversation_id,
        "message": message_id,
        "silence": silence,
        "cap": cap,
    }


def _arm(connection: Connection[Any], statement: LiteralString, values: dict[str, Any]) -> Cursor[Armed]:
    """Asked, in a pipeline: who reads the row waits for it."""
    return connection.cursor(row_factory=class_row(Armed)).execute(statement, values)


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


def said_in(messages: Iterable[Sequence[Fact[Any]]]) -> str:
    """What the customer says in the messages of a turn, given the facts of each: one paragraph per message.

    In the order in which they were sent; as corrected since, without what was taken back or erased.
    """
    said: list[tuple[datetime, str]] = []
    for facts in messages:
        received = next((fact.event for fact in facts if isinstance(fact.event, MessageReceived)), None)
        content = says_now(fact.event for fact in facts)
        if received is not None and content is not None:
            said.append((received.sent_at, words(content).strip()))
    return "\n".join(text for _, text in sorted(said, key=lambda one: one[0]) if text)
