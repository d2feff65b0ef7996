"""The sessions of people: where they are signed in, and since when."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from domain.fact import Fact
from domain.personal import known
from domain.tenancy.session import SessionEnded, SessionKept, SessionOpened, SessionRefreshed
from projections.projection import Projection


class SessionRow(NamedTuple):
    """One session. `address` and `client` are those of the last request that prolonged it, empty when nobody knows."""

    organisation_id: UUID
    session_id: UUID
    user_id: UUID
    epoch: int
    opened_at: datetime
    seen_at: datetime
    ends_at: datetime
    ended_at: datetime | None
    address: str
    client: str


sessions = Projection(
    "sessions",
    SessionRow,
    key=("organisation_id", "session_id"),
    ddl="""
    CREATE TABLE {table} (
        organisation_id uuid        NOT NULL,
        session_id      uuid        NOT NULL,
        user_id         uuid        NOT NULL,
        epoch           integer     NOT NULL,
        opened_at       timestamptz NOT NULL,
        seen_at         timestamptz NOT NULL,
        ends_at         timestamptz NOT NULL,
        ended_at        timestamptz,
        address         text        NOT NULL,
        client          text        NOT NULL,
        PRIMARY KEY (organisation_id, session_id)
    );
    CREATE INDEX {name}_of_a_person ON {table} (organisation_id, user_id, seen_at DESC) WHERE ended_at IS NULL
    """,
)


@sessions.folds
def opened(row: SessionRow | None, fact: Fact[SessionOpened]) -> SessionRow | None:
    """A new one."""
    event = fact.event
    return SessionRow(
        organisation_id=fact.organisation_id,
        session_id=event.session_id,
        user_id=event.user_id,
        epoch=event.epoch,
        opened_at=fact.at,
        seen_at=fact.at,
        ends_at=event.ends_at,
        ended_at=None,
        address=known(fact.context.ip, "") or "",
        client=known(fact.context.user_agent, "") or "",
    )


@sessions.folds
def refreshed(row: SessionRow | None, fact: Fact[SessionRefreshed]) -> SessionRow | None:
    """Seen again, maybe from elsewhere."""
    return row and row._replace(
        seen_at=fact.at,
        address=known(fact.context.ip, "") or "",
        client=known(fact.context.user_agent, "") or "",
    )


@sessions.folds
def kept(row: SessionRow | None, fact: Fact[SessionKept]) -> SessionRow | None:
    """Of the account as it is now: those that were not kept are of an earlier one."""
    return row and row._replace(epoch=fact.event.epoch)


@sessions.folds
def ended(row: SessionRow | None, fact: Fact[SessionEnded]) -> SessionRow | None:
    """Over."""
    return row and row._replace(ended_at=fact.at)


def open_of(connection: Connection[Any], user_id: UUID, epoch: int, now: datetime) -> list[SessionRow]:
    """The open sessions of somebody whose account is at an epoch, last seen first."""
    cursor = connection.cursor(row_factory=class_row(SessionRow))
    return cursor.execute(
        "SELECT * FROM sessions WHERE user_id = %s AND epoch = %s AND ended_at IS NULL AND ends_at > %s"
        " ORDER BY seen_at DESC, session_id LIMIT 100",
        [user_id, epoch, now],
    ).fetchall()
