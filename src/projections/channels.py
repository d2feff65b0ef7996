"""The channels of an organisation."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from domain.channels.channel import ChannelConnected, ChannelCredentialsRotated, ChannelResumed, ChannelSuspended
from domain.fact import Fact
from projections.projection import Projection


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """One channel. `suspended` is the reason, empty while it works."""

    organisation_id: UUID
    channel_id: UUID
    provider: str
    label: str
    settings: dict[str, str]
    credentials_version: int
    suspended: str
    connected_at: datetime


channels = Projection(
    "channels",
    ChannelRow,
    key=("organisation_id", "channel_id"),
    ddl="""
    CREATE TABLE {table} (
        organisation_id     uuid        NOT NULL,
        channel_id          uuid        NOT NULL,
        provider            text        NOT NULL,
        label               text        NOT NULL,
        settings            jsonb       NOT NULL,
        credentials_version integer     NOT NULL,
        suspended           text        NOT NULL,
        connected_at        timestamptz NOT NULL,
        PRIMARY KEY (organisation_id, channel_id)
    )
    """,
)


@channels.folds
def connected(row: ChannelRow | None, fact: Fact[ChannelConnected]) -> ChannelRow | None:
    """A new channel."""
    event = fact.event
    return ChannelRow(
        organisation_id=fact.organisation_id,
        channel_id=event.channel_id,
        provider=event.provider,
        label=event.label,
        settings=event.settings,
        credentials_version=event.credentials_version,
        suspended="",
        connected_at=fact.at,
    )


@channels.folds
def rotated(row: ChannelRow | None, fact: Fact[ChannelCredentialsRotated]) -> ChannelRow | None:
    """With new credentials."""
    return row and replace(row, credentials_version=fact.event.credentials_version)


@channels.folds
def suspended(row: ChannelRow | None, fact: Fact[ChannelSuspended]) -> ChannelRow | None:
    """Stopped, and why."""
    return row and replace(row, suspended=fact.event.reason)


@channels.folds
def resumed(row: ChannelRow | None, fact: Fact[ChannelResumed]) -> ChannelRow | None:
    """In use again."""
    return row and replace(row, suspended="")


def all_channels(connection: Connection[Any]) -> list[ChannelRow]:
    """The channels of the organisation, oldest first."""
    cursor = connection.cursor(row_factory=class_row(ChannelRow))
    return cursor.execute("SELECT * FROM channels ORDER BY connected_at, channel_id").fetchall()
