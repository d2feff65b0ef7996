"""Which licences are asked for: the same for the list, its counts and its export."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query

from api.licence_shapes import ALERTS, Alert
from api.periods import FIRST, LAST
from api.schemas import Words
from application.licensing import LicenceDesk
from domain.folding import fold
from domain.licensing import keys
from domain.licensing.settings import LicenceSettings
from domain.licensing.terms import MOST_DAYS, PaymentMethod, Plan, Status
from domain.refusal import refuse
from projections.licence_list import Filters, Instant, Searched


@dataclass(frozen=True, slots=True)
class Asked:
    """As the query says it."""

    search: str
    status: Status | None
    plan: Plan | None
    payment_method: PaymentMethod | None
    expiring_within: int | None
    ends_on: date | None
    import_id: UUID | None
    alert: Alert | None

    def filters(self, desk: LicenceDesk, organisation_id: UUID, at: Instant) -> Filters:
        """As the read model understands it. Raises `Refused`."""
        if self.ends_on is not None and not FIRST <= self.ends_on <= LAST:
            refuse("Ce jour est hors du calendrier.", code="DAY_INVALID", field="ends_on")
        found = Filters(
            search=_searched(desk, organisation_id, self.search) if self.search.strip() else None,
            status=self.status,
            plan=self.plan,
            payment_method=self.payment_method,
            expiring_within=self.expiring_within,
            ends_on=self.ends_on,
            import_id=self.import_id,
        )
        return found if self.alert is None else alerting(found, self.alert, desk.settings(organisation_id), at)

    def told(self) -> Mapping[str, str]:
        """What may be kept of it: not what was searched for, that may name a person."""
        given = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "search"}
        return {name: str(value) for name, value in given.items() if value is not None}


def alerting(filters: Filters, alert: Alert, settings: LicenceSettings, at: Instant) -> Filters:
    """Those of them that an alert is about."""
    changes: dict[Alert, dict[str, Any]] = {
        "expiring": {"expiring_within": min(filters.expiring_within or MOST_DAYS, settings.expiring_days)},
        "elsewhere": {"elsewhere": True},
        "silent": {"silent_since": at.now - timedelta(days=settings.silent_days)},
    }
    return replace(filters, **changes[alert])


def _searched(desk: LicenceDesk, organisation_id: UUID, typed: str) -> Searched:
    key = keys.read(typed)
    return Searched(fold(typed), desk.key_index(key) if key else None, desk.hwid_index(organisation_id, typed))


async def _asked(
    search: Annotated[
        Words,
        Query(
            max_length=320,
            description="Une partie d'adresse e-mail, une clé entière (tirets et casse indifférents), ou l'identifiant"
            " entier d'une machine.",
        ),
    ] = "",
    status: Annotated[Status | None, Query(description="À l'instant de la réponse.")] = None,
    plan: Annotated[Plan | None, Query(description="Une seule formule.")] = None,
    payment_method: Annotated[PaymentMethod | None, Query(description="Un seul moyen de paiement.")] = None,
    expiring_within: Annotated[
        int | None,
        Query(ge=0, le=MOST_DAYS, description="Actives, et finissent dans tant de jours au plus (0 : ce jour)."),
    ] = None,
    ends_on: Annotated[
        date | None,
        Query(description="Finissent ce jour-là, sans celles qui sont révoquées : ce que compte le calendrier."),
    ] = None,
    import_id: Annotated[UUID | None, Query(description="Créées par cet import.")] = None,
    alert: Annotated[Alert | None, Query(description=ALERTS)] = None,
) -> Asked:
    return Asked(search, status, plan, payment_method, expiring_within, ends_on, import_id, alert)


LicencesAsked = Annotated[Asked, Depends(_asked)]
