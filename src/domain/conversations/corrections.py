"""What a customer does to a message of theirs once it is sent: correct its words, or take it back.

The earlier words stay in the ledger. The last correction wins, by the provider's time; what was taken back stays so.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from domain.conversations.content import Content
from domain.conversations.events import ConversationEvent, MessageReceived
from domain.conversations.message import Message, Stage, message
from domain.event import Command, Event
from domain.personal import Erased, Personal
from domain.refusal import refuse


class MessageEdited(ConversationEvent):
    """Message corrigé par le client"""

    message_id: UUID
    conversation_id: UUID
    contact_id: UUID
    kind: str
    content: Personal[Content]
    content_index: UUID
    edited_at: datetime


class MessageRetracted(ConversationEvent):
    """Message supprimé par le client"""

    message_id: UUID
    conversation_id: UUID
    contact_id: UUID
    retracted_at: datetime


class EditMessage(Command):
    """The customer `contact_id` corrects the message. `content_index` is the keyed hash of the content."""

    message_id: UUID
    contact_id: UUID
    content: Content
    content_index: UUID
    edited_at: datetime


class RetractMessage(Command):
    """The customer `contact_id` deletes the message, for everybody."""

    message_id: UUID
    contact_id: UUID
    retracted_at: datetime


@message.decides
def edit(state: Message, command: EditMessage) -> Iterator[Event]:
    """Quiet for the same words, for an older correction than the last, and for what was taken back.

    Providers count in seconds: of two corrections of the same second, the one told last wins.
    """
    _refuse_anothers(state, command.contact_id)
    older = state.edited_at is not None and command.edited_at < state.edited_at
    if not state.retracted and not older and command.content_index != state.content_index:
        yield MessageEdited(
            message_id=command.message_id,
            **state.ids,
            kind=command.content.kind,
            content=command.content,
            content_index=command.content_index,
            edited_at=command.edited_at,
        )


@message.decides
def retract(state: Message, command: RetractMessage) -> Iterator[Event]:
    """Once."""
    _refuse_anothers(state, command.contact_id)
    if not state.retracted:
        yield MessageRetracted(message_id=command.message_id, **state.ids, retracted_at=command.retracted_at)


def _refuse_anothers(state: Message, contact_id: UUID) -> None:
    if state.stage is Stage.UNKNOWN:
        refuse("Ce message n'existe pas.", code="MESSAGE_UNKNOWN")
    if state.stage is not Stage.INBOUND or state.contact_id != contact_id:
        refuse("Seul l'auteur d'un message le corrige ou le supprime.", code="MESSAGE_OF_ANOTHER")


@message.evolves
def edited(state: Message, event: MessageEdited) -> Message:
    """Other words."""
    return replace(state, content_index=event.content_index, edited_at=event.edited_at)


@message.evolves
def retracted(state: Message, event: MessageRetracted) -> Message:
    """Taken back."""
    return replace(state, retracted=True)


def says_now(events: Iterable[Event]) -> Content | None:
    """What a received message says after all its events: None once it was taken back or erased."""
    content: Content | None = None
    for event in events:
        match event:
            case MessageReceived() | MessageEdited():
                content = None if isinstance(event.content, Erased) else event.content
            case MessageRetracted():
                return None
    return content
