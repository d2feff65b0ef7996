"""An organisation: who talks to its customers here. The first one is the operator of the platform."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID
from zoneinfo import available_timezones

from domain.decider import Decider
from domain.event import Command, Event
from domain.refusal import refuse

MAX_NAME = 120


class TenancyEvent(Event, context="tenancy"):
    """Facts about organisations and their people."""


class OrganisationFounded(TenancyEvent):
    """Organisation créée : {organisation_name}"""

    organisation_id: UUID
    organisation_name: str
    time_zone: str
    operator: bool = False


class FoundOrganisation(Command):
    """Open an organisation. `operator` marks the one that runs the platform."""

    organisation_id: UUID
    organisation_name: str
    time_zone: str = "Europe/Paris"
    operator: bool = False


@dataclass(frozen=True, slots=True)
class Organisation:
    """What rules need of an organisation."""

    founded: bool = False
    name: str = ""
    time_zone: str = "Europe/Paris"
    operator: bool = False


organisation = Decider(Organisation, identify="organisation_id")


@organisation.decides
def found(state: Organisation, command: FoundOrganisation) -> Iterator[Event]:
    """Once per id."""
    if not command.organisation_name.strip() or len(command.organisation_name) > MAX_NAME:
        refuse(f"Donnez un nom de 1 à {MAX_NAME} caractères.", code="ORGANISATION_NAME_INVALID", field="name")
    if command.time_zone not in available_timezones():
        refuse("Ce fuseau horaire n'existe pas.", code="TIME_ZONE_UNKNOWN", field="time_zone")
    if not state.founded:
        yield OrganisationFounded(
            organisation_id=command.organisation_id,
            organisation_name=command.organisation_name.strip(),
            time_zone=command.time_zone,
            operator=command.operator,
        )


@organisation.evolves
def founded(state: Organisation, event: OrganisationFounded) -> Organisation:
    """Open."""
    return replace(
        state, founded=True, name=event.organisation_name, time_zone=event.time_zone, operator=event.operator
    )
