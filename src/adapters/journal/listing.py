"""The kept webhooks of one organisation, as people see them: what became of each, never what it says."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, LiteralString
from uuid import UUID

from psycopg.rows import class_row

from adapters.postgres.pools import Pool
from application.ports.webhook_journal import KeptWebhook, State
from projections.paging import Page, decode, page, place

_COLUMNS: LiteralString = (
    "id, received_at, channel_id, provider, state, attempts, replays, read_at, delay_ms, duplicates, error, gave"
)
# Literals, so that the planner sees which partial index is meant.
_OF_STATE: Mapping[str, LiteralString] = {
    "received": "state = 'received'",
    "read": "state = 'read'",
    "failed": "state = 'failed'",
}


class JournalListing:
    """The `WebhookJournal` port. `pool` connects as the writer, who may read all of it."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def page(
        self,
        organisation_id: UUID,
        *,
        state: State | None = None,
        channel_id: UUID | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page[KeptWebhook]:
        """Latest first. Raises `CursorInvalid`."""
        where, values = within(organisation_id, channel_id, since, until)
        if state:
            where.append(_OF_STATE[state])
        if cursor:
            where.append("id < %(before)s")
            (values["before"],) = decode(cursor, place)
        with self._pool.connection() as connection:
            rows = (
                connection.cursor(row_factory=class_row(KeptWebhook))
                .execute(
                    f"SELECT {_COLUMNS} FROM journal.webhooks WHERE {' AND '.join(where)}"
                    " ORDER BY id DESC LIMIT %(limit)s",
                    {**values, "limit": limit + 1},
                )
                .fetchall()
            )
        return page(rows, limit, lambda row: (row.id,))

    def one(self, organisation_id: UUID, id: int) -> KeptWebhook | None:
        """One of them."""
        with self._pool.connection() as connection:
            return (
                connection.cursor(row_factory=class_row(KeptWebhook))
                .execute(
                    f"SELECT {_COLUMNS} FROM journal.webhooks WHERE organisation_id = %s AND id = %s",
                    [organisation_id, id],
                )
                .fetchone()
            )

    def channels_of(self, organisation_id: UUID, ids: Iterable[UUID]) -> Mapping[UUID, UUID]:
        """For each message or alias that some webhook told of in the last month, the channel it came by."""
        with self._pool.connection() as connection:
            found = connection.execute(
                "SELECT told.id, kept.channel_id FROM unnest(%s::uuid[]) AS told (id), LATERAL ("
                "  SELECT channel_id FROM journal.webhooks w"
                "  WHERE jsonb_path_query_array(w.gave, '$[*].id') ? told.id::text AND w.gave <> '[]'"
                "  AND w.organisation_id = %s LIMIT 1"
                ") AS kept",
                [list(ids), organisation_id],
            ).fetchall()
        return dict(found)


def within(
    organisation_id: UUID, channel_id: UUID | None, since: datetime | None, until: datetime | None
) -> tuple[list[LiteralString], dict[str, Any]]:
    """The conditions of a range and their values; days are named too, so that only their partitions are read."""
    where: list[LiteralString] = ["organisation_id = %(organisation)s"]
    values: dict[str, Any] = {"organisation": organisation_id}
    if channel_id:
        where.append("channel_id = %(channel)s")
        values["channel"] = channel_id
    if since:
        where.append("received_at >= %(since)s AND received_on >= %(since_day)s")
        values |= {"since": since, "since_day": since.astimezone(UTC).date()}
    if until:
        where.append("received_at < %(until)s AND received_on <= %(until_day)s")
        values |= {"until": until, "until_day": until.astimezone(UTC).date()}
    return where, values
