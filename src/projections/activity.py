"""Which conversations had a message in which hour (UTC): what "active conversations" counts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.conversations.events import MessageReceived, MessageSent
from domain.fact import Fact
from projections.overview import hour_of
from projections.projection import Key, Projection


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """A conversation was active in the hour."""

    organisation_id: UUID
    hour: datetime
    conversation_id: UUID
    channel_id: UUID


def _key(fact: Fact[Any]) -> Key:
    row = _row(fact)
    return row.organisation_id, row.hour, row.conversation_id


def _row(fact: Fact[Any]) -> ActivityRow:
    hour = hour_of(fact.happened_at)
    return ActivityRow(fact.organisation_id, hour, fact.event.conversation_id, fact.event.channel_id)


activity = Projection(
    "activity",
    ActivityRow,
    key=("organisation_id", "hour", "conversation_id"),
    key_of=_key,
    ddl="""
    CREATE TABLE {table} (
        organisation_id uuid        NOT NULL,
        hour            timestamptz NOT NULL,
        conversation_id uuid        NOT NULL,
        channel_id      uuid        NOT NULL,
        PRIMARY KEY (organisation_id, hour, conversation_id)
    )
    """,
)


@activity.folds
def active(row: ActivityRow | None, fact: Fact[MessageReceived | MessageSent]) -> ActivityRow | None:
    """Once an hour is enough."""
    return row or _row(fact)
