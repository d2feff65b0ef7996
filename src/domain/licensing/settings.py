"""How an organisation sells licences: the price and the grace of each plan, and when it wants to be told."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid5

from domain.decider import Decider
from domain.event import Command, Event
from domain.licensing.licence_refusals import refuse_grace
from domain.licensing.terms import USUAL_TERMS, Plan, PlanTerms
from domain.refusal import refuse

MOST_PRICE = 10_000_000
MOST_ALERT_DAYS = 90


def settings_id(organisation_id: UUID) -> UUID:
    """The stream: there is one for each organisation."""
    return uuid5(organisation_id, "licence-settings")


class LicenceSettingsEvent(Event, context="licensing"):
    """Facts about how licences are sold."""


class LicenceSettingsChanged(LicenceSettingsEvent):
    """Réglages des licences changés"""

    settings_id: UUID
    terms: dict[str, PlanTerms]
    expiring_days: int
    silent_days: int


class ChangeLicenceSettings(Command):
    """For what is sold, and changed, from now on. Prices are cents; the days, when to be told of an end, of silence."""

    settings_id: UUID
    terms: dict[Plan, PlanTerms]
    expiring_days: int
    silent_days: int


@dataclass(frozen=True, slots=True)
class LicenceSettings:
    """What rules need of it: the usual, until something else is said."""

    terms: tuple[tuple[Plan, PlanTerms], ...] = tuple(USUAL_TERMS.items())
    expiring_days: int = 7
    silent_days: int = 14

    def of(self, plan: Plan) -> PlanTerms:
        """The price and the grace of a plan."""
        return dict(self.terms)[plan]


licence_settings = Decider(LicenceSettings, identify="settings_id")


@licence_settings.decides
def change(state: LicenceSettings, command: ChangeLicenceSettings) -> Iterator[Event]:
    """When something changes; of every plan, in one currency."""
    if command.terms.keys() != USUAL_TERMS.keys():
        refuse("Donnez le prix et le délai de grâce de chaque formule.", code="PLANS_MISSING", field="terms")
    for plan, terms in command.terms.items():
        if not 0 <= terms.price_cents <= MOST_PRICE:
            refuse("Ce prix n'est pas possible.", code="PRICE_INVALID", field=f"terms.{plan}.price_cents")
        refuse_grace(terms.grace_days, f"terms.{plan}.grace_days")
    for field in ("expiring_days", "silent_days"):
        if not 1 <= getattr(command, field) <= MOST_ALERT_DAYS:
            refuse(f"Choisissez de 1 à {MOST_ALERT_DAYS} jours.", code="DAYS_INVALID", field=field)
    asked = LicenceSettings(tuple(command.terms.items()), command.expiring_days, command.silent_days)
    if (dict(asked.terms), asked.expiring_days, asked.silent_days) != (
        dict(state.terms),
        state.expiring_days,
        state.silent_days,
    ):
        yield LicenceSettingsChanged(**dict(command))


@licence_settings.evolves
def changed(state: LicenceSettings, event: LicenceSettingsChanged) -> LicenceSettings:
    """From now on."""
    terms = tuple((plan, event.terms[plan]) for plan in USUAL_TERMS)
    return LicenceSettings(terms, event.expiring_days, event.silent_days)
