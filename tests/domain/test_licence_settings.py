from typing import Any
from uuid import UUID

import pytest

from domain.licensing.settings import (
    ChangeLicenceSettings,
    LicenceSettings,
    LicenceSettingsChanged,
    licence_settings,
)
from domain.licensing.terms import USUAL_TERMS, PlanTerms
from tests.spec import given

IT = UUID(int=1)
DEARER = USUAL_TERMS | {"starter": PlanTerms(price_cents=2100, grace_days=5)}


def asked(**others: Any) -> dict[str, Any]:
    return {"settings_id": IT, "terms": DEARER, "expiring_days": 7, "silent_days": 14} | others


def test_the_usual_holds_until_something_else_is_said() -> None:
    assert LicenceSettings().of("premium") == PlanTerms(price_cents=2900, grace_days=7)
    given(licence_settings).when(ChangeLicenceSettings(**asked(terms=USUAL_TERMS))).then()
    given(licence_settings).when(ChangeLicenceSettings(**asked())).then_once(LicenceSettingsChanged(**asked()))
    changed = LicenceSettingsChanged(**asked())
    assert licence_settings.fold([changed]).of("starter") == PlanTerms(price_cents=2100, grace_days=5)


@pytest.mark.parametrize(
    ("others", "code"),
    [
        ({"terms": {"starter": PlanTerms(price_cents=1, grace_days=1)}}, "PLANS_MISSING"),
        ({"terms": DEARER | {"premium": PlanTerms(price_cents=-1, grace_days=1)}}, "PRICE_INVALID"),
        ({"terms": DEARER | {"premium": PlanTerms(price_cents=1, grace_days=91)}}, "GRACE_INVALID"),
        ({"expiring_days": 0}, "DAYS_INVALID"),
        ({"silent_days": 91}, "DAYS_INVALID"),
    ],
)
def test_what_cannot_be_sold_is_refused(others: dict[str, Any], code: str) -> None:
    given(licence_settings).when(ChangeLicenceSettings(**asked(**others))).refuses(code)
