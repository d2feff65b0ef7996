"""Consent: given by a first contact, withdrawn by a word, given back by the customer only."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.contacts.consent import (
    ConsentGiven,
    ConsentWithdrawn,
    DeclineMarketing,
    GiveConsent,
    MarketingDeclined,
    WithdrawConsent,
    may_be_written_to,
)
from domain.contacts.contact import ContactErased, ContactIdentified, contact
from domain.event import Command, Event
from tests.spec import given

ADA, PHONE, LINE, TALK, LEA = (UUID(int=n) for n in range(1, 6))
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
LATER, LAST = NOON + timedelta(minutes=1), NOON + timedelta(minutes=2)
HERE: dict[str, Any] = {"contact_id": ADA, "channel_id": LINE, "conversation_id": TALK}
KNOWN = ContactIdentified(contact_id=ADA, kind="phone", index=PHONE, value="+33639980001")
FIRST = ConsentGiven(**HERE, by="first_contact", given_at=NOON)
STOPPED = ConsentWithdrawn(**HERE, by="word", word="STOP", withdrawn_at=LATER)
RESUMED = ConsentGiven(**HERE, by="word", word="REPRENDRE", given_at=LAST)
DECLINED = MarketingDeclined(contact_id=ADA, channel_id=LINE, declined_at=LATER)


def gives(by: Any, at: datetime = LAST, word: str = "") -> GiveConsent:
    return GiveConsent(**HERE, by=by, word=word, at=at)


def stops(at: datetime = LATER) -> WithdrawConsent:
    return WithdrawConsent(**HERE, by="word", word="STOP", at=at)


def on_behalf(reason: str = " Au téléphone. ") -> WithdrawConsent:
    return WithdrawConsent(contact_id=ADA, by="person", reason=reason, user_id=LEA, at=LATER)


def declines(at: datetime = LATER) -> DeclineMarketing:
    return DeclineMarketing(contact_id=ADA, channel_id=LINE, at=at)


def test_who_writes_first_may_be_written_to() -> None:
    given(contact, KNOWN).when(gives("first_contact", NOON)).then_once(FIRST)


def test_a_word_withdraws_once() -> None:
    given(contact, KNOWN, FIRST).when(stops()).then_once(STOPPED)


def test_writing_again_is_not_a_change_of_mind() -> None:
    given(contact, KNOWN, FIRST, STOPPED).when(gives("first_contact")).then()


def test_a_word_gives_consent_back_once() -> None:
    given(contact, KNOWN, FIRST, STOPPED).when(gives("word", word="REPRENDRE")).then_once(RESUMED)


def test_the_last_word_wins_whatever_comes_first() -> None:
    given(contact, KNOWN, FIRST, STOPPED).when(gives("word", NOON)).then()
    given(contact, KNOWN, FIRST, RESUMED).when(stops()).then()
    given(contact, KNOWN, FIRST).when(stops(NOON - timedelta(days=1))).then(
        STOPPED.model_copy(update={"withdrawn_at": NOON - timedelta(days=1)})
    )


def test_a_person_withdraws_on_the_customers_behalf_with_a_reason() -> None:
    told = ConsentWithdrawn(contact_id=ADA, by="person", reason="Au téléphone.", user_id=LEA, withdrawn_at=LATER)
    given(contact, KNOWN, FIRST).when(on_behalf()).then_once(told)
    given(contact, KNOWN, FIRST).when(on_behalf("  ")).refuses("REASON_INVALID")
    given(contact, KNOWN, FIRST).when(on_behalf("x" * 501)).refuses("REASON_INVALID")


@pytest.mark.parametrize("before", [(FIRST,), (FIRST, STOPPED), (FIRST, DECLINED)])
def test_no_person_gives_consent_in_the_customers_place(before: tuple[Event, ...]) -> None:
    given(contact, KNOWN, *before).when(gives("person")).refuses("CONSENT_IS_THE_CUSTOMERS")


def test_promotions_are_declined_and_welcome_again_by_the_same_setting() -> None:
    given(contact, KNOWN, FIRST).when(declines()).then_once(DECLINED)
    given(contact, KNOWN, FIRST, DECLINED).when(gives("preference")).then_once(
        ConsentGiven(**HERE, by="preference", given_at=LAST)
    )


def test_a_setting_about_promotions_does_not_undo_a_word() -> None:
    given(contact, KNOWN, FIRST, STOPPED).when(gives("preference")).then()
    given(contact, KNOWN, FIRST, STOPPED).when(declines(LAST)).then()


def test_a_word_withdraws_what_a_setting_left() -> None:
    given(contact, KNOWN, FIRST, DECLINED).when(stops()).then_once(STOPPED)


@pytest.mark.parametrize("command", [gives("word"), stops(), declines()])
def test_nobody_and_the_forgotten_consent_to_nothing(command: Command) -> None:
    given(contact).when(command).refuses("CONTACT_UNKNOWN")
    given(contact, KNOWN, ContactErased(contact_id=ADA)).when(command).refuses("CONTACT_ERASED")


@pytest.mark.parametrize(
    ("events", "any_message", "promotions"),
    [
        ((), False, False),
        ((KNOWN,), True, True),
        ((KNOWN, FIRST), True, True),
        ((KNOWN, FIRST, DECLINED), True, False),
        ((KNOWN, FIRST, STOPPED), False, False),
        ((KNOWN, FIRST, STOPPED, RESUMED), True, True),
        ((KNOWN, FIRST, ContactErased(contact_id=ADA)), False, False),
    ],
)
def test_who_may_be_written_to(events: tuple[Event, ...], any_message: bool, promotions: bool) -> None:
    state = contact.fold(events)
    assert (may_be_written_to(state), may_be_written_to(state, marketing=True)) == (any_message, promotions)
