"""A licence: sold for a plan and a term, to one person, for one machine.

Its status at an instant follows from its facts and the clock. When a term is over, a timer says so in a fact; who asks
in between gets the truth all the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NoReturn
from uuid import UUID

from domain.decider import Decider
from domain.event import Event
from domain.fact import NEVER, NOBODY
from domain.licensing.licence_commands import (
    AmendLicence,
    ChangeLicencePlan,
    ExtendLicence,
    IssueLicence,
    LicenceCommand,
    MoveLicence,
    NoteDelivery,
    ReinstateLicence,
    RenewLicence,
    RevokeLicence,
    SendLicence,
    SuspendLicence,
    TransferLicence,
)
from domain.licensing.licence_events import (
    LicenceAmended,
    LicenceDelivered,
    LicenceEnteredGrace,
    LicenceExpired,
    LicenceExtended,
    LicenceIssued,
    LicencePlanChanged,
    LicenceReinstated,
    LicenceRenewed,
    LicenceRevoked,
    LicenceSendAsked,
    LicenceSuspended,
    LicenceTransferred,
)
from domain.licensing.licence_refusals import (
    refuse_days,
    refuse_far,
    refuse_grace,
    refuse_long_notes,
    refuse_no_note,
    refuse_unlike_a_machine,
    refuse_unlike_an_email,
)
from domain.licensing.terms import (
    PaymentMethod,
    Plan,
    Standing,
    Status,
    later,
    standing,
)
from domain.reasons import refuse_no_reason
from domain.refusal import refuse


@dataclass(frozen=True, slots=True)
class Licence:
    """What rules need of a licence. `told` is what the last fact said of the term."""

    contact_id: UUID = NOBODY
    hwid_index: UUID = NOBODY
    notes_index: UUID = NOBODY
    plan: Plan = "starter"
    payment_method: PaymentMethod = "courtesy"
    auto_renew: bool = False
    grace_days: int = 0
    ends_at: datetime = NEVER
    grace_ends_at: datetime = NEVER
    told: Standing = "active"
    suspended: bool = False
    revoked: bool = False
    acts: frozenset[UUID] = frozenset()

    @property
    def issued(self) -> bool:
        """Whether there is one."""
        return self.contact_id != NOBODY

    def status(self, at: datetime) -> Status:
        """Where it stands at an instant, whatever was told."""
        if self.revoked:
            return "revoked"
        return "suspended" if self.suspended else standing(self.ends_at, self.grace_ends_at, at)


licence = Decider(Licence, identify="licence_id")


@licence.decides
def issue(state: Licence, command: IssueLicence) -> Iterator[Event]:
    """Once per id."""
    refuse_unlike_an_email(command.email)
    refuse_unlike_a_machine(command.hwid)
    refuse_long_notes(command.notes)
    refuse_grace(command.terms.grace_days)
    if command.ends_at <= command.at:
        refuse("Choisissez une échéance à venir.", code="LICENCE_TERM_OVER", field="ends_at")
    refuse_far(command.at, command.ends_at, "ends_at")
    if state.issued:
        return
    terms = command.terms
    yield LicenceIssued(
        **command.model_dump(exclude={"at", "terms", "zone", "email", "hwid"}),
        email=command.email.strip(),
        hwid=command.hwid.strip(),
        price_cents=terms.price_cents,
        currency=terms.currency,
        grace_days=terms.grace_days,
        grace_ends_at=later(command.ends_at, terms.grace_days, command.zone),
    )


@licence.decides
def renew(state: Licence, command: RenewLicence) -> Iterator[Event]:
    """Once per act. A renewal gives time: one that would take some, or end before now, is refused."""
    _refuse_gone(state)
    refuse_days(command.days)
    if command.act_id in state.acts:
        return
    began = {
        "expiry": state.ends_at,
        "now": command.at,
        "now_if_expired": max(state.ends_at, command.at),
    }[command.basis]
    ends_at = later(began, command.days, command.zone)
    if ends_at <= command.at:
        refuse(
            "Comptée depuis son échéance, la licence serait déjà expirée. Renouvelez-la à partir d'aujourd'hui.",
            code="LICENCE_STILL_EXPIRED",
            field="basis",
        )
    if ends_at <= state.ends_at:
        refuse(
            "Comptée à partir d'aujourd'hui, la licence finirait plus tôt. Renouvelez-la depuis son échéance.",
            code="LICENCE_SHORTENED",
            field="basis",
        )
    refuse_far(command.at, ends_at, "days")
    yield LicenceRenewed(
        **_of(state, command),
        act_id=command.act_id,
        basis=command.basis,
        days=command.days,
        ends_at=ends_at,
        grace_ends_at=later(ends_at, state.grace_days, command.zone),
    )


@licence.decides
def extend(state: Licence, command: ExtendLicence) -> Iterator[Event]:
    """Once per act, with a reason."""
    _refuse_gone(state)
    refuse_days(command.days)
    refuse_no_reason(command.reason)
    if command.act_id in state.acts:
        return
    ends_at = later(max(state.ends_at, command.at), command.days, command.zone)
    refuse_far(command.at, ends_at, "days")
    yield LicenceExtended(
        **_of(state, command),
        act_id=command.act_id,
        days=command.days,
        reason=command.reason.strip(),
        ends_at=ends_at,
        grace_ends_at=later(ends_at, state.grace_days, command.zone),
    )


@licence.decides
def change_plan(state: Licence, command: ChangeLicencePlan) -> Iterator[Event]:
    """When it is another, while there is a term that runs or may be forgiven."""
    _refuse_gone(state)
    refuse_grace(command.terms.grace_days)
    if command.plan == state.plan:
        return
    if standing(state.ends_at, state.grace_ends_at, command.at) == "expired":
        refuse("Cette licence est expirée. Renouvelez-la, puis changez sa formule.", code="LICENCE_EXPIRED")
    yield LicencePlanChanged(
        **_of(state, command),
        plan=command.plan,
        price_cents=command.terms.price_cents,
        currency=command.terms.currency,
        grace_days=command.terms.grace_days,
        grace_ends_at=later(state.ends_at, command.terms.grace_days, command.zone),
    )


@licence.decides
def amend(state: Licence, command: AmendLicence) -> Iterator[Event]:
    """When something changes."""
    _refuse_gone(state)
    refuse_long_notes(command.notes)
    said = (command.payment_method, command.auto_renew, command.notes_index)
    if said != (state.payment_method, state.auto_renew, state.notes_index):
        yield LicenceAmended(
            **_of(state, command),
            payment_method=command.payment_method,
            auto_renew=command.auto_renew,
            notes=command.notes.strip(),
            notes_index=command.notes_index,
        )


@licence.decides
def suspend(state: Licence, command: SuspendLicence) -> Iterator[Event]:
    """Once, with a reason."""
    _refuse_gone(state)
    refuse_no_reason(command.reason)
    if not state.suspended:
        yield LicenceSuspended(**_of(state, command), reason=command.reason.strip())


@licence.decides
def reinstate(state: Licence, command: ReinstateLicence) -> Iterator[Event]:
    """One that was suspended. Its term went on meanwhile."""
    _refuse_gone(state)
    if state.suspended:
        yield LicenceReinstated(**_of(state, command))


@licence.decides
def transfer(state: Licence, command: TransferLicence) -> Iterator[Event]:
    """To another machine."""
    _refuse_gone(state)
    refuse_unlike_a_machine(command.hwid)
    if command.hwid_index != state.hwid_index:
        yield LicenceTransferred(**_of(state, command), hwid=command.hwid.strip(), hwid_index=command.hwid_index)


@licence.decides
def move(state: Licence, command: MoveLicence) -> Iterator[Event]:
    """What the clock says, once told. A timer that comes too early, or for a term that was renewed, is silence."""
    if not state.issued or state.revoked:
        return
    now = standing(state.ends_at, state.grace_ends_at, command.at)
    if now == state.told:
        return
    if now == "grace_period":
        yield LicenceEnteredGrace(**_of(state, command), grace_ends_at=state.grace_ends_at)
    if now == "expired":
        yield LicenceExpired(**_of(state, command))


@licence.decides
def revoke(state: Licence, command: RevokeLicence) -> Iterator[Event]:
    """Once. Nothing follows it."""
    _refuse_unknown(state)
    refuse_no_note(command.reason, command.note)
    if not state.revoked:
        yield LicenceRevoked(**_of(state, command), reason=command.reason, note=command.note.strip(), told=command.told)


@licence.decides
def send(state: Licence, command: SendLicence) -> Iterator[Event]:
    """Once per act."""
    _refuse_gone(state)
    if command.act_id not in state.acts:
        yield LicenceSendAsked(**_of(state, command), act_id=command.act_id)


@licence.decides
def note_delivery(state: Licence, command: NoteDelivery) -> Iterator[Event]:
    """Once per letter."""
    _refuse_unknown(state)
    if command.delivery_id not in state.acts:
        yield LicenceDelivered(
            **_of(state, command), delivery_id=command.delivery_id, outcome=command.outcome, code=command.code
        )


def refuse_unknown_licence() -> NoReturn:
    """Refuse a licence that is none of the organisation's."""
    refuse("Cette licence n'existe pas.", code="LICENCE_UNKNOWN")


def _refuse_unknown(state: Licence) -> None:
    if not state.issued:
        refuse_unknown_licence()


def _refuse_gone(state: Licence) -> None:
    _refuse_unknown(state)
    if state.revoked:
        refuse("Cette licence est révoquée : rien ne la rend. Créez-en une autre.", code="LICENCE_REVOKED")


def _of(state: Licence, command: LicenceCommand) -> dict[str, UUID]:
    return {"licence_id": command.licence_id, "contact_id": state.contact_id}


@licence.evolves
def issued(state: Licence, event: LicenceIssued) -> Licence:
    """Good for a term."""
    return Licence(
        contact_id=event.contact_id,
        hwid_index=event.hwid_index,
        notes_index=event.notes_index,
        plan=event.plan,
        payment_method=event.payment_method,
        auto_renew=event.auto_renew,
        grace_days=event.grace_days,
        ends_at=event.ends_at,
        grace_ends_at=event.grace_ends_at,
    )


@licence.evolves
def renewed(state: Licence, event: LicenceRenewed) -> Licence:
    """Good for another term."""
    return _until(state, event)


@licence.evolves
def extended(state: Licence, event: LicenceExtended) -> Licence:
    """Good for some days more."""
    return _until(state, event)


def _until(state: Licence, event: LicenceRenewed | LicenceExtended) -> Licence:
    return replace(
        state,
        ends_at=event.ends_at,
        grace_ends_at=event.grace_ends_at,
        told="active",
        acts=state.acts | {event.act_id},
    )


@licence.evolves
def plan_changed(state: Licence, event: LicencePlanChanged) -> Licence:
    """Another plan."""
    return replace(state, plan=event.plan, grace_days=event.grace_days, grace_ends_at=event.grace_ends_at)


@licence.evolves
def amended(state: Licence, event: LicenceAmended) -> Licence:
    """Said otherwise."""
    return replace(
        state,
        payment_method=event.payment_method,
        auto_renew=event.auto_renew,
        notes_index=event.notes_index,
    )


@licence.evolves
def suspended(state: Licence, event: LicenceSuspended) -> Licence:
    """Out for now."""
    return replace(state, suspended=True)


@licence.evolves
def reinstated(state: Licence, event: LicenceReinstated) -> Licence:
    """In again."""
    return replace(state, suspended=False)


@licence.evolves
def transferred(state: Licence, event: LicenceTransferred) -> Licence:
    """On another machine."""
    return replace(state, hwid_index=event.hwid_index)


@licence.evolves
def entered_grace(state: Licence, event: LicenceEnteredGrace) -> Licence:
    """Told."""
    return replace(state, told="grace_period")


@licence.evolves
def expired(state: Licence, event: LicenceExpired) -> Licence:
    """Told."""
    return replace(state, told="expired")


@licence.evolves
def revoked(state: Licence, event: LicenceRevoked) -> Licence:
    """For good."""
    return replace(state, revoked=True)


@licence.evolves
def send_asked(state: Licence, event: LicenceSendAsked) -> Licence:
    """A letter will leave."""
    return replace(state, acts=state.acts | {event.act_id})


@licence.evolves
def delivered(state: Licence, event: LicenceDelivered) -> Licence:
    """A letter left, or did not."""
    return replace(state, acts=state.acts | {event.delivery_id})
