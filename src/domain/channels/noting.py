"""What the provider says of a number, kept on the stream of its channel: once, and each time it changes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from domain.channels.channel import Channel, channel, refuse_unknown
from domain.channels.number import (
    ChannelChecked,
    ChannelLimited,
    ChannelQualityChanged,
    ChannelRestricted,
    ChannelRestrictionLifted,
    LiftRestriction,
    NoteCheck,
    NoteLimit,
    NoteQuality,
    RestrictNumber,
)
from domain.event import Event

SAME_CHECK = timedelta(hours=1)
"""A check that finds the same again sooner than this is no news."""


@channel.decides
def check(state: Channel, command: NoteCheck) -> Iterator[Event]:
    """Quiet when the same was found within the hour."""
    refuse_unknown(state)
    known = state.number
    same = (command.findings, command.number or known.number) == (known.findings, known.number)
    recent = known.checked_at is not None and command.checked_at - known.checked_at < SAME_CHECK
    if not (same and recent):
        yield ChannelChecked(
            channel_id=command.channel_id,
            ok=command.ok,
            findings=command.findings,
            number=command.number or known.number,
            checked_at=command.checked_at,
        )


@channel.decides
def note_quality(state: Channel, command: NoteQuality) -> Iterator[Event]:
    """Quiet when it is known, or something newer is."""
    refuse_unknown(state)
    if command.quality != state.number.quality and _is_news(command.at, state.number.quality_told):
        yield ChannelQualityChanged(channel_id=command.channel_id, quality=command.quality, told_at=command.at)


@channel.decides
def note_limit(state: Channel, command: NoteLimit) -> Iterator[Event]:
    """Quiet when it is known, or something newer is."""
    refuse_unknown(state)
    if command.customers_per_day != state.number.customers_per_day and _is_news(command.at, state.number.limit_told):
        yield ChannelLimited(
            channel_id=command.channel_id, customers_per_day=command.customers_per_day, told_at=command.at
        )


@channel.decides
def restrict(state: Channel, command: RestrictNumber) -> Iterator[Event]:
    """Quiet when it is known with the same end, or something newer is."""
    refuse_unknown(state)
    known = state.number.restrictions
    same = command.restriction in known and known[command.restriction] == command.until
    if not same and _is_news(command.at, state.number.restrictions_told.get(command.restriction)):
        yield ChannelRestricted(
            channel_id=command.channel_id,
            restriction=command.restriction,
            until=command.until,
            told_at=command.at,
        )


@channel.decides
def lift(state: Channel, command: LiftRestriction) -> Iterator[Event]:
    """Quiet when nothing of it was denied, or it was denied since."""
    refuse_unknown(state)
    told = state.number.restrictions_told
    for restriction in state.number.restrictions:
        if command.restriction in ("", restriction) and _is_news(command.at, told.get(restriction)):
            yield ChannelRestrictionLifted(channel_id=command.channel_id, restriction=restriction, told_at=command.at)


@channel.evolves
def checked(state: Channel, event: ChannelChecked) -> Channel:
    """As found."""
    number = replace(state.number, findings=event.findings, checked_at=event.checked_at, number=event.number)
    return replace(state, number=number)


@channel.evolves
def noted(state: Channel, event: ChannelQualityChanged) -> Channel:
    """Its note."""
    return replace(state, number=replace(state.number, quality=event.quality, quality_told=event.told_at))


@channel.evolves
def limited(state: Channel, event: ChannelLimited) -> Channel:
    """Its limit."""
    number = replace(state.number, customers_per_day=event.customers_per_day, limit_told=event.told_at)
    return replace(state, number=number)


@channel.evolves
def restricted(state: Channel, event: ChannelRestricted) -> Channel:
    """One thing more that it may not do."""
    restrictions = {**state.number.restrictions, event.restriction: event.until}
    return replace(
        state, number=replace(state.number, restrictions=restrictions, restrictions_told=_told(state, event))
    )


@channel.evolves
def freed(state: Channel, event: ChannelRestrictionLifted) -> Channel:
    """One thing less."""
    left = {code: until for code, until in state.number.restrictions.items() if code != event.restriction}
    return replace(state, number=replace(state.number, restrictions=left, restrictions_told=_told(state, event)))


def _told(state: Channel, event: ChannelRestricted | ChannelRestrictionLifted) -> dict[str, datetime]:
    return {**state.number.restrictions_told, event.restriction: event.told_at}


def _is_news(at: datetime, told: datetime | None) -> bool:
    return told is None or at > told
