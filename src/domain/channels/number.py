"""What a provider says of a number: what a check found, its quality, how many it may write to, what it is denied."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from domain.event import Command, Event

Quality = Literal["unknown", "high", "medium", "low"]
UNLIMITED = -1
"""As many customers a day as one wants."""


class NumberEvent(Event, context="channels"):
    """Facts about the number of a channel."""

    channel_id: UUID


class ChannelChecked(NumberEvent):
    """Canal vérifié auprès du fournisseur"""

    ok: bool
    findings: dict[str, str]
    """Level (``ok``, ``warning``, ``error``) by code."""
    number: str
    """As people dial it, in E.164; empty when the provider does not say."""
    checked_at: datetime


class ChannelQualityChanged(NumberEvent):
    """Le fournisseur a changé la note de qualité du numéro"""

    quality: Quality
    told_at: datetime


class ChannelLimited(NumberEvent):
    """Le fournisseur a changé la limite de clients par jour du numéro"""

    customers_per_day: int
    """Customers who did not write first, in a moving 24 hours; -1 when there is no limit."""
    told_at: datetime


class ChannelRestricted(NumberEvent):
    """Le fournisseur restreint le numéro ({restriction})"""

    restriction: str
    until: datetime | None
    told_at: datetime


class ChannelRestrictionLifted(NumberEvent):
    """Le fournisseur lève une restriction du numéro ({restriction})"""

    restriction: str
    told_at: datetime


class NoteCheck(Command):
    """Keep what a check found."""

    channel_id: UUID
    ok: bool
    findings: dict[str, str]
    number: str = ""
    checked_at: datetime


class NoteQuality(Command):
    """Keep the note of the number."""

    channel_id: UUID
    quality: Quality
    at: datetime


class NoteLimit(Command):
    """Keep how many customers a day it may write to first."""

    channel_id: UUID
    customers_per_day: int
    at: datetime


class RestrictNumber(Command):
    """Keep what the provider denies, by its code, and until when if it says."""

    channel_id: UUID
    restriction: str
    until: datetime | None = None
    at: datetime


class LiftRestriction(Command):
    """The provider denies it no more; without a code: it denies nothing any more."""

    channel_id: UUID
    restriction: str = ""
    at: datetime


@dataclass(frozen=True, slots=True)
class Number:
    """What was last heard of the number, and when. `restrictions` gives their end by code,
    `restrictions_told` when each was last put or lifted."""

    findings: Mapping[str, str] = field(default_factory=dict)
    checked_at: datetime | None = None
    number: str = ""
    quality: Quality = "unknown"
    quality_told: datetime | None = None
    customers_per_day: int | None = None
    limit_told: datetime | None = None
    restrictions: Mapping[str, datetime | None] = field(default_factory=dict)
    restrictions_told: Mapping[str, datetime] = field(default_factory=dict)
