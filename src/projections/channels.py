"""The channels of an organisation, with what their providers last said of them."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from domain.channels.channel import (
    ChannelConnected,
    ChannelCredentialsRetired,
    ChannelCredentialsRotated,
    ChannelRenamed,
    ChannelResumed,
    ChannelSuspended,
)
from domain.channels.number import (
    ChannelChecked,
    ChannelLimited,
    ChannelQualityChanged,
    ChannelRestricted,
    ChannelRestrictionLifted,
    Quality,
)
from domain.conversations.events import MessageReceived, MessageSent
from domain.fact import Fact
from projections.projection import Projection


class ChannelRow(NamedTuple):
    """One channel. `suspended` is the reason, empty while it works.

    `former` are the versions of credentials that still prove webhooks; `findings` the levels by code of the last check;
    `restrictions` the ends by code (ISO 8601, or None) of what the provider denies.
    """

    organisation_id: UUID
    channel_id: UUID
    provider: str
    label: str
    settings: dict[str, str]
    credentials_version: int
    suspended: str
    connected_at: datetime
    former: list[int]
    findings: dict[str, str]
    restrictions: dict[str, str | None]
    rotated_at: datetime | None = None
    checked_at: datetime | None = None
    check_ok: bool | None = None
    number: str = ""
    quality: Quality = "unknown"
    customers_per_day: int | None = None
    last_received_at: datetime | None = None
    last_sent_at: datetime | None = None


channels = Projection(
    "channels",
    ChannelRow,
    key=("organisation_id", "channel_id"),
    version=2,
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
        former              integer[]   NOT NULL,
        rotated_at          timestamptz,
        checked_at          timestamptz,
        check_ok            boolean,
        findings            jsonb       NOT NULL,
        number              text        NOT NULL,
        quality             text        NOT NULL,
        customers_per_day   integer,
        restrictions        jsonb       NOT NULL,
        last_received_at    timestamptz,
        last_sent_at        timestamptz,
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
        former=[],
        findings={},
        restrictions={},
    )


@channels.folds
def rotated(row: ChannelRow | None, fact: Fact[ChannelCredentialsRotated]) -> ChannelRow | None:
    """With new credentials; the former ones prove webhooks for a while."""
    version = fact.event.credentials_version
    if row is None or row.credentials_version == version:
        return row
    former = [*row.former, row.credentials_version]
    return row._replace(credentials_version=version, former=former, rotated_at=fact.at)


@channels.folds
def retired(row: ChannelRow | None, fact: Fact[ChannelCredentialsRetired]) -> ChannelRow | None:
    """Without those of before."""
    return row and row._replace(former=[one for one in row.former if one != fact.event.credentials_version])


@channels.folds
def renamed(row: ChannelRow | None, fact: Fact[ChannelRenamed]) -> ChannelRow | None:
    """Called otherwise."""
    return row and row._replace(label=fact.event.label)


@channels.folds
def suspended(row: ChannelRow | None, fact: Fact[ChannelSuspended]) -> ChannelRow | None:
    """Stopped, and why."""
    return row and row._replace(suspended=fact.event.reason)


@channels.folds
def resumed(row: ChannelRow | None, fact: Fact[ChannelResumed]) -> ChannelRow | None:
    """In use again."""
    return row and row._replace(suspended="")


@channels.folds
def checked(row: ChannelRow | None, fact: Fact[ChannelChecked]) -> ChannelRow | None:
    """As found."""
    event = fact.event
    return row and row._replace(
        checked_at=event.checked_at, check_ok=event.ok, findings=event.findings, number=event.number
    )


@channels.folds
def noted(row: ChannelRow | None, fact: Fact[ChannelQualityChanged]) -> ChannelRow | None:
    """Its note."""
    return row and row._replace(quality=fact.event.quality)


@channels.folds
def limited(row: ChannelRow | None, fact: Fact[ChannelLimited]) -> ChannelRow | None:
    """Its limit."""
    return row and row._replace(customers_per_day=fact.event.customers_per_day)


@channels.folds
def restricted(row: ChannelRow | None, fact: Fact[ChannelRestricted]) -> ChannelRow | None:
    """One thing more that it may not do."""
    until = fact.event.until.isoformat() if fact.event.until else None
    return row and row._replace(restrictions={**row.restrictions, fact.event.restriction: until})


@channels.folds
def freed(row: ChannelRow | None, fact: Fact[ChannelRestrictionLifted]) -> ChannelRow | None:
    """One thing less."""
    if row is None:
        return None
    left = {code: until for code, until in row.restrictions.items() if code != fact.event.restriction}
    return row._replace(restrictions=left)


@channels.folds
def received(row: ChannelRow | None, fact: Fact[MessageReceived]) -> ChannelRow | None:
    """Somebody wrote to it."""
    return row and row._replace(last_received_at=_later(row.last_received_at, fact.happened_at))


@channels.folds
def sent(row: ChannelRow | None, fact: Fact[MessageSent]) -> ChannelRow | None:
    """Something left by it."""
    return row and row._replace(last_sent_at=_later(row.last_sent_at, fact.happened_at))


def _later(known: datetime | None, at: datetime) -> datetime:
    return at if known is None else max(known, at)


def all_channels(connection: Connection[Any]) -> list[ChannelRow]:
    """The channels of the organisation, oldest first."""
    cursor = connection.cursor(row_factory=class_row(ChannelRow))
    return cursor.execute("SELECT * FROM channels ORDER BY connected_at, channel_id").fetchall()


def one_channel(connection: Connection[Any], channel_id: UUID) -> ChannelRow | None:
    """A channel of the organisation."""
    cursor = connection.cursor(row_factory=class_row(ChannelRow))
    return cursor.execute("SELECT * FROM channels WHERE channel_id = %s", [channel_id]).fetchone()
