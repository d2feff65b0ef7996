"""The invitations of an organisation that wait for an answer."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from domain.fact import Fact
from domain.personal import known
from domain.tenancy.invitation import InvitationAccepted, InvitationMailed, InvitationWithdrawn, MemberInvited
from projections.projection import Projection


class InvitationRow(NamedTuple):
    """One invitation. `mailed` is what became of its mail, empty as long as nobody knows."""

    organisation_id: UUID
    invitation_id: UUID
    name: str
    email: str
    role: str
    invited_at: datetime
    ends_at: datetime
    mailed: str
    mail_code: str
    over: bool


invitations = Projection(
    "invitations",
    InvitationRow,
    key=("organisation_id", "invitation_id"),
    ddl="""
    CREATE TABLE {table} (
        organisation_id uuid        NOT NULL,
        invitation_id   uuid        NOT NULL,
        name            text        NOT NULL,
        email           text        NOT NULL,
        role            text        NOT NULL,
        invited_at      timestamptz NOT NULL,
        ends_at         timestamptz NOT NULL,
        mailed          text        NOT NULL,
        mail_code       text        NOT NULL,
        over            boolean     NOT NULL,
        PRIMARY KEY (organisation_id, invitation_id)
    )
    """,
)


@invitations.folds
def invited(row: InvitationRow | None, fact: Fact[MemberInvited]) -> InvitationRow | None:
    """Waits."""
    event = fact.event
    return InvitationRow(
        organisation_id=fact.organisation_id,
        invitation_id=event.invitation_id,
        name=known(event.user_name, ""),
        email=known(event.email, ""),
        role=event.role,
        invited_at=fact.at,
        ends_at=event.ends_at,
        mailed="",
        mail_code="",
        over=False,
    )


@invitations.folds
def mailed(row: InvitationRow | None, fact: Fact[InvitationMailed]) -> InvitationRow | None:
    """Left, or not."""
    return row and row._replace(mailed=fact.event.outcome, mail_code=fact.event.code)


@invitations.folds
def over(row: InvitationRow | None, fact: Fact[InvitationAccepted | InvitationWithdrawn]) -> InvitationRow | None:
    """Waits no more."""
    return row and row._replace(over=True)


def waiting(connection: Connection[Any]) -> list[InvitationRow]:
    """Those without an answer, latest first; those that have ended too: somebody may invite again."""
    cursor = connection.cursor(row_factory=class_row(InvitationRow))
    return cursor.execute(
        "SELECT * FROM invitations WHERE NOT over ORDER BY invited_at DESC, invitation_id LIMIT 200"
    ).fetchall()


def good(connection: Connection[Any], now: datetime) -> list[UUID]:
    """Those by which somebody can still come in."""
    rows = connection.execute("SELECT invitation_id FROM invitations WHERE NOT over AND ends_at > %s", [now]).fetchall()
    return [invitation_id for (invitation_id,) in rows]


def places(connection: Connection[Any], now: datetime) -> int:
    """How many places of the team are promised."""
    row = connection.execute(
        "SELECT count(*) FROM invitations WHERE NOT over AND ends_at > %s AND role <> 'viewer'", [now]
    ).fetchone()
    assert row is not None
    count: int = row[0]
    return count
