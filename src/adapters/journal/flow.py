"""How webhooks flow, channel by channel. Each question reads a bounded part of the journal, by an index."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, LiteralString
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from adapters.postgres.pools import Pool
from application.ports.gaps import Flow, Rhythm

# `now()`, which holds for a statement: with `clock_timestamp()`, which does not, no index and no partition is chosen.
_LAST: LiteralString = """
SELECT c.channel_id, last.received_at AS last_at,
       extract(epoch FROM now() - last.received_at)::float8 AS silent_s
FROM unnest(%(channels)s::uuid[]) AS c (channel_id), LATERAL (
    SELECT w.received_at FROM journal.webhooks w
    WHERE w.organisation_id = %(organisation)s AND w.channel_id = c.channel_id ORDER BY w.received_at DESC LIMIT 1
) AS last
"""

# What was read before `read_at` was kept is not judged.
_DAY: LiteralString = """
WITH day AS (
    SELECT channel_id, received_at, read_at, delay_ms, duplicates, state,
           received_at - lag(received_at, 1, now() - interval '1 day')
               OVER (PARTITION BY channel_id ORDER BY received_at) AS silence
    FROM journal.webhooks
    WHERE organisation_id = %(organisation)s AND channel_id = ANY(%(channels)s)
      AND received_on >= ((now() - interval '1 day') AT TIME ZONE 'UTC')::date
      AND received_at >= now() - interval '1 day'
)
SELECT channel_id, count(*) AS received,
       count(*) FILTER (WHERE read_at IS NOT NULL
           OR (state <> 'read' AND received_at < now() - interval '60 seconds')) AS judged,
       count(*) FILTER (WHERE read_at <= received_at + interval '60 seconds') AS in_time,
       coalesce(sum(duplicates), 0)::bigint AS duplicates,
       extract(epoch FROM greatest(max(silence), now() - max(received_at)))::float8 AS longest_silence_s,
       percentile_disc(0.5) WITHIN GROUP (ORDER BY delay_ms) AS delay_p50_ms,
       percentile_disc(0.95) WITHIN GROUP (ORDER BY delay_ms) AS delay_p95_ms,
       max(delay_ms) AS delay_worst_ms
FROM day GROUP BY channel_id
"""

_NOT_READ: LiteralString = """
SELECT channel_id, count(*) FILTER (WHERE state = 'failed') AS failed,
       count(*) FILTER (WHERE state = 'received' AND replay_id IS NULL) AS unread,
       (extract(epoch FROM now() - min(received_at)
           FILTER (WHERE state = 'received' AND replay_id IS NULL)))::float8 AS oldest_unread_s,
       count(*) FILTER (WHERE state = 'received' AND replay_id IS NOT NULL) AS reading_again
FROM journal.webhooks WHERE organisation_id = %(organisation)s AND state <> 'read' GROUP BY channel_id
"""

# Looks back two days at most from each moment: a silence of the past is told up to 48 hours.
_RHYTHM: LiteralString = """
WITH today AS (SELECT now() AT TIME ZONE %(zone)s AS here),
first AS MATERIALIZED (
    SELECT c.channel_id, (SELECT min(w.received_at) FROM journal.webhooks w
                          WHERE w.organisation_id = %(organisation)s AND w.channel_id = c.channel_id) AS at
    FROM unnest(%(channels)s::uuid[]) AS c (channel_id)
),
moments AS (
    SELECT d, ((here - make_interval(days => d)) AT TIME ZONE %(zone)s) + make_interval(mins => m) AS at
    FROM today, generate_series(1, 28) AS d, generate_series(-60, 60, 30) AS m
    WHERE CASE WHEN extract(isodow FROM here) <= 5 THEN extract(isodow FROM here - make_interval(days => d)) <= 5
               ELSE extract(isodow FROM here - make_interval(days => d)) = extract(isodow FROM here) END
),
looks AS (
    SELECT f.channel_id, m.d, extract(epoch FROM m.at - coalesce((
        SELECT w.received_at FROM journal.webhooks w
        WHERE w.organisation_id = %(organisation)s AND w.channel_id = f.channel_id AND w.received_at <= m.at
          AND w.received_on BETWEEN (m.at AT TIME ZONE 'UTC')::date - 2 AND (m.at AT TIME ZONE 'UTC')::date
        ORDER BY w.received_at DESC LIMIT 1), m.at - interval '2 days')) AS silence
    FROM first f JOIN moments m ON m.at >= f.at
)
SELECT channel_id, count(DISTINCT d) AS days,
       percentile_disc(0.5) WITHIN GROUP (ORDER BY silence)::float8 AS usual_s,
       percentile_disc(0.95) WITHIN GROUP (ORDER BY silence)::float8 AS longest_usual_s
FROM looks GROUP BY channel_id
"""


class JournalFlows:
    """The `Flows` port. `pool` connects as the writer, who may read all of it."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def of(self, organisation_id: UUID, channel_ids: Collection[UUID], zone: str) -> Mapping[UUID, Flow]:
        """The flow of each of the channels; hours and days are those of the zone."""
        values = {"organisation": organisation_id, "channels": list(channel_ids), "zone": zone}
        parts: dict[UUID, dict[str, Any]] = defaultdict(dict)
        with self._pool.connection() as connection:
            for query in (_LAST, _DAY, _NOT_READ):
                for channel_id, part in _by_channel(connection, query, values):
                    parts[channel_id] |= part
            rhythms = {channel_id: Rhythm(**part) for channel_id, part in _by_channel(connection, _RHYTHM, values)}
        return {one: replace(Flow(**parts[one]), rhythm=rhythms.get(one)) for one in channel_ids}


def _by_channel(
    connection: Connection[Any], query: LiteralString, values: dict[str, Any]
) -> list[tuple[UUID, dict[str, Any]]]:
    rows = connection.cursor(row_factory=dict_row).execute(query, values).fetchall()
    return [(row.pop("channel_id"), row) for row in rows]
