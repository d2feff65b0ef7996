"""The organisations of the platform as those who run it see them: nothing of what is said there, only how much."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection
from pydantic import TypeAdapter

from domain.conversations.events import MessageReceived, MessageSent
from domain.fact import Fact
from domain.folding import fold
from domain.tenancy.organisation import (
    OrganisationEdited,
    OrganisationFounded,
    OrganisationReactivated,
    OrganisationSuspended,
)
from domain.tenancy.user import UserReactivated, UserRegistered, UserSuspended
from projections.paging import Page, decode, moment, page
from projections.projection import Projection


class TenantRow(NamedTuple):
    """One organisation. `suspended` says why it is, empty when it is not; suspended members are not counted."""

    organisation_id: UUID
    name: str
    searchable: str
    operator: bool
    founded_at: datetime
    suspended: str = ""
    members: int = 0
    received: int = 0
    sent: int = 0
    last_message_at: datetime | None = None


tenants = Projection(
    "tenants",
    TenantRow,
    key=("organisation_id",),
    ddl="""
    CREATE TABLE {table} (
        organisation_id uuid        NOT NULL PRIMARY KEY,
        name            text        NOT NULL,
        searchable      text        NOT NULL,
        operator        boolean     NOT NULL,
        founded_at      timestamptz NOT NULL,
        suspended       text        NOT NULL,
        members         integer     NOT NULL,
        received        bigint      NOT NULL,
        sent            bigint      NOT NULL,
        last_message_at timestamptz
    );
    CREATE INDEX {name}_by_age ON {table} (founded_at DESC, organisation_id DESC)
    """,
    # Row-level security shows an organisation its own row. Whoever runs the platform sees all, by this function only,
    # which looks at who asks. Rows are given as JSON: a type of theirs would tie the function to one version.
    functions="""
    CREATE OR REPLACE FUNCTION read.list_tenants(
        one uuid, folded text, before timestamptz, before_id uuid, most integer
    ) RETURNS SETOF jsonb
        LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = read, public, pg_catalog, pg_temp AS $$
    BEGIN
        IF EXISTS (SELECT FROM tenants t WHERE t.organisation_id = ledger.current_organisation() AND t.operator) THEN
            RETURN QUERY
                SELECT to_jsonb(t) || jsonb_build_object(
                    'plan', o.plan, 'max_contacts', o.max_contacts, 'max_agents', o.max_agents,
                    'max_messages_monthly', o.max_messages_monthly,
                    'contacts', (
                        SELECT count(*) FROM contacts c WHERE c.organisation_id = t.organisation_id AND NOT c.erased
                    ),
                    'messages_this_month', (
                        SELECT coalesce(sum(u.messages), 0) FROM usage u WHERE u.organisation_id = t.organisation_id
                            AND u.quarter >= date_trunc('month', now(), o.time_zone)
                    )
                )
                FROM tenants t JOIN organisations o USING (organisation_id)
                WHERE (one IS NULL OR t.organisation_id = one) AND strpos(t.searchable, folded) > 0
                    AND (before IS NULL OR (t.founded_at, t.organisation_id) < (before, before_id))
                ORDER BY t.founded_at DESC, t.organisation_id DESC LIMIT most;
        END IF;
    END;
    $$;
    REVOKE ALL ON FUNCTION read.list_tenants(uuid, text, timestamptz, uuid, integer) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION read.list_tenants(uuid, text, timestamptz, uuid, integer) TO {app}
    """,
)


@tenants.folds
def founded(row: TenantRow | None, fact: Fact[OrganisationFounded]) -> TenantRow | None:
    """A new organisation."""
    event = fact.event
    name = event.organisation_name
    return TenantRow(fact.organisation_id, name, fold(name), event.operator, fact.at)


@tenants.folds
def edited(row: TenantRow | None, fact: Fact[OrganisationEdited]) -> TenantRow | None:
    """Called so from now on."""
    name = fact.event.organisation_name
    return row and row._replace(name=name, searchable=fold(name))


@tenants.folds
def suspended(row: TenantRow | None, fact: Fact[OrganisationSuspended]) -> TenantRow | None:
    """Out for now."""
    return row and row._replace(suspended=fact.event.reason)


@tenants.folds
def reactivated(row: TenantRow | None, fact: Fact[OrganisationReactivated]) -> TenantRow | None:
    """In again."""
    return row and row._replace(suspended="")


@tenants.folds
def joined(row: TenantRow | None, fact: Fact[UserRegistered | UserReactivated]) -> TenantRow | None:
    """One member more."""
    return row and row._replace(members=row.members + 1)


@tenants.folds
def left(row: TenantRow | None, fact: Fact[UserSuspended]) -> TenantRow | None:
    """One member less."""
    return row and row._replace(members=row.members - 1)


@tenants.folds
def received(row: TenantRow | None, fact: Fact[MessageReceived]) -> TenantRow | None:
    """One more received."""
    return row and row._replace(received=row.received + 1, last_message_at=fact.at)


@tenants.folds
def sent(row: TenantRow | None, fact: Fact[MessageSent]) -> TenantRow | None:
    """One more sent."""
    return row and row._replace(sent=row.sent + 1, last_message_at=fact.at)


@dataclass(frozen=True, slots=True)
class Tenant:
    """A row, with the customers that are known there, the plan (empty for the operator) and what it holds."""

    organisation_id: UUID
    name: str
    operator: bool
    founded_at: datetime
    suspended: str
    members: int
    contacts: int
    received: int
    sent: int
    last_message_at: datetime | None
    plan: str
    max_contacts: int | None
    max_messages_monthly: int | None
    max_agents: int | None
    messages_this_month: int


_TENANTS = TypeAdapter(list[Tenant])


def listed(
    connection: Connection[Any], *, search: str = "", cursor: str | None = None, limit: int = 20
) -> Page[Tenant]:
    """The organisations of the platform whose name has the words, the last founded first; none for who does not run
    it. Raises `CursorInvalid`."""
    before, before_id = decode(cursor, moment, UUID) if cursor else (None, None)
    rows = _rows(connection, None, search, before, before_id, limit + 1)
    return page(rows, limit, lambda row: (row.founded_at.isoformat(), row.organisation_id))


def tenant(connection: Connection[Any], organisation_id: UUID) -> Tenant | None:
    """One of them."""
    rows = _rows(connection, organisation_id, "", None, None, 1)
    return rows[0] if rows else None


def _rows(
    connection: Connection[Any],
    one: UUID | None,
    search: str,
    before: datetime | None,
    before_id: UUID | None,
    most: int,
) -> list[Tenant]:
    values = [one, fold(search), before, before_id, most]
    rows = connection.execute(
        "SELECT read.list_tenants(%s::uuid, %s, %s::timestamptz, %s::uuid, %s)", values
    ).fetchall()
    return _TENANTS.validate_python([row for (row,) in rows])
