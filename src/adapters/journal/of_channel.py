"""What the journal says of one channel: the last webhook, and the forgeries of the day."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from adapters.postgres.pools import Pool
from application.ports.journal import Forgeries


class JournalOfChannel:
    """The `ChannelJournal` port."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def last_signed(self, organisation_id: UUID, channel_id: UUID) -> datetime | None:
        """When the last webhook that is kept of it came. Ids grow with time, and are what the index is by."""
        with self._pool.connection() as connection:
            row = connection.execute(
                "SELECT received_at FROM journal.webhooks WHERE organisation_id = %s AND channel_id = %s"
                " ORDER BY id DESC LIMIT 1",
                [organisation_id, channel_id],
            ).fetchone()
        return row[0] if row else None

    def forgeries(self, provider: str, endpoints: Sequence[UUID]) -> Forgeries:
        """The wrong signatures of today."""
        with self._pool.connection() as connection:
            row = connection.execute(
                "SELECT coalesce(sum(count), 0)::bigint, max(last_at) FROM journal.refusals"
                " WHERE refused_on = current_date AND provider = %s AND endpoint = ANY(%s)"
                " AND reason = 'bad_signature'",
                [provider, list(endpoints)],
            ).fetchone()
        assert row is not None
        return Forgeries(*row)
