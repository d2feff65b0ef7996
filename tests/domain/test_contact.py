from uuid import UUID

from domain.contacts.contact import (
    ContactErased,
    ContactIdentified,
    ContactNamed,
    EraseContact,
    IdentifyContact,
    NameContact,
    contact,
)
from tests.spec import given

ADA, PHONE, ADA_NAME, OTHER_NAME = (UUID(int=n) for n in range(1, 5))
IDENTIFIED = ContactIdentified(contact_id=ADA, kind="phone", index=PHONE, value="+33639980001")
NAMED = ContactNamed(contact_id=ADA, contact_name="Ada", name_index=ADA_NAME, source="profile")
BY_HAND = ContactNamed(contact_id=ADA, contact_name="Ada Martin", name_index=OTHER_NAME, source="person")
ERASED = ContactErased(contact_id=ADA)
IDENTIFY = IdentifyContact(contact_id=ADA, kind="phone", index=PHONE, value="+33639980001")
NAME = NameContact(contact_id=ADA, contact_name=" Ada ", name_index=ADA_NAME, source="profile")


def test_an_identifier_is_known_once() -> None:
    given(contact).when(IDENTIFY).then_once(IDENTIFIED)


def test_a_name_is_trimmed_and_given_once() -> None:
    given(contact, IDENTIFIED).when(NAME).then_once(NAMED)


def test_an_empty_name_says_nothing() -> None:
    given(contact, IDENTIFIED).when(NAME.model_copy(update={"contact_name": "  "})).then()


def test_the_profile_does_not_overrule_a_person() -> None:
    given(contact, IDENTIFIED, BY_HAND).when(NAME).then()


def test_an_erased_contact_learns_nothing_more() -> None:
    given(contact, IDENTIFIED, ERASED).when(IDENTIFY).refuses("CONTACT_ERASED")
    given(contact, IDENTIFIED, ERASED).when(NAME).refuses("CONTACT_ERASED")


def test_a_contact_is_erased_once() -> None:
    given(contact, IDENTIFIED).when(EraseContact(contact_id=ADA)).then_once(ERASED)


def test_nobody_cannot_be_erased() -> None:
    given(contact).when(EraseContact(contact_id=ADA)).refuses("CONTACT_UNKNOWN")
