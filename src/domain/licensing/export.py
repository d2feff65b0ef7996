"""An export of licences: a fact, recorded before anything leaves the house."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from domain.decider import Decider
from domain.event import Command, Event


class LicenceExportEvent(Event, context="licensing"):
    """Facts about exports of licences."""


class LicencesExported(LicenceExportEvent):
    """Licences exportées ({count})"""

    export_id: UUID
    count: int
    filters: dict[str, str]
    searched: bool


class ExportLicences(Command):
    """Give these licences. `filters` say which by what the desk calls it; what was searched for may name a person: it
    is not kept, only whether something was."""

    export_id: UUID
    count: int
    filters: dict[str, str]
    searched: bool


@dataclass(frozen=True, slots=True)
class LicenceExport:
    """Whether it was recorded."""

    exported: bool = False


licence_export = Decider(LicenceExport, identify="export_id")


@licence_export.decides
def export(state: LicenceExport, command: ExportLicences) -> Iterator[Event]:
    """Once per id."""
    if not state.exported:
        yield LicencesExported(**dict(command))


@licence_export.evolves
def exported(state: LicenceExport, event: LicencesExported) -> LicenceExport:
    """Recorded."""
    return LicenceExport(exported=True)
