"""How licences are sold: prices, days of grace, and when to be told of an end or of a silence."""

from typing import Annotated

from fastapi import APIRouter

from api.asking import Caller, Reader, acts, reads
from api.licence_shapes import LicenceSettingsInput, LicenceSettingsView, TermsView
from api.schemas import Done
from domain.licensing.terms import PlanTerms

TRIED_FIRST = True
"""Its path would pass for the id of a licence."""

router = APIRouter(prefix="/api/licences/settings", tags=["Licences"])


@router.get("", summary="Les réglages des licences")
def show_licence_settings(reader: Annotated[Reader, reads("licences.read")]) -> LicenceSettingsView:
    """Le prix et le délai de grâce de chaque formule, et les délais d'alerte."""
    settings = reader.services.licences.settings(reader.who.organisation_id)
    terms = dict(settings.terms)
    return LicenceSettingsView(
        currency=terms["starter"].currency,
        terms={plan: TermsView.model_validate(one) for plan, one in terms.items()},
        expiring_days=settings.expiring_days,
        silent_days=settings.silent_days,
    )


@router.put("", summary="Régler la vente des licences")
def change_licence_settings(
    caller: Annotated[Caller, acts("licences.configure")], settings: LicenceSettingsInput
) -> Done:
    """Vaut pour ce qui sera vendu, et changé de formule, désormais."""
    terms = {
        plan: PlanTerms(price_cents=one.price_cents, grace_days=one.grace_days, currency=settings.currency)
        for plan, one in settings.terms.items()
    }
    outcome = caller.services.licences.configure(caller.context, terms, settings.expiring_days, settings.silent_days)
    return Done(sequence=caller.at(outcome.sequence))
