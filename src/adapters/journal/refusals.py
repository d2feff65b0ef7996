"""What the journal turned away, by day and keyed hash of the endpoint."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from psycopg.rows import class_row

from adapters.postgres.pools import Pool
from application.ports.journal import RefusedWebhooks


class JournalRefusals:
    """The `Refusals` port."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def signatures_today(self, endpoints: Collection[UUID]) -> Mapping[UUID, int]:
        """How many webhooks with a bad signature came today for each of the endpoints, by keyed hash."""
        with self._pool.connection() as connection:
            rows = connection.execute(
                "SELECT endpoint, sum(count)::bigint FROM journal.refusals"
                " WHERE refused_on = current_date AND endpoint = ANY(%s)"
                " AND reason = 'bad_signature' GROUP BY 1",
                [list(endpoints)],
            ).fetchall()
        return dict(rows)

    def latest(self, limit: int) -> Sequence[RefusedWebhooks]:
        """The last ones, latest first."""
        with self._pool.connection() as connection:
            return (
                connection.cursor(row_factory=class_row(RefusedWebhooks))
                .execute(
                    "SELECT refused_on, provider, endpoint, reason, count, first_at, last_at FROM journal.refusals"
                    " ORDER BY last_at DESC, endpoint LIMIT %s",
                    [limit],
                )
                .fetchall()
            )
