"""An organisation: who talks to its customers here. The first one is the operator of the platform."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID
from zoneinfo import available_timezones

from domain.decider import Decider
from domain.event import Command, Event
from domain.reasons import refuse_no_reason
from domain.refusal import refuse
from domain.tenancy.plans import DEFAULT, NO_LIMITS, PLANS, Limits, PlanName

MAX_NAME = 120


class TenancyEvent(Event, context="tenancy"):
    """Facts about organisations and their people."""


class OrganisationFounded(TenancyEvent):
    """Organisation créée : {organisation_name}"""

    organisation_id: UUID
    organisation_name: str
    time_zone: str
    operator: bool = False


class OrganisationEdited(TenancyEvent):
    """Organisation modifiée : {organisation_name}"""

    organisation_id: UUID
    organisation_name: str
    time_zone: str


class OrganisationSuspended(TenancyEvent):
    """Organisation suspendue : {reason}"""

    organisation_id: UUID
    reason: str


class OrganisationReactivated(TenancyEvent):
    """Organisation rétablie"""

    organisation_id: UUID


class SecurityPolicyChanged(TenancyEvent):
    """Règles de connexion changées"""

    organisation_id: UUID
    second_factor_required: bool


class FoundOrganisation(Command):
    """Open an organisation. `operator` marks the one that runs the platform."""

    organisation_id: UUID
    organisation_name: str
    time_zone: str = "Europe/Paris"
    operator: bool = False


class ChangeSecurityPolicy(Command):
    """Whether every member needs a second factor to sign in."""

    organisation_id: UUID
    second_factor_required: bool


class EditOrganisation(Command):
    """What it is called, and by whose clocks its days are counted."""

    organisation_id: UUID
    organisation_name: str
    time_zone: str


class SuspendOrganisation(Command):
    """Its people may not sign in for now, and its assistant is quiet."""

    organisation_id: UUID
    reason: str


class ReactivateOrganisation(Command):
    """All as before."""

    organisation_id: UUID


@dataclass(frozen=True, slots=True)
class Organisation:
    """What rules need of an organisation."""

    founded: bool = False
    name: str = ""
    time_zone: str = "Europe/Paris"
    operator: bool = False
    asks_for_second_factor: bool = False
    suspended: bool = False
    plan: PlanName = DEFAULT
    agreed: Limits = PLANS[DEFAULT].limits

    @property
    def limits(self) -> Limits:
        """What it may use. Those who run the platform have no limits."""
        return NO_LIMITS if self.operator else self.agreed

    @property
    def second_factor_required(self) -> bool:
        """Always of those who run the platform, of others when the organisation says so."""
        return self.operator or self.asks_for_second_factor


organisation = Decider(Organisation, identify="organisation_id")


@organisation.decides
def found(state: Organisation, command: FoundOrganisation) -> Iterator[Event]:
    """Once per id."""
    _refuse_unlike_an_organisation(command)
    if not state.founded:
        yield OrganisationFounded(
            organisation_id=command.organisation_id,
            organisation_name=command.organisation_name.strip(),
            time_zone=command.time_zone,
            operator=command.operator,
        )


@organisation.decides
def edit(state: Organisation, command: EditOrganisation) -> Iterator[Event]:
    """When something changes."""
    _refuse_unknown(state)
    _refuse_unlike_an_organisation(command)
    name = command.organisation_name.strip()
    if (name, command.time_zone) != (state.name, state.time_zone):
        yield OrganisationEdited(
            organisation_id=command.organisation_id, organisation_name=name, time_zone=command.time_zone
        )


@organisation.decides
def change_security_policy(state: Organisation, command: ChangeSecurityPolicy) -> Iterator[Event]:
    """When it is another. Those who run the platform have no choice."""
    _refuse_unknown(state)
    if state.operator and not command.second_factor_required:
        refuse("La double authentification est obligatoire ici.", code="SECOND_FACTOR_MANDATORY")
    if command.second_factor_required != state.second_factor_required:
        yield SecurityPolicyChanged(**dict(command))


@organisation.decides
def suspend(state: Organisation, command: SuspendOrganisation) -> Iterator[Event]:
    """Once, with a reason. Whoever runs the platform stays in."""
    _refuse_unknown(state)
    refuse_no_reason(command.reason)
    if state.operator:
        refuse("L'organisation qui exploite la plateforme ne se suspend pas.", code="OPERATOR_STAYS")
    if not state.suspended:
        yield OrganisationSuspended(organisation_id=command.organisation_id, reason=command.reason.strip())


@organisation.decides
def reactivate(state: Organisation, command: ReactivateOrganisation) -> Iterator[Event]:
    """One that was suspended."""
    _refuse_unknown(state)
    if state.suspended:
        yield OrganisationReactivated(organisation_id=command.organisation_id)


def _refuse_unlike_an_organisation(command: FoundOrganisation | EditOrganisation) -> None:
    if not command.organisation_name.strip() or len(command.organisation_name) > MAX_NAME:
        refuse(f"Donnez un nom de 1 à {MAX_NAME} caractères.", code="ORGANISATION_NAME_INVALID", field="name")
    if command.time_zone not in available_timezones():
        refuse("Ce fuseau horaire n'existe pas.", code="TIME_ZONE_UNKNOWN", field="time_zone")


def _refuse_unknown(state: Organisation) -> None:
    if not state.founded:
        refuse("Cette organisation n'existe pas.", code="ORGANISATION_UNKNOWN")


@organisation.evolves
def founded(state: Organisation, event: OrganisationFounded) -> Organisation:
    """Open."""
    return replace(
        state, founded=True, name=event.organisation_name, time_zone=event.time_zone, operator=event.operator
    )


@organisation.evolves
def edited(state: Organisation, event: OrganisationEdited) -> Organisation:
    """Called so from now on."""
    return replace(state, name=event.organisation_name, time_zone=event.time_zone)


@organisation.evolves
def security_policy_changed(state: Organisation, event: SecurityPolicyChanged) -> Organisation:
    """From the next sign-in on."""
    return replace(state, asks_for_second_factor=event.second_factor_required)


@organisation.evolves
def suspended(state: Organisation, event: OrganisationSuspended) -> Organisation:
    """Out for now."""
    return replace(state, suspended=True)


@organisation.evolves
def reactivated(state: Organisation, event: OrganisationReactivated) -> Organisation:
    """In again."""
    return replace(state, suspended=False)
