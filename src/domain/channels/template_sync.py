"""The synchronisations of a channel's templates: one stream per channel and day, so that it stays short."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid5

from domain.decider import Decider
from domain.event import Command, Event


def sync_day_of(channel_id: UUID, day: date) -> UUID:
    """The stream of a day."""
    return uuid5(channel_id, f"templates:{day.isoformat()}")


class TemplateSyncEvent(Event, context="channels"):
    """Facts about a synchronisation."""

    sync_day_id: UUID
    channel_id: UUID
    run_id: UUID


class TemplatesSynchronised(TemplateSyncEvent):
    """Modèles synchronisés : {added} nouveaux, {changed} modifiés, {missing} disparus"""

    added: int
    changed: int
    missing: int
    unchanged: int
    synchronised_at: datetime


class TemplateSyncFailed(TemplateSyncEvent):
    """Synchronisation des modèles impossible : {reason}"""

    code: str
    reason: str
    failed_at: datetime


class NoteTemplateSync(Command):
    """This run has ended well."""

    sync_day_id: UUID
    channel_id: UUID
    run_id: UUID
    added: int
    changed: int
    missing: int
    unchanged: int
    at: datetime


class NoteTemplateSyncFailure(Command):
    """This run could not list the templates."""

    sync_day_id: UUID
    channel_id: UUID
    run_id: UUID
    code: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TemplateSyncDay:
    """The runs of the day."""

    runs: frozenset[UUID] = frozenset()


template_sync = Decider(TemplateSyncDay, identify="sync_day_id")


@template_sync.decides
def note(state: TemplateSyncDay, command: NoteTemplateSync) -> Iterator[Event]:
    """Once per run."""
    if command.run_id not in state.runs:
        yield TemplatesSynchronised(
            **command.model_dump(exclude={"at"}),
            synchronised_at=command.at,
        )


@template_sync.decides
def note_failure(state: TemplateSyncDay, command: NoteTemplateSyncFailure) -> Iterator[Event]:
    """Once per run."""
    if command.run_id not in state.runs:
        yield TemplateSyncFailed(
            **command.model_dump(exclude={"at"}),
            failed_at=command.at,
        )


@template_sync.evolves
def ran(state: TemplateSyncDay, event: TemplatesSynchronised) -> TemplateSyncDay:
    """One more run."""
    return replace(state, runs=state.runs | {event.run_id})


@template_sync.evolves
def failed(state: TemplateSyncDay, event: TemplateSyncFailed) -> TemplateSyncDay:
    """One more run."""
    return replace(state, runs=state.runs | {event.run_id})
