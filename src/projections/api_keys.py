"""The API keys of an organisation."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from domain.fact import Fact
from domain.tenancy.api_key import ApiKeyIssued, ApiKeyRevoked
from projections.projection import Projection


class ApiKeyRow(NamedTuple):
    """One key. `created_by` is the member who made it."""

    organisation_id: UUID
    key_id: UUID
    name: str
    scopes: tuple[str, ...]
    hint: str
    created_at: datetime
    created_by: UUID | None
    ends_at: datetime | None
    revoked_at: datetime | None


api_keys = Projection(
    "api_keys",
    ApiKeyRow,
    key=("organisation_id", "key_id"),
    ddl="""
    CREATE TABLE {table} (
        organisation_id uuid        NOT NULL,
        key_id          uuid        NOT NULL,
        name            text        NOT NULL,
        scopes          text[]      NOT NULL,
        hint            text        NOT NULL,
        created_at      timestamptz NOT NULL,
        created_by      uuid,
        ends_at         timestamptz,
        revoked_at      timestamptz,
        PRIMARY KEY (organisation_id, key_id)
    )
    """,
)


@api_keys.folds
def issued(row: ApiKeyRow | None, fact: Fact[ApiKeyIssued]) -> ApiKeyRow | None:
    """A new one."""
    event = fact.event
    return ApiKeyRow(
        organisation_id=fact.organisation_id,
        key_id=event.key_id,
        name=event.key_name,
        scopes=event.scopes,
        hint=event.hint,
        created_at=fact.at,
        created_by=fact.context.actor.id,
        ends_at=event.ends_at,
        revoked_at=None,
    )


@api_keys.folds
def revoked(row: ApiKeyRow | None, fact: Fact[ApiKeyRevoked]) -> ApiKeyRow | None:
    """Opens nothing any more."""
    return row and row._replace(revoked_at=fact.at)


def kept(connection: Connection[Any]) -> list[ApiKeyRow]:
    """Those that were not revoked, the latest first; those that have ended too: somebody may wonder why."""
    cursor = connection.cursor(row_factory=class_row(ApiKeyRow))
    return cursor.execute(
        "SELECT * FROM api_keys WHERE revoked_at IS NULL ORDER BY created_at DESC, key_id LIMIT 200"
    ).fetchall()
