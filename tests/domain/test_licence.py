from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.event import Command, Event
from domain.licensing.licence import licence
from domain.licensing.licence_commands import (
    AmendLicence,
    ChangeLicencePlan,
    ExtendLicence,
    IssueLicence,
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
from domain.licensing.terms import PlanTerms
from tests.spec import given

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
DAY = timedelta(days=1)
IT, AWA, KEY, MACHINE, OTHER, NOTES, ACT = (UUID(int=n) for n in range(1, 8))
PARIS = "Europe/Paris"
PREMIUM = PlanTerms(price_cents=2900, grace_days=7)
ID: dict[str, Any] = {"licence_id": IT, "contact_id": AWA}
SOLD: dict[str, Any] = {
    "key": "PLB-00000-00000-00000-00000",
    "key_index": KEY,
    "hwid_index": MACHINE,
    "plan": "premium",
    "payment_method": "stripe",
    "auto_renew": True,
    "notes": "",
    "notes_index": NOTES,
    "import_id": None,
}
END = NOON + 30 * DAY
ISSUED = LicenceIssued(
    **ID,
    **SOLD,
    email="awa@exemple.fr",
    hwid="HW-1",
    price_cents=2900,
    currency="EUR",
    grace_days=7,
    ends_at=END,
    grace_ends_at=END + 7 * DAY,
)
GRACE = LicenceEnteredGrace(**ID, grace_ends_at=END + 7 * DAY)
EXPIRED = LicenceExpired(**ID)
SUSPENDED = LicenceSuspended(**ID, reason="Impayé")
REVOKED = LicenceRevoked(**ID, reason="fraud", note="", told=False)


def issue(**others: Any) -> IssueLicence:
    asked = {"email": " awa@exemple.fr ", "hwid": " HW-1 ", "terms": PREMIUM, "ends_at": END, "zone": PARIS, "at": NOON}
    return IssueLicence(**ID | SOLD | asked | others)


def renew(at: datetime = NOON, days: int = 30, basis: Any = "expiry", act: UUID = ACT) -> RenewLicence:
    return RenewLicence(licence_id=IT, at=at, act_id=act, basis=basis, days=days, zone=PARIS)


def renewed(ends_at: datetime, days: int = 30, basis: Any = "expiry") -> LicenceRenewed:
    return LicenceRenewed(**ID, act_id=ACT, basis=basis, days=days, ends_at=ends_at, grace_ends_at=ends_at + 7 * DAY)


def extend(at: datetime = NOON, days: int = 7, reason: str = " Geste commercial ") -> ExtendLicence:
    return ExtendLicence(licence_id=IT, at=at, act_id=ACT, days=days, reason=reason, zone=PARIS)


def move(at: datetime) -> MoveLicence:
    return MoveLicence(licence_id=IT, at=at)


def revoke(reason: Any = "fraud", note: str = "") -> RevokeLicence:
    return RevokeLicence(licence_id=IT, at=NOON, reason=reason, note=note)


def test_the_end_of_a_term_is_not_when_it_was_given() -> None:
    assert ISSUED.happened_at is GRACE.happened_at is renewed(END).happened_at is None


def test_a_licence_is_issued_once() -> None:
    given(licence).when(issue()).then_once(ISSUED)


@pytest.mark.parametrize(
    ("others", "code"),
    [
        ({"email": "awa"}, "EMAIL_INVALID"),
        ({"email": "a b@exemple.fr"}, "EMAIL_INVALID"),
        ({"email": "@exemple.fr"}, "EMAIL_INVALID"),
        ({"hwid": " "}, "HWID_INVALID"),
        ({"hwid": "x" * 201}, "HWID_INVALID"),
        ({"hwid": "a\x00b"}, "HWID_INVALID"),
        ({"notes": "x" * 2001}, "NOTES_LONG"),
        ({"ends_at": NOON}, "LICENCE_TERM_OVER"),
        ({"ends_at": NOON + 3662 * DAY}, "LICENCE_TERM_FAR"),
        ({"terms": PlanTerms(price_cents=1900, grace_days=-1)}, "GRACE_INVALID"),
    ],
)
def test_what_is_no_licence_is_refused(others: dict[str, Any], code: str) -> None:
    given(licence).when(issue(**others)).refuses(code)


def test_a_renewal_counts_from_the_end_of_the_term() -> None:
    given(licence, ISSUED).when(renew()).then_once(renewed(END + 30 * DAY))


def test_or_from_now_or_from_now_when_the_term_is_over() -> None:
    late = END + 2 * DAY
    given(licence, ISSUED).when(renew(late, basis="now")).then(renewed(late + 30 * DAY, basis="now"))
    either = renewed(late + 30 * DAY, basis="now_if_expired")
    given(licence, ISSUED).when(renew(late, basis="now_if_expired")).then(either)
    early = renewed(END + 30 * DAY, basis="now_if_expired")
    given(licence, ISSUED).when(renew(basis="now_if_expired")).then(early)


def test_a_renewal_gives_time_and_never_takes_any() -> None:
    given(licence, ISSUED).when(renew(days=10, basis="now")).refuses("LICENCE_SHORTENED")
    given(licence, ISSUED, EXPIRED).when(renew(END + 40 * DAY)).refuses("LICENCE_STILL_EXPIRED")
    given(licence, ISSUED).when(renew(days=0)).refuses("DAYS_INVALID")
    given(licence, ISSUED).when(renew(days=3660)).refuses("LICENCE_TERM_FAR")


def test_a_gesture_counts_from_now_once_the_term_is_over() -> None:
    def extended(ends_at: datetime) -> LicenceExtended:
        reason = "Geste commercial"
        until = ends_at + 7 * DAY
        return LicenceExtended(**ID, act_id=ACT, days=7, reason=reason, ends_at=ends_at, grace_ends_at=until)

    given(licence, ISSUED).when(extend()).then_once(extended(END + 7 * DAY))
    given(licence, ISSUED, GRACE).when(extend(END + 5 * DAY)).then_once(extended(END + 12 * DAY))
    assert extended(END).headline == "Licence prolongée de 7 jours (Geste commercial)"
    given(licence, ISSUED).when(extend(reason=" ")).refuses("REASON_INVALID")
    given(licence, ISSUED).when(extend(days=3661)).refuses("DAYS_INVALID")


def test_another_plan_has_its_price_and_its_grace() -> None:
    terms = PlanTerms(price_cents=9900, grace_days=14)
    change = ChangeLicencePlan(licence_id=IT, at=NOON, plan="enterprise", terms=terms, zone=PARIS)
    changed = LicencePlanChanged(
        **ID, plan="enterprise", price_cents=9900, currency="EUR", grace_days=14, grace_ends_at=END + 14 * DAY
    )
    given(licence, ISSUED).when(change).then_once(changed)
    late = change.model_copy(update={"at": END + 7 * DAY})
    given(licence, ISSUED).when(late).refuses("LICENCE_EXPIRED")
    given(licence, ISSUED).when(change.model_copy(update={"terms": PlanTerms(price_cents=1, grace_days=91)})).refuses(
        "GRACE_INVALID"
    )


def test_what_is_said_of_it_is_amended() -> None:
    said: dict[str, Any] = {"payment_method": "transfer", "auto_renew": False, "notes_index": OTHER}
    amend = AmendLicence(licence_id=IT, at=NOON, notes=" Parrainage ", **said)
    given(licence, ISSUED).when(amend).then_once(LicenceAmended(**ID, notes="Parrainage", **said))
    given(licence, ISSUED).when(amend.model_copy(update={"notes": "x" * 2001})).refuses("NOTES_LONG")


def test_it_is_suspended_and_reinstated_while_the_term_goes_on() -> None:
    suspend = SuspendLicence(licence_id=IT, at=NOON, reason=" Impayé ")
    given(licence, ISSUED).when(suspend).then_once(SUSPENDED)
    given(licence, ISSUED).when(suspend.model_copy(update={"reason": ""})).refuses("REASON_INVALID")
    reinstate = ReinstateLicence(licence_id=IT, at=NOON)
    given(licence, ISSUED, SUSPENDED).when(reinstate).then_once(LicenceReinstated(**ID))
    given(licence, ISSUED).when(reinstate).then()
    assert licence.fold([ISSUED, SUSPENDED]).status(NOON) == "suspended"


def test_it_moves_to_another_machine() -> None:
    transfer = TransferLicence(licence_id=IT, at=NOON, hwid=" HW-2 ", hwid_index=OTHER)
    given(licence, ISSUED).when(transfer).then_once(LicenceTransferred(**ID, hwid="HW-2", hwid_index=OTHER))
    given(licence, ISSUED).when(transfer.model_copy(update={"hwid": ""})).refuses("HWID_INVALID")


def test_the_clock_moves_it_once_at_the_instant_and_not_before() -> None:
    given(licence, ISSUED).when(move(END - timedelta(microseconds=1))).then()
    given(licence, ISSUED).when(move(END)).then_once(GRACE)
    given(licence, ISSUED, GRACE).when(move(END + 7 * DAY)).then_once(EXPIRED)
    given(licence, ISSUED).when(move(END + 100 * DAY)).then_once(EXPIRED)
    given(licence).when(move(END)).then()
    given(licence, ISSUED, REVOKED).when(move(END)).then()


def test_a_licence_that_was_given_time_is_active_again_and_its_old_timers_are_silent() -> None:
    more = renewed(END + 30 * DAY)
    given(licence, ISSUED, GRACE, more).when(move(END + 8 * DAY)).then()
    given(licence, ISSUED, GRACE, more).when(move(END + 30 * DAY)).then_once(
        LicenceEnteredGrace(**ID, grace_ends_at=END + 37 * DAY)
    )


def test_it_is_revoked_once_for_good() -> None:
    given(licence, ISSUED).when(revoke()).then_once(REVOKED)
    loud = revoke().model_copy(update={"told": True})
    given(licence, ISSUED).when(loud).then_once(REVOKED.model_copy(update={"told": True}))
    given(licence, ISSUED).when(revoke("other", " ")).refuses("NOTE_MISSING")
    given(licence, ISSUED).when(revoke(note="x" * 2001)).refuses("NOTE_LONG")
    assert licence.fold([ISSUED, SUSPENDED, REVOKED]).status(NOON) == "revoked"


EVERY_ACT: list[Command] = [
    renew(),
    extend(),
    ChangeLicencePlan(licence_id=IT, at=NOON, plan="starter", terms=PREMIUM, zone=PARIS),
    AmendLicence(licence_id=IT, at=NOON, payment_method="paypal", auto_renew=False, notes="", notes_index=NOTES),
    SuspendLicence(licence_id=IT, at=NOON, reason="x"),
    ReinstateLicence(licence_id=IT, at=NOON),
    TransferLicence(licence_id=IT, at=NOON, hwid="HW-2", hwid_index=OTHER),
    SendLicence(licence_id=IT, at=NOON, act_id=ACT),
]


@pytest.mark.parametrize("command", EVERY_ACT, ids=lambda command: type(command).__name__)
def test_nothing_follows_a_revocation_and_nothing_is_done_to_what_does_not_exist(command: Command) -> None:
    given(licence, ISSUED, REVOKED).when(command).refuses("LICENCE_REVOKED")
    given(licence).when(command).refuses("LICENCE_UNKNOWN")


def test_it_is_sent_again_once_per_act() -> None:
    again = SendLicence(licence_id=IT, at=NOON, act_id=ACT)
    given(licence, ISSUED, EXPIRED).when(again).then_once(LicenceSendAsked(**ID, act_id=ACT))


def test_a_term_says_when_it_ends_and_not_when_it_happened() -> None:
    assert [event.happened_at for event in (ISSUED, GRACE, renewed(END))] == [None] * 3


def test_what_became_of_a_letter_is_noted_once() -> None:
    note = NoteDelivery(licence_id=IT, at=NOON, delivery_id=ACT, outcome="sent")
    given(licence, ISSUED).when(note).then_once(LicenceDelivered(**ID, delivery_id=ACT, outcome="sent", code=""))
    given(licence).when(note).refuses("LICENCE_UNKNOWN")
    given(licence).when(revoke()).refuses("LICENCE_UNKNOWN")


@pytest.mark.parametrize(
    ("before", "at", "status"),
    [
        ([], END - timedelta(seconds=1), "active"),
        ([], END, "grace_period"),
        ([GRACE], END + 7 * DAY - timedelta(seconds=1), "grace_period"),
        ([], END + 7 * DAY, "expired"),
        ([GRACE, EXPIRED], END + 8 * DAY, "expired"),
        ([REVOKED], END + 8 * DAY, "revoked"),
    ],
)
def test_where_it_stands_follows_the_clock_whatever_was_told(before: list[Event], at: datetime, status: str) -> None:
    assert licence.fold([ISSUED, *before]).status(at) == status
