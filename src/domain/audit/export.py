"""An export of the journal: a fact of the journal itself, recorded before anything leaves the house."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from domain.audit.kinds import check_period, names_of
from domain.decider import Decider
from domain.event import Command, Event

Format = Literal["csv", "jsonl"]
MOST_KINDS = 200


class AuditEvent(Event, context="audit"):
    """Facts about the journal."""


class JournalExported(AuditEvent):
    """Journal exporté au format {format}"""

    in_words: ClassVar[Mapping[str, str]] = {"csv": "CSV", "jsonl": "JSON"}

    export_id: UUID
    format: Format
    since: datetime | None = None
    until: datetime | None = None
    kinds: tuple[str, ...] = ()
    sensitive: bool = False
    actor_id: UUID | None = None
    correlation_id: UUID | None = None


class ExportJournal(Command):
    """Give the lines recorded from `since` to before `until`, of these kinds, by this actor, out of this request; what
    is not given does not narrow anything."""

    export_id: UUID
    format: Format
    since: datetime | None = None
    until: datetime | None = None
    kinds: tuple[str, ...] = ()
    sensitive: bool = False
    actor_id: UUID | None = None
    correlation_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """Whether it was recorded."""

    exported: bool = False


export = Decider(Export, identify="export_id")


@export.decides
def export_journal(state: Export, command: ExportJournal) -> Iterator[Event]:
    """Once per id, of a period and of kinds that exist."""
    if state.exported:
        return
    check_period(command.since, command.until)
    names_of(command.kinds)
    yield JournalExported(**dict(command))


@export.evolves
def exported(state: Export, event: JournalExported) -> Export:
    """Recorded."""
    return replace(state, exported=True)
