"""A template of a channel: what the provider holds of it, as far as it told us.

The provider decides; we follow. What it tells late or twice changes nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from domain.channels.template_events import (
    TemplateAnnounced,
    TemplateGone,
    TemplateQualityChanged,
    TemplateRecategorised,
    TemplateStatus,
    TemplateStatusChanged,
    TemplateSynchronised,
    Wording,
)
from domain.decider import Decider
from domain.event import Command, Event
from domain.fact import NOBODY

UNWORDED = Wording(body="")
SENDABLE: frozenset[TemplateStatus] = frozenset({"approved", "flagged"})


def template_id_of(channel_id: UUID, key: str) -> UUID:
    """The id of a template of a channel. `key` is how its provider tells two templates apart."""
    return uuid5(channel_id, f"template:{key}")


class SynchroniseTemplate(Command):
    """The provider lists it so, at this instant."""

    template_id: UUID
    channel_id: UUID
    reference: str
    template_name: str
    language: str
    category: str
    status: TemplateStatus
    reason: str = ""
    quality: str = ""
    wording: Wording
    at: datetime


class NoteTemplate(Command):
    """The provider tells something of it at this instant. What is None was not told; `changed`: its text is another."""

    template_id: UUID
    channel_id: UUID
    template_name: str = ""
    language: str = ""
    status: TemplateStatus | None = None
    reason: str = ""
    category: str | None = None
    quality: str | None = None
    changed: bool = False
    gone: bool = False
    at: datetime


class MissTemplate(Command):
    """The provider does not list it any more."""

    template_id: UUID
    channel_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Template:
    """What is needed to send it, and to tell what is new."""

    known: bool = False
    gone: bool = False
    channel_id: UUID = NOBODY
    reference: str = ""
    name: str = ""
    language: str = ""
    category: str = ""
    status: TemplateStatus = "unknown"
    reason: str = ""
    quality: str = ""
    wording: Wording = UNWORDED
    told_at: datetime | None = None
    announced_at: datetime | None = None

    @property
    def sendable(self) -> bool:
        """Whether the provider lets it leave, and we can fill it in."""
        return self.known and not self.gone and self.status in SENDABLE and self.wording.obstacle == "none"


template = Decider(Template, identify="template_id")


@template.decides
def synchronise(state: Template, command: SynchroniseTemplate) -> Iterator[Event]:
    """Everything when the text is new, else only what changed; quiet when nothing did, or when we were told since."""
    if _late(state, command):
        return
    same = (state.reference, state.name, state.language, state.wording) == (
        command.reference,
        command.template_name,
        command.language,
        command.wording,
    )
    if state.known and not state.gone and same:
        yield from _differences(state, command, command.status, command.category, command.quality)
        return
    yield TemplateSynchronised(
        template_id=command.template_id,
        channel_id=command.channel_id,
        told_at=command.at,
        reference=command.reference,
        template_name=command.template_name,
        language=command.language,
        category=command.category,
        status=command.status,
        reason=command.reason,
        quality=command.quality,
        wording=command.wording,
    )


@template.decides
def note(state: Template, command: NoteTemplate) -> Iterator[Event]:
    """What is new in it; of a template never listed or newly worded, only that it must be read."""
    if _late(state, command):
        return
    if command.gone:
        yield from _gone(state, command)
    elif not state.known or state.gone:
        yield from _announced(state, command)
    else:
        yield from _differences(state, command, command.status, command.category, command.quality)
        if command.changed:
            yield from _announced(state, command)


@template.decides
def miss(state: Template, command: MissTemplate) -> Iterator[Event]:
    """Once, unless we were told since."""
    if not _late(state, command):
        yield from _gone(state, command)


def _late(state: Template, command: SynchroniseTemplate | NoteTemplate | MissTemplate) -> bool:
    return state.told_at is not None and command.at < state.told_at


def _differences(
    state: Template,
    command: SynchroniseTemplate | NoteTemplate,
    status: TemplateStatus | None,
    category: str | None,
    quality: str | None,
) -> Iterator[Event]:
    said = (state.status, state.reason) == (status, command.reason)
    # A notice explains a status better than the list does: what it said stays until the status is another.
    listed_again = isinstance(command, SynchroniseTemplate) and state.status == status and state.reason
    if status is not None and not said and not listed_again:
        yield TemplateStatusChanged(**_of(command), status=status, reason=command.reason)
    if category is not None and state.category != category:
        yield TemplateRecategorised(**_of(command), category=category)
    if quality is not None and state.quality != quality:
        yield TemplateQualityChanged(**_of(command), quality=quality)


def _gone(state: Template, command: NoteTemplate | MissTemplate) -> Iterator[Event]:
    if state.known and not state.gone:
        yield TemplateGone(**_of(command))


def _announced(state: Template, command: NoteTemplate) -> Iterator[Event]:
    if state.announced_at is None or command.at > state.announced_at:
        yield TemplateAnnounced(**_of(command), template_name=command.template_name, language=command.language)


def _of(command: SynchroniseTemplate | NoteTemplate | MissTemplate) -> dict[str, Any]:
    return {"template_id": command.template_id, "channel_id": command.channel_id, "told_at": command.at}


@template.evolves
def synchronised(state: Template, event: TemplateSynchronised) -> Template:
    """Known, as it is now."""
    return replace(
        state,
        known=True,
        gone=False,
        channel_id=event.channel_id,
        reference=event.reference,
        name=event.template_name,
        language=event.language,
        category=event.category,
        status=event.status,
        reason=event.reason,
        quality=event.quality,
        wording=event.wording,
        told_at=event.told_at,
    )


@template.evolves
def status_changed(state: Template, event: TemplateStatusChanged) -> Template:
    """Of another status."""
    return replace(state, status=event.status, reason=event.reason, told_at=event.told_at)


@template.evolves
def recategorised(state: Template, event: TemplateRecategorised) -> Template:
    """Of another category."""
    return replace(state, category=event.category, told_at=event.told_at)


@template.evolves
def quality_changed(state: Template, event: TemplateQualityChanged) -> Template:
    """Rated otherwise."""
    return replace(state, quality=event.quality, told_at=event.told_at)


@template.evolves
def gone(state: Template, event: TemplateGone) -> Template:
    """No longer at the provider."""
    return replace(state, gone=True, told_at=event.told_at)


@template.evolves
def announced(state: Template, event: TemplateAnnounced) -> Template:
    """To be read."""
    return replace(state, announced_at=event.told_at)
