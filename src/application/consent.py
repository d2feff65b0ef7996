"""Consent in what arrives: a consent word says something about the contact, and is not a question."""

from datetime import datetime
from uuid import UUID

from domain.contacts.consent import GiveConsent, WithdrawConsent
from domain.contacts.consent_words import ConsentWord, consent_word
from domain.conversations.content import Choice, Content, Text, words
from domain.event import Command
from domain.personal import Erased


def consent_word_in(content: Content | Erased) -> ConsentWord | None:
    """The consent word that a text or a button is."""
    return consent_word(words(content)) if isinstance(content, Text | Choice) else None


def consents(
    contact_id: UUID, channel_id: UUID, conversation_id: UUID, content: Content, at: datetime
) -> list[Command]:
    """What a message of a contact says about consent: that of a first contact, and that of a consent word."""
    heard = consent_word_in(content)
    commands: list[Command] = [
        GiveConsent(
            contact_id=contact_id,
            by="first_contact",
            channel_id=channel_id,
            conversation_id=conversation_id,
            at=at,
        )
    ]
    if heard is not None:
        change = WithdrawConsent if heard.wants == "nothing_more" else GiveConsent
        commands.append(
            change(
                contact_id=contact_id,
                by="word",
                word=heard.word,
                channel_id=channel_id,
                conversation_id=conversation_id,
                at=at,
            )
        )
    return commands
