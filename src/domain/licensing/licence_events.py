"""Facts about a licence. What tells of a person is theirs: their e-mail, their machine, what was noted of them."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from domain.event import Event
from domain.licensing.terms import PLAN_LABELS, Basis, PaymentMethod, Plan
from domain.personal import Personal

RevocationReason = Literal["fraud", "unpaid", "asked", "other", "erased", "import_undone"]
"""Why: fraud, a payment refused for thirty days, the customer asks; the customer was erased, the import undone."""
DeliveryOutcome = Literal["sent", "failed", "uncertain"]


class LicenceEvent(Event, context="licensing"):
    """Facts about a licence."""


class LicenceIssued(LicenceEvent):
    """Licence créée : {plan}"""

    in_words: ClassVar[Mapping[str, str]] = dict[str, str](PLAN_LABELS.items())

    licence_id: UUID
    contact_id: UUID
    key: Personal[str]
    key_index: UUID
    email: Personal[str]
    hwid: Personal[str]
    hwid_index: UUID
    plan: Plan
    price_cents: int
    currency: str
    grace_days: int
    ends_at: datetime
    grace_ends_at: datetime
    payment_method: PaymentMethod
    auto_renew: bool
    notes: Personal[str]
    notes_index: UUID
    import_id: UUID | None


class LicenceRenewed(LicenceEvent):
    """Licence renouvelée de {days} jours"""

    licence_id: UUID
    contact_id: UUID
    act_id: UUID
    basis: Basis
    days: int
    ends_at: datetime
    grace_ends_at: datetime


class LicenceExtended(LicenceEvent):
    """Licence prolongée de {days} jours ({reason})"""

    licence_id: UUID
    contact_id: UUID
    act_id: UUID
    days: int
    reason: Personal[str]
    ends_at: datetime
    grace_ends_at: datetime


class LicencePlanChanged(LicenceEvent):
    """Licence passée à la formule {plan}"""

    in_words: ClassVar[Mapping[str, str]] = dict[str, str](PLAN_LABELS.items())

    licence_id: UUID
    contact_id: UUID
    plan: Plan
    price_cents: int
    currency: str
    grace_days: int
    grace_ends_at: datetime


class LicenceAmended(LicenceEvent):
    """Licence modifiée"""

    licence_id: UUID
    contact_id: UUID
    payment_method: PaymentMethod
    auto_renew: bool
    notes: Personal[str]
    notes_index: UUID


class LicenceSuspended(LicenceEvent):
    """Licence suspendue ({reason})"""

    licence_id: UUID
    contact_id: UUID
    reason: Personal[str]


class LicenceReinstated(LicenceEvent):
    """Licence rétablie"""

    licence_id: UUID
    contact_id: UUID


class LicenceTransferred(LicenceEvent):
    """Licence passée sur une autre machine"""

    licence_id: UUID
    contact_id: UUID
    hwid: Personal[str]
    hwid_index: UUID


class LicenceEnteredGrace(LicenceEvent):
    """Licence échue : délai de grâce"""

    licence_id: UUID
    contact_id: UUID
    grace_ends_at: datetime


class LicenceExpired(LicenceEvent):
    """Licence expirée"""

    licence_id: UUID
    contact_id: UUID


class LicenceRevoked(LicenceEvent):
    """Licence révoquée : {reason}"""

    in_words: ClassVar[Mapping[str, str]] = {
        "fraud": "fraude détectée",
        "unpaid": "paiement rejeté depuis plus de trente jours",
        "asked": "demande du client",
        "other": "autre raison",
        "erased": "client supprimé",
        "import_undone": "import annulé",
    }

    licence_id: UUID
    contact_id: UUID
    reason: RevocationReason
    note: Personal[str]
    told: bool


class LicenceSendAsked(LicenceEvent):
    """Nouvel envoi de la licence demandé"""

    licence_id: UUID
    contact_id: UUID
    act_id: UUID


class LicenceDelivered(LicenceEvent):
    """Licence par courriel : {outcome}"""

    in_words: ClassVar[Mapping[str, str]] = {"sent": "partie", "failed": "pas partie", "uncertain": "peut-être partie"}

    licence_id: UUID
    contact_id: UUID
    delivery_id: UUID
    outcome: DeliveryOutcome
    code: str
