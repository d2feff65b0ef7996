"""What the journal turned away, by day and keyed hash of the endpoint."""

from collections.abc import Sequence

from psycopg.rows import class_row

from adapters.postgres.pools import Pool
from application.ports.journal import RefusedWebhooks


class JournalRefusals:
    """The `Refusals` port."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

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
