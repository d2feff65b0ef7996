"""The licence desk: who is sold what. The key is nobody else's in the installation, the machine nobody else's here."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from application.bus import Bus, Busy, Outcome, Overtaken
from application.ports.clock import Clock
from application.ports.indexes import BlindIndexes
from application.ports.ledger import Guard, Ledger, Stream
from application.ports.messaging import Identifier
from application.senders import Senders
from domain.event import Command
from domain.fact import Context, Fact
from domain.licensing import keys
from domain.licensing.licence import Licence, licence, refuse_unknown_licence
from domain.licensing.licence_commands import (
    AmendLicence,
    ChangeLicencePlan,
    ExtendLicence,
    IssueLicence,
    ReinstateLicence,
    RenewLicence,
    RevokeLicence,
    SuspendLicence,
    TransferLicence,
)
from domain.licensing.licence_events import LicenceIssued, RevocationReason
from domain.licensing.licence_refusals import refuse_unlike_a_machine, refuse_unlike_an_email
from domain.licensing.settings import ChangeLicenceSettings, LicenceSettings, licence_settings, settings_id
from domain.licensing.terms import USUAL_DAYS, Basis, PaymentMethod, Plan, PlanTerms, later
from domain.refusal import refuse
from domain.reservation import Release, Reserve
from domain.tenancy.organisation import Organisation, organisation

TRIES = 10
TAKEN = "Cette machine a déjà une licence. Renouvelez-la, ou transférez-la."


@dataclass(frozen=True, slots=True)
class NewLicence:
    """What is sold. Without `ends_at`, for thirty days."""

    email: str
    hwid: str
    plan: Plan
    payment_method: PaymentMethod = "courtesy"
    ends_at: datetime | None = None
    auto_renew: bool = True
    notes: str = ""
    import_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Selling:
    """How an organisation sells at an instant; `zone` is that of its clocks."""

    organisation_id: UUID
    now: datetime
    zone: str
    settings: LicenceSettings


@dataclass(frozen=True, slots=True)
class LicenceDesk:
    """Acts on licences. Every method may raise `Refused` and `Busy`; `act_id` makes an act asked twice one."""

    bus: Bus
    ledger: Ledger
    indexes: BlindIndexes
    clock: Clock

    def issue(self, context: Context, licence_id: UUID, new: NewLicence) -> Outcome:
        """Sell a licence, once per id. Whoever has the address is its contact, or becomes one."""
        outcome = self.bus.execute(context, *self.issuing(context.organisation_id, licence_id, new))
        sold = self.sold(context.organisation_id, licence_id)
        if sold.hwid_index != self.hwid_index(context.organisation_id, new.hwid) or sold.plan != new.plan:
            refuse(
                "Cette clé a déjà servi pour une autre licence.", code="IDEMPOTENCY_KEY_REUSED", field="Idempotency-Key"
            )
        return outcome

    def sold(self, organisation_id: UUID, licence_id: UUID) -> LicenceIssued:
        """What was sold, as it was: the fact that a licence began with. Refused when there is none."""
        stream = (organisation_id, licence_id)
        facts = self.ledger.load([stream])[stream]
        if not facts:
            refuse_unknown_licence()
        return cast(LicenceIssued, facts[0].event)

    def issuing(self, organisation_id: UUID, licence_id: UUID, new: NewLicence) -> Sequence[Command]:
        """What selling it comes to, to be saved together."""
        known = self.ledger.load(self.streams_of(organisation_id, licence_id, new))
        return self.issuing_by(self.selling(organisation_id), known, licence_id, new)

    def streams_of(self, organisation_id: UUID, licence_id: UUID, new: NewLicence) -> list[Stream]:
        """What must be read to sell it."""
        buyers = self._senders.streams(organisation_id, _identifiers(new))
        return [(organisation_id, licence_id), *buyers]

    def selling(self, organisation_id: UUID) -> Selling:
        """How the organisation sells now."""
        return Selling(organisation_id, self.clock.now(), self.zone(organisation_id), self.settings(organisation_id))

    def issuing_by(
        self, selling: Selling, known: Mapping[Stream, Sequence[Fact[Any]]], licence_id: UUID, new: NewLicence
    ) -> Sequence[Command]:
        """As `issuing`, by what was read of `streams_of`."""
        refuse_unlike_an_email(new.email)
        refuse_unlike_a_machine(new.hwid)
        organisation_id, now, zone = selling.organisation_id, selling.now, selling.zone
        key = keys.of_random(secrets.token_bytes(keys.DRAWN_BYTES))
        buyer = self._senders.among(known, organisation_id, _identifiers(new), now)
        issued = IssueLicence(
            licence_id=licence_id,
            at=now,
            contact_id=buyer.contact_id,
            key=key,
            key_index=self.key_index(key),
            email=new.email.strip(),
            hwid=new.hwid.strip(),
            hwid_index=self.hwid_index(organisation_id, new.hwid),
            plan=new.plan,
            terms=selling.settings.of(new.plan),
            ends_at=new.ends_at or later(now, USUAL_DAYS, zone),
            zone=zone,
            payment_method=new.payment_method,
            auto_renew=new.auto_renew,
            notes=new.notes.strip(),
            notes_index=self.notes_index(licence_id, new.notes),
            import_id=new.import_id,
        )
        state: Licence = licence.fold(fact.event for fact in known[organisation_id, licence_id])
        if state.issued:
            return [issued]  # asked again: the rule is quiet, and no other key is reserved
        return [
            *self._senders.identify(organisation_id, buyer),
            self._reserve_key(organisation_id, issued),
            self._reserve_machine(organisation_id, licence_id, issued.hwid_index),
            issued,
        ]

    def renew(self, context: Context, licence_id: UUID, act_id: UUID, basis: Basis, days: int) -> Outcome:
        """Another term."""
        zone = self.zone(context.organisation_id)
        return self.bus.execute(
            context,
            RenewLicence(licence_id=licence_id, at=self.clock.now(), act_id=act_id, basis=basis, days=days, zone=zone),
        )

    def extend(self, context: Context, licence_id: UUID, act_id: UUID, days: int, reason: str) -> Outcome:
        """Some days more."""
        zone = self.zone(context.organisation_id)
        return self.bus.execute(
            context,
            ExtendLicence(
                licence_id=licence_id, at=self.clock.now(), act_id=act_id, days=days, reason=reason, zone=zone
            ),
        )

    def change_plan(self, context: Context, licence_id: UUID, plan: Plan) -> Outcome:
        """Another plan, at its price and grace of today."""
        organisation_id = context.organisation_id
        return self.bus.execute(
            context,
            ChangeLicencePlan(
                licence_id=licence_id,
                at=self.clock.now(),
                plan=plan,
                terms=self.settings(organisation_id).of(plan),
                zone=self.zone(organisation_id),
            ),
        )

    def amend(
        self, context: Context, licence_id: UUID, payment_method: PaymentMethod, auto_renew: bool, notes: str
    ) -> Outcome:
        """Say something of it otherwise."""
        return self.bus.execute(
            context,
            AmendLicence(
                licence_id=licence_id,
                at=self.clock.now(),
                payment_method=payment_method,
                auto_renew=auto_renew,
                notes=notes,
                notes_index=self.notes_index(licence_id, notes),
            ),
        )

    def suspend(self, context: Context, licence_id: UUID, reason: str) -> Outcome:
        """No access for now."""
        return self.bus.execute(context, SuspendLicence(licence_id=licence_id, at=self.clock.now(), reason=reason))

    def reinstate(self, context: Context, licence_id: UUID) -> Outcome:
        """Access again."""
        return self.bus.execute(context, ReinstateLicence(licence_id=licence_id, at=self.clock.now()))

    def transfer(self, context: Context, licence_id: UUID, hwid: str) -> Outcome:
        """To another machine; the one before is free again."""
        refuse_unlike_a_machine(hwid)
        index = self.hwid_index(context.organisation_id, hwid)
        command = TransferLicence(licence_id=licence_id, at=self.clock.now(), hwid=hwid, hwid_index=index)

        def moving(state: Licence) -> list[Command]:
            if state.revoked or index == state.hwid_index:
                return [command]
            leaving = Release(reservation_id=state.hwid_index, holder_id=licence_id)
            return [command, leaving, self._reserve_machine(context.organisation_id, licence_id, index)]

        return self._as_it_is(context, licence_id, moving)

    def revoke(
        self, context: Context, licence_id: UUID, reason: RevocationReason, note: str, *, told: bool = False
    ) -> Outcome:
        """For good. The machine is free for another licence; the key is never given again. `told`: so is the customer,
        by a letter."""
        command = RevokeLicence(licence_id=licence_id, at=self.clock.now(), reason=reason, note=note, told=told)

        return self._as_it_is(context, licence_id, lambda state: ending(state, command))

    @property
    def _senders(self) -> Senders:
        return Senders(self.ledger, self.indexes)

    def state(self, organisation_id: UUID, licence_id: UUID) -> Licence:
        """As its stream has it."""
        state: Licence = self.bus.state(licence, (organisation_id, licence_id))
        return state

    def settings(self, organisation_id: UUID) -> LicenceSettings:
        """How the organisation sells."""
        state: LicenceSettings = self.bus.state(licence_settings, (organisation_id, settings_id(organisation_id)))
        return state

    def configure(
        self, context: Context, terms: dict[Plan, PlanTerms], expiring_days: int, silent_days: int
    ) -> Outcome:
        """Sell otherwise from now on."""
        return self.bus.execute(
            context,
            ChangeLicenceSettings(
                settings_id=settings_id(context.organisation_id),
                terms=terms,
                expiring_days=expiring_days,
                silent_days=silent_days,
            ),
        )

    def zone(self, organisation_id: UUID) -> str:
        """By whose clocks a day is a day."""
        state: Organisation = self.bus.state(organisation, (organisation_id, organisation_id))
        return state.time_zone

    def key_index(self, key: str) -> UUID:
        """The keyed hash of a key, as it is written."""
        return self.indexes.blind_index("licence-key", key)

    def hwid_index(self, organisation_id: UUID, hwid: str) -> UUID:
        """The keyed hash of a machine, the same however it is written."""
        return self.indexes.blind_index("hwid", organisation_id, hwid.strip().casefold())

    def notes_index(self, licence_id: UUID, notes: str) -> UUID:
        """The keyed hash of what is noted of a licence."""
        return self.indexes.blind_index("licence-notes", licence_id, notes.strip())

    def _as_it_is(self, context: Context, licence_id: UUID, asked: Callable[[Licence], list[Command]]) -> Outcome:
        """Run what is asked of the licence as it stands; anew when it has moved meanwhile."""
        stream = (context.organisation_id, licence_id)
        for _ in range(TRIES):
            facts = self.ledger.load([stream])[stream]
            state: Licence = licence.fold(fact.event for fact in facts)
            if not state.issued:
                refuse_unknown_licence()
            try:
                return self.bus.execute(context, *asked(state), guards=[Guard(*stream, version=len(facts))])
            except Overtaken:
                continue
        raise Busy

    def _reserve_key(self, organisation_id: UUID, issued: IssueLicence) -> Reserve:
        return Reserve(
            reservation_id=issued.key_index,
            kind="licence_key",
            organisation_id=organisation_id,
            holder_id=issued.licence_id,
            everywhere=True,
        )

    def _reserve_machine(self, organisation_id: UUID, licence_id: UUID, index: UUID) -> Reserve:
        return Reserve(
            reservation_id=index,
            kind="hwid",
            organisation_id=organisation_id,
            holder_id=licence_id,
            taken=TAKEN,
        )


def ending(state: Licence, command: RevokeLicence) -> list[Command]:
    """What a revocation comes to: the machine is free for another licence."""
    return [command, Release(reservation_id=state.hwid_index, holder_id=command.licence_id)]


def _identifiers(new: NewLicence) -> list[Identifier]:
    return [Identifier("email", new.email.strip().casefold())]
