"""Reading webhooks again: they go back to those that wait, behind what arrives, and the order counts what it added."""

from typing import Any, LiteralString
from uuid import UUID

from psycopg.rows import class_row

from adapters.journal.listing import within
from adapters.postgres.pools import Pool
from application.ports.webhook_journal import Chosen, Order, Range, ReplayProgress
from domain.channels.replay import Which
from projections.paging import Page, decode, moment, page

MOST = 10_000
"""Webhooks of one order: one transaction marks them, and what arrives meanwhile goes first anyway."""

_SETTLED: dict[Which, LiteralString] = {
    "one": "state <> 'received'",
    "failed": "state = 'failed'",
    "all": "state <> 'received'",
}


class JournalReplays:
    """The `Replays` port. `pool` connects as the writer."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def choose(self, organisation_id: UUID, of: Range) -> Chosen:
        """The oldest ones of the range that do not wait to be read already, as many as one order may be for."""
        where, values = _of(organisation_id, of)
        return self._chosen(where, values)

    def choose_one(self, organisation_id: UUID, id: int) -> Chosen:
        """This one, unless it waits to be read already."""
        where, values = _of(organisation_id, Range("one"))
        return self._chosen([*where, "id = %(id)s"], {**values, "id": id})

    def _chosen(self, where: list[LiteralString], values: dict[str, Any]) -> Chosen:
        with self._pool.connection() as connection:
            row = connection.execute(
                "SELECT least(count(*), %(most)s), coalesce(min(id), 0),"
                " coalesce(max(id) FILTER (WHERE n <= %(most)s), 0), count(*) > %(most)s"
                f" FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM journal.webhooks"
                f" WHERE {' AND '.join(where)} ORDER BY id LIMIT %(most)s + 1) AS oldest",
                {**values, "most": MOST},
            ).fetchone()
        assert row is not None
        return Chosen(*row)

    def begin(self, order: Order) -> None:
        """Mark the webhooks of the order to be read again. Once per order."""
        where, values = _of(order.organisation_id, order.of)
        values |= {"replay": order.replay_id, "first": order.first, "last": order.last}
        with self._pool.connection() as connection, connection.transaction():
            new = connection.execute(
                "INSERT INTO journal.replays"
                " (replay_id, organisation_id, which, channel_id, ordered_by, ordered_at, marked)"
                " VALUES (%s, %s, %s, %s, %s, %s, 0) ON CONFLICT DO NOTHING",
                [
                    order.replay_id,
                    order.organisation_id,
                    order.of.which,
                    order.of.channel_id,
                    order.ordered_by,
                    order.ordered_at,
                ],
            )
            if not new.rowcount:
                return
            marked = connection.execute(
                "UPDATE journal.webhooks SET state = 'received', replay_id = %(replay)s, replays = replays + 1,"
                " attempts = 0, retry_at = NULL"
                f" WHERE {' AND '.join(where)} AND id BETWEEN %(first)s AND %(last)s",
                values,
            ).rowcount
            connection.execute(
                "UPDATE journal.replays SET marked = %s, done_at = CASE WHEN %s = 0 THEN clock_timestamp() END"
                " WHERE replay_id = %s",
                [marked, marked, order.replay_id],
            )
            connection.execute("NOTIFY journal")

    def page(self, organisation_id: UUID, *, cursor: str | None = None, limit: int = 50) -> Page[ReplayProgress]:
        """The orders, latest first. Raises `CursorInvalid`."""
        values: dict[str, Any] = {"organisation": organisation_id, "limit": limit + 1}
        before: LiteralString = ""
        if cursor:
            values["at"], values["id"] = decode(cursor, moment, UUID)
            before = "AND (ordered_at, replay_id) < (%(at)s::timestamptz, %(id)s::uuid)"
        with self._pool.connection() as connection:
            rows = (
                connection.cursor(row_factory=class_row(ReplayProgress))
                .execute(
                    "SELECT replay_id, which, channel_id, ordered_by, ordered_at, marked, read, failed, added, done_at"
                    f" FROM journal.replays WHERE organisation_id = %(organisation)s {before}"
                    " ORDER BY ordered_at DESC, replay_id DESC LIMIT %(limit)s",
                    values,
                )
                .fetchall()
            )
        return page(rows, limit, lambda row: (row.ordered_at.isoformat(), row.replay_id))


def _of(organisation_id: UUID, of: Range) -> tuple[list[LiteralString], dict[str, Any]]:
    where, values = within(organisation_id, of.channel_id, of.since, of.until)
    return [*where, _SETTLED[of.which]], values
