"""A contact is a set of identifiers, with a name when one is known. A phone number may be absent."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from domain.decider import Decider
from domain.event import Command, Event
from domain.personal import Personal
from domain.refusal import refuse

IdentifierKind = Literal["phone", "bsuid", "lid", "email", "hwid", "provider"]
NameSource = Literal["profile", "person"]
ConsentState = Literal["unknown", "given", "no_marketing", "withdrawn"]


class ContactEvent(Event, context="contacts"):
    """Facts about a contact."""


class ContactIdentified(ContactEvent):
    """Identifiant connu : {value}"""

    contact_id: UUID
    kind: IdentifierKind
    index: UUID
    value: Personal[str]


class ContactNamed(ContactEvent):
    """Nom du client : {contact_name}"""

    contact_id: UUID
    contact_name: Personal[str]
    name_index: UUID
    source: NameSource


class ContactErased(ContactEvent):
    """Client supprimé : ses données personnelles sont illisibles"""

    contact_id: UUID


class IdentifyContact(Command):
    """The contact is known by this value. `index` is its keyed hash."""

    contact_id: UUID
    kind: IdentifierKind
    index: UUID
    value: str


class NameContact(Command):
    """Give a name. A name given by a person is not replaced by the profile's. `name_index` is its keyed hash."""

    contact_id: UUID
    contact_name: str
    name_index: UUID
    source: NameSource


class EraseContact(Command):
    """Forget the person. Final."""

    contact_id: UUID


@dataclass(frozen=True, slots=True)
class Contact:
    """What rules need: hashes of identifiers and of the name, never their text. The rules of consent are beside."""

    known: bool = False
    identifiers: frozenset[UUID] = field(default_factory=frozenset)
    name_index: UUID | None = None
    named_by: NameSource | None = None
    consent: ConsentState = "unknown"
    consent_at: datetime | None = None
    consent_explicit: bool = False
    erased: bool = False


contact = Decider(Contact, identify="contact_id")


@contact.decides
def identify(state: Contact, command: IdentifyContact) -> Iterator[Event]:
    """Quiet for an identifier already known."""
    refuse_erased(state)
    if command.index not in state.identifiers:
        yield ContactIdentified(
            contact_id=command.contact_id, kind=command.kind, index=command.index, value=command.value
        )


@contact.decides
def name(state: Contact, command: NameContact) -> Iterator[Event]:
    """Quiet when the name is the same, empty, or a profile's over a person's."""
    refuse_erased(state)
    overruled = command.source == "profile" and state.named_by == "person"
    if command.contact_name.strip() and command.name_index != state.name_index and not overruled:
        yield ContactNamed(
            contact_id=command.contact_id,
            contact_name=command.contact_name.strip(),
            name_index=command.name_index,
            source=command.source,
        )


@contact.decides
def erase(state: Contact, command: EraseContact) -> Iterator[Event]:
    """Once is enough."""
    refuse_unknown(state)
    if not state.erased:
        yield ContactErased(contact_id=command.contact_id)


def refuse_unknown(state: Contact) -> None:
    """Nobody has this id."""
    if not state.known:
        refuse("Ce client est inconnu.", code="CONTACT_UNKNOWN")


def refuse_erased(state: Contact) -> None:
    """The person was forgotten."""
    if state.erased:
        refuse("Ce client a été supprimé.", code="CONTACT_ERASED")


@contact.evolves
def identified(state: Contact, event: ContactIdentified) -> Contact:
    """One more identifier."""
    return replace(state, known=True, identifiers=state.identifiers | {event.index})


@contact.evolves
def named(state: Contact, event: ContactNamed) -> Contact:
    """A name."""
    return replace(state, name_index=event.name_index, named_by=event.source)


@contact.evolves
def erased(state: Contact, event: ContactErased) -> Contact:
    """Forgotten."""
    return replace(state, erased=True, identifiers=frozenset(), name_index=None)
