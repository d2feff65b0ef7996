"""What is asked of a licence. `act_id` is new for each act: asked twice, it is done once."""

from datetime import datetime
from uuid import UUID

from domain.event import Command
from domain.licensing.licence_events import DeliveryOutcome, RevocationReason
from domain.licensing.terms import Basis, PaymentMethod, Plan, PlanTerms


class LicenceCommand(Command):
    """About this licence, at this instant."""

    licence_id: UUID
    at: datetime


class IssueLicence(LicenceCommand):
    """A new one. The key, the machine and the contact are reserved beside, in the same save; `zone` is the seller's."""

    contact_id: UUID
    key: str
    key_index: UUID
    email: str
    hwid: str
    hwid_index: UUID
    plan: Plan
    terms: PlanTerms
    ends_at: datetime
    zone: str
    payment_method: PaymentMethod
    auto_renew: bool
    notes: str
    notes_index: UUID
    import_id: UUID | None = None


class RenewLicence(LicenceCommand):
    """Another term, counted from `basis`, by the clocks of `zone`."""

    act_id: UUID
    basis: Basis
    days: int
    zone: str


class ExtendLicence(LicenceCommand):
    """Some days more, as a gesture: from the end of the term, or from now when that is behind us."""

    act_id: UUID
    days: int
    reason: str
    zone: str


class ChangeLicencePlan(LicenceCommand):
    """Another plan, with its price and its grace."""

    plan: Plan
    terms: PlanTerms
    zone: str


class AmendLicence(LicenceCommand):
    """How it is paid, whether it renews itself, what was noted."""

    payment_method: PaymentMethod
    auto_renew: bool
    notes: str
    notes_index: UUID


class SuspendLicence(LicenceCommand):
    """No access for now; the term goes on."""

    reason: str


class ReinstateLicence(LicenceCommand):
    """Access again."""


class TransferLicence(LicenceCommand):
    """Another machine. The old one is let go and the new one reserved beside."""

    hwid: str
    hwid_index: UUID


class MoveLicence(LicenceCommand):
    """A term may be over."""


class RevokeLicence(LicenceCommand):
    """For good. `told`: the customer gets a letter that says so."""

    reason: RevocationReason
    note: str
    told: bool = False


class SendLicence(LicenceCommand):
    """To its customer, once more."""

    act_id: UUID


class NoteDelivery(LicenceCommand):
    """What became of the letter that carries it."""

    delivery_id: UUID
    outcome: DeliveryOutcome
    code: str = ""
