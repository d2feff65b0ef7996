"""The shapes of licences in the API."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from api.definitions import OF_A_LICENCE
from api.schemas import Fresh, Input, View
from domain.fact import ActorKind
from domain.licensing.licence_events import DeliveryOutcome, RevocationReason
from domain.licensing.terms import PaymentMethod, Plan, Status

Alert = Literal["expiring", "elsewhere", "silent"]

ALERTS = (
    "`expiring` : active, et finit dans le délai des réglages ; `elsewhere` : vue sur une autre machine que la sienne ;"
    " `silent` : active, et sans nouvelles depuis le délai des réglages."
)


class LicenceLine(View):
    """Une licence, à l'instant de la réponse."""

    licence_id: UUID
    contact_id: UUID
    email: str = Field(description="Vide quand le client a été effacé.")
    plan: Plan
    status: Status = Field(
        description="`active`, `grace_period` (échue, encore acceptée), `expired`, `suspended`, `revoked`."
    )
    expires_at: datetime
    grace_ends_at: datetime = Field(description="Jusqu'à quand elle est acceptée une fois échue.")
    days_left: int = Field(description="En jours du calendrier de l'organisation : 0 le jour même, négatif ensuite.")
    mrr_cents: int = Field(description=OF_A_LICENCE["mrr_cents"])
    currency: str
    payment_method: PaymentMethod = Field(description="`courtesy` : un geste commercial, ou réglé à la main.")
    auto_renew: bool
    issued_at: datetime
    last_check_in_at: datetime | None = Field(description="La dernière connexion du logiciel ; null : jamais.")
    client_version: str
    import_id: UUID | None = Field(description="L'import qui l'a créée, s'il y en a un.")


class LicenceView(LicenceLine, Fresh):
    """La fiche d'une licence."""

    key: str = Field(description="La clé à donner au client.")
    hwid: str = Field(description="L'identifiant de sa machine. Vide, comme la clé, quand le client a été effacé.")
    os: str
    price_cents: int = Field(description="Le prix d'un mois, celui du jour de la vente ou du dernier changement.")
    ltv_cents: int = Field(description=OF_A_LICENCE["ltv_cents"])
    notes: str
    issued_by: ActorKind = Field(description="Qui l'a créée : un membre (`user`), une clé d'API (`key`)…")
    issued_by_id: UUID | None
    suspended_reason: str
    revoked_at: datetime | None
    revoked_reason: RevocationReason | Literal[""]
    revoked_note: str
    delivery: DeliveryOutcome | Literal[""] = Field(
        description="Ce qu'est devenu le dernier courriel qui la porte ; vide : aucun n'est parti."
    )
    delivery_code: str
    seen_elsewhere_at: datetime | None = Field(description="Vue pour la dernière fois sur une autre machine.")


class LicenceCounts(Fresh):
    """Combien il y a de licences de chaque statut, à l'instant de la réponse."""

    total: int
    active: int
    grace_period: int
    expired: int
    suspended: int
    revoked: int


class UsageView(View):
    """Ce que le logiciel a dit d'un jour : les plus grands chiffres qu'il en a donnés."""

    day: date
    messages_sent: int
    ai_queries: int
    campaigns_launched: int
    errors_count: int
    uptime_minutes: int


class LicenceActView(View):
    """Ce qui est arrivé à une licence : qui, quoi, quand."""

    sequence: int
    licence_id: UUID
    contact_id: UUID
    email: str
    at: datetime
    name: str
    sentence: str
    actor: ActorKind
    actor_id: UUID | None = Field(description="Un membre de `/api/members`, quand c'en est un.")


class CalendarDay(View):
    """Un jour, et combien de licences y finissent."""

    day: date
    total: int
    by_plan: dict[Plan, int] = Field(description="Toutes les formules y sont, même à 0.")


class CalendarView(Fresh):
    """Tous les jours d'un mois, à l'heure de l'organisation."""

    month: str
    time_zone: str
    total: int
    days: list[CalendarDay]


class AlertView(View):
    """Des licences dont il faut s'occuper. La liste a les autres, avec `alert`."""

    kind: Alert = Field(description=ALERTS)
    count: int
    first: list[LicenceLine] = Field(description="Les cinq premières : celles qui finissent le plus tôt.")


class AlertsView(Fresh):
    """Ce qui demande qu'on s'en occupe, une ligne par genre d'alerte."""

    expiring_days: int
    silent_days: int
    alerts: list[AlertView]


class TermsInput(Input):
    """Le prix d'un mois, en centimes, et les jours de grâce."""

    price_cents: int
    grace_days: int


class LicenceSettingsInput(Input):
    """Comment les licences sont vendues, désormais. Celles qui sont vendues gardent leur prix et leur délai."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "currency": "EUR",
                "terms": {
                    "starter": {"price_cents": 1900, "grace_days": 3},
                    "premium": {"price_cents": 2900, "grace_days": 7},
                    "enterprise": {"price_cents": 9900, "grace_days": 14},
                },
                "expiring_days": 7,
                "silent_days": 14,
            }
        }
    )

    currency: str = Field(pattern="^[A-Z]{3}$", description="La devise de tous les prix (ISO 4217).")
    terms: dict[Plan, TermsInput] = Field(description="Toutes les formules.")
    expiring_days: int = Field(description="Être prévenu tant de jours avant une échéance.")
    silent_days: int = Field(description="Être prévenu après tant de jours sans nouvelles d'un logiciel.")


class TermsView(View):
    """Le prix d'un mois, en centimes, et les jours de grâce."""

    price_cents: int
    grace_days: int


class LicenceSettingsView(Fresh):
    """Comment les licences sont vendues."""

    currency: str
    terms: dict[Plan, TermsView]
    expiring_days: int
    silent_days: int
