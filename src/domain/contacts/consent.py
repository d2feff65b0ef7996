"""Consent: whether a contact may be sent messages that the organisation starts. Answers are not concerned.

Who writes to us first may be written to; a word, a setting of WhatsApp or a person of the organisation takes that
away; only the customer gives it back. The last word wins, by the time it was said at.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from domain.contacts.contact import Contact, ContactEvent, contact, refuse_erased, refuse_unknown
from domain.event import Command, Event
from domain.personal import Personal
from domain.refusal import refuse

MAX_REASON = 500

GivenBy = Literal["first_contact", "word", "preference"]
WithdrawnBy = Literal["word", "person"]


class ConsentGiven(ContactEvent):
    """Accepte de recevoir nos messages"""

    contact_id: UUID
    by: GivenBy
    word: str = ""
    channel_id: UUID | None = None
    conversation_id: UUID | None = None
    given_at: datetime


class ConsentWithdrawn(ContactEvent):
    """Ne veut plus recevoir nos messages"""

    contact_id: UUID
    by: WithdrawnBy
    word: str = ""
    reason: Personal[str] = ""
    user_id: UUID | None = None
    channel_id: UUID | None = None
    conversation_id: UUID | None = None
    withdrawn_at: datetime


class MarketingDeclined(ContactEvent):
    """Ne veut plus recevoir nos messages promotionnels"""

    contact_id: UUID
    channel_id: UUID
    declined_at: datetime


class GiveConsent(Command):
    """Messages are welcome. `by` is who says so: a person of the organisation is refused."""

    contact_id: UUID
    by: GivenBy | Literal["person"]
    word: str = ""
    channel_id: UUID | None = None
    conversation_id: UUID | None = None
    at: datetime


class WithdrawConsent(Command):
    """No more messages. A person who asks on the customer's behalf says why."""

    contact_id: UUID
    by: WithdrawnBy
    word: str = ""
    reason: str = ""
    user_id: UUID | None = None
    channel_id: UUID | None = None
    conversation_id: UUID | None = None
    at: datetime


class DeclineMarketing(Command):
    """No more promotions: a setting of WhatsApp."""

    contact_id: UUID
    channel_id: UUID
    at: datetime


@contact.decides
def give(state: Contact, command: GiveConsent) -> Iterator[Event]:
    """Once. A first contact is no answer to a refusal; a setting of WhatsApp undoes that setting only."""
    _refuse_absent(state)
    if command.by == "person":
        refuse(
            "Seul le client peut accepter à nouveau vos messages : il lui suffit d'écrire REPRENDRE.",
            code="CONSENT_IS_THE_CUSTOMERS",
        )
    if _welcome(state, command):
        yield ConsentGiven(
            contact_id=command.contact_id,
            by=command.by,
            word=command.word,
            channel_id=command.channel_id,
            conversation_id=command.conversation_id,
            given_at=command.at,
        )


def _welcome(state: Contact, command: GiveConsent) -> bool:
    if command.by == "first_contact":
        return state.consent == "unknown"
    if state.consent_at is not None and state.consent != "given" and command.at < state.consent_at:
        return False  # said before the refusal, told after it
    if command.by == "preference":
        return state.consent in ("unknown", "no_marketing")
    return state.consent != "given" or not state.consent_explicit


@contact.decides
def withdraw(state: Contact, command: WithdrawConsent) -> Iterator[Event]:
    """Quiet when withdrawn, and when the customer has since asked for messages again."""
    _refuse_absent(state)
    reason = command.reason.strip()
    if command.by == "person" and not 0 < len(reason) <= MAX_REASON:
        refuse(
            f"Dites comment le client l'a demandé, en {MAX_REASON} caractères au plus.",
            code="REASON_INVALID",
            field="reason",
        )
    if state.consent != "withdrawn" and not _asked_again_since(state, command.at):
        yield ConsentWithdrawn(
            contact_id=command.contact_id,
            by=command.by,
            word=command.word,
            reason=reason,
            user_id=command.user_id,
            channel_id=command.channel_id,
            conversation_id=command.conversation_id,
            withdrawn_at=command.at,
        )


@contact.decides
def decline_marketing(state: Contact, command: DeclineMarketing) -> Iterator[Event]:
    """Quiet when nothing is welcome any more."""
    _refuse_absent(state)
    if state.consent in ("unknown", "given") and not _asked_again_since(state, command.at):
        yield MarketingDeclined(contact_id=command.contact_id, channel_id=command.channel_id, declined_at=command.at)


def may_be_written_to(state: Contact, *, marketing: bool = False) -> bool:
    """Whether the organisation may start a message to the contact; `marketing` for promotions."""
    refused = ("withdrawn", "no_marketing") if marketing else ("withdrawn",)
    return state.known and not state.erased and state.consent not in refused


def _asked_again_since(state: Contact, at: datetime) -> bool:
    return (
        state.consent == "given" and state.consent_explicit and state.consent_at is not None and at < state.consent_at
    )


def _refuse_absent(state: Contact) -> None:
    refuse_unknown(state)
    refuse_erased(state)


@contact.evolves
def given(state: Contact, event: ConsentGiven) -> Contact:
    """Messages are welcome."""
    return replace(state, consent="given", consent_at=event.given_at, consent_explicit=event.by != "first_contact")


@contact.evolves
def withdrawn(state: Contact, event: ConsentWithdrawn) -> Contact:
    """No more messages."""
    return replace(state, consent="withdrawn", consent_at=event.withdrawn_at, consent_explicit=True)


@contact.evolves
def declined(state: Contact, event: MarketingDeclined) -> Contact:
    """No more promotions."""
    return replace(state, consent="no_marketing", consent_at=event.declined_at, consent_explicit=True)
