"""Who goes next: each lane of an organisation has a few places at the workers, given in turn.

A lane is a number (its messages share a pace) or a kind of effect. Ten thousand rows of one organisation take the
places of one lane, and wait here for the rest: another's single row is let in at once, and found before them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, LiteralString
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from adapters.outbox.store import FORGOTTEN

SWEEPER_LOCK = 0x5EEE9  # one sweeper counts the places at a time
IN_A_LANE = 24  # places: a third of a second at the provider's pace
IN_AN_ORGANISATION = 256  # places of all its lanes, but for those who wait longer than a second
THINKING = "answer_turn"
WHILE_THINKING = 8  # places of an organisation in the queue of answers: a model takes seconds for each
AT_ONCE = 100  # rows of a round, which holds them locked until the broker has them

# Compared with statement_timestamp(): an index cannot be asked for what a volatile clock will say.
_WAITING: LiteralString = "state = 'pending' AND let_in_at IS NULL"
_INSIDE: LiteralString = "let_in_at IS NOT NULL AND state IN ('pending', 'claimed')"

# The lanes where something waits are found by one probe of the index each, however many rows wait there. `first_at` is
# when the first of them is due.
_LANES: LiteralString = f"""
lanes AS (
    (SELECT organisation_id, priority, lane, due_at AS first_at FROM outbox.effects WHERE {_WAITING}
     ORDER BY organisation_id, priority, lane, due_at LIMIT 1)
    UNION ALL
    SELECT following.* FROM lanes, LATERAL (
        SELECT organisation_id, priority, lane, due_at FROM outbox.effects
        WHERE {_WAITING} AND (organisation_id, priority, lane) > (lanes.organisation_id, lanes.priority, lanes.lane)
        ORDER BY organisation_id, priority, lane, due_at LIMIT 1) AS following
)"""

_LET_IN: LiteralString = f"""
WITH RECURSIVE {_LANES}, taken AS (
    SELECT organisation_id, priority, lane, count(*) AS places,
           count(*) FILTER (WHERE due_at <= clock_timestamp() + interval '1 s') AS busy
    FROM outbox.effects WHERE {_INSIDE} GROUP BY 1, 2, 3
), taken_by AS ( -- a number that is held for minutes takes nothing from the rest of its organisation
    SELECT organisation_id, priority, sum(busy) AS places FROM taken GROUP BY 1, 2
), first AS (
    SELECT one.id, organisation_id, priority, one.due_at,
           coalesce(taken_by.places, 0) + row_number()
               OVER (PARTITION BY organisation_id, priority ORDER BY one.place, one.due_at) AS place
    FROM lanes LEFT JOIN taken USING (organisation_id, priority, lane)
    LEFT JOIN taken_by USING (organisation_id, priority), LATERAL (
        SELECT id, due_at, row_number() OVER (ORDER BY due_at) AS place FROM outbox.effects AS e
        WHERE {_WAITING} AND e.organisation_id = lanes.organisation_id AND e.priority = lanes.priority
          AND e.lane = lanes.lane AND due_at <= statement_timestamp()
        ORDER BY due_at LIMIT greatest(0,
            CASE lanes.lane WHEN %(thinking)s THEN %(while_thinking)s ELSE %(in_a_lane)s END - coalesce(taken.places, 0)
        )) AS one
), chosen AS (
    SELECT id, row_number() OVER (ORDER BY priority, place, due_at) AS turn FROM first
    WHERE place <= %(in_an_organisation)s ORDER BY turn LIMIT %(at_once)s
)
UPDATE outbox.effects AS e SET let_in_at = clock_timestamp(), enqueued_at = clock_timestamp()
FROM chosen WHERE e.id = chosen.id RETURNING e.id, e.kind, e.priority, chosen.turn
"""

_AGAIN: LiteralString = f"""
UPDATE outbox.effects SET enqueued_at = clock_timestamp() WHERE id IN (
    SELECT id FROM outbox.effects WHERE {_INSIDE} AND due_at <= clock_timestamp()
      AND (enqueued_at IS NULL OR enqueued_at < clock_timestamp() - %(forgotten)s)
      AND (state = 'pending' OR claimed_until < clock_timestamp())
    ORDER BY due_at LIMIT %(at_once)s FOR UPDATE SKIP LOCKED)
RETURNING id, kind, priority, extract(epoch FROM due_at)::float8 AS turn
"""

_NEXT: LiteralString = f"""
WITH RECURSIVE {_LANES}, later AS (
    SELECT min(one.due_at) AS at FROM lanes, LATERAL (
        SELECT due_at FROM outbox.effects AS e
        WHERE {_WAITING} AND e.organisation_id = lanes.organisation_id AND e.priority = lanes.priority
          AND e.lane = lanes.lane AND due_at > statement_timestamp()
        ORDER BY due_at LIMIT 1) AS one
)
SELECT extract(epoch FROM least(
           (SELECT min(due_at) FROM outbox.effects WHERE {_INSIDE} AND state = 'pending' AND enqueued_at IS NULL),
           (SELECT at FROM later)
       ) - clock_timestamp())::float8,
       EXISTS (SELECT FROM lanes WHERE first_at <= statement_timestamp())
"""

PLACES = {
    "forgotten": FORGOTTEN,
    "thinking": THINKING,
    "while_thinking": WHILE_THINKING,
    "in_a_lane": IN_A_LANE,
    "in_an_organisation": IN_AN_ORGANISATION,
    "at_once": AT_ONCE,
}
STATEMENTS: dict[str, LiteralString] = {"again": _AGAIN, "let in": _LET_IN, "next": _NEXT}
"""For those who look at plans; their values are `PLACES`."""


@dataclass(frozen=True, slots=True)
class Due:
    """A row that should be at a worker now. `turn` orders those that were found together."""

    id: UUID
    kind: str
    priority: int
    turn: float


def due(connection: Connection[Any], *, at_once: int = AT_ONCE) -> Sequence[Due]:
    """Rows that should be at a worker now, marked as sent to one, in the order to send them. To be called in a
    transaction: the places are counted by one sweeper at a time, another finds only those whose slot has come."""
    cursor = connection.cursor(row_factory=class_row(Due))
    values = {**PLACES, "at_once": at_once}
    rows = cursor.execute(_AGAIN, values).fetchall()
    rows.sort(key=lambda row: row.turn)
    alone = connection.execute("SELECT pg_try_advisory_xact_lock(%s)", [SWEEPER_LOCK]).fetchone()
    if alone is None or not alone[0]:
        return rows
    return rows + sorted(cursor.execute(_LET_IN, values).fetchall(), key=lambda row: row.turn)


def next_due(connection: Connection[Any]) -> tuple[float | None, bool]:
    """Seconds until a row is due that no worker knows of, or None when there is none; and whether some wait for
    a place."""
    row = connection.execute(_NEXT).fetchone()
    assert row is not None
    return row[0], row[1]
