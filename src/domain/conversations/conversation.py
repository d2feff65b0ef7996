"""A conversation: one channel, one address. Its stream holds what people and the assistant decide about it.

Statuses: new → open → (waiting) → resolved → closed. Owner: the assistant, a person, or nobody (waiting
for one). Messages are streams of their own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.conversations.events import (
    AddressKind,
    Author,
    ConversationAnswered,
    ConversationClosed,
    ConversationHandedBack,
    ConversationHandedOver,
    ConversationReopened,
    ConversationResolved,
    ConversationSeen,
    ConversationStarted,
    ConversationTakenOver,
    HandoverReason,
)
from domain.decider import Decider
from domain.event import Command, Event
from domain.fact import NOBODY
from domain.refusal import refuse


class Status(StrEnum):
    """Where the conversation is. French labels: nouveau, en cours, en attente, résolu, fermé."""

    UNKNOWN = "unknown"
    NEW = "new"
    OPEN = "open"
    WAITING = "waiting"
    RESOLVED = "resolved"
    CLOSED = "closed"


class Owner(StrEnum):
    """Who answers."""

    ASSISTANT = "assistant"
    PERSON = "person"
    NOBODY = "nobody"


class StartConversation(Command):
    """A first message comes from this address on this channel."""

    conversation_id: UUID
    contact_id: UUID
    channel_id: UUID
    address_kind: AddressKind
    address: str
    started_at: datetime


class TakeOver(Command):
    """A person answers from now on."""

    conversation_id: UUID
    user_id: UUID


class HandOver(Command):
    """The assistant asks for a person."""

    conversation_id: UUID
    reason: HandoverReason


class HandBack(Command):
    """The assistant answers from now on."""

    conversation_id: UUID


class NoteAnswer(Command):
    """An answer is on its way."""

    conversation_id: UUID
    author: Author


class ResolveConversation(Command):
    """The question is dealt with."""

    conversation_id: UUID


class ReopenConversation(Command):
    """The customer writes again, or a person finds it was not dealt with."""

    conversation_id: UUID


class CloseConversation(Command):
    """Nothing more is expected."""

    conversation_id: UUID


class SeeConversation(Command):
    """A person has read up to this message."""

    conversation_id: UUID
    user_id: UUID
    up_to: UUID


@dataclass(frozen=True, slots=True)
class Conversation:
    """What rules need of a conversation."""

    status: Status = Status.UNKNOWN
    owner: Owner = Owner.ASSISTANT
    contact_id: UUID = NOBODY
    channel_id: UUID = NOBODY
    user_id: UUID | None = None
    seen_up_to: UUID | None = None

    @property
    def over(self) -> bool:
        """Whether a new message opens it again."""
        return self.status in (Status.RESOLVED, Status.CLOSED)


conversation = Decider(Conversation, identify="conversation_id")


@conversation.decides
def start(state: Conversation, command: StartConversation) -> Iterator[Event]:
    """Quiet when it exists."""
    if state.status is Status.UNKNOWN:
        yield ConversationStarted(
            conversation_id=command.conversation_id,
            contact_id=command.contact_id,
            channel_id=command.channel_id,
            address_kind=command.address_kind,
            address=command.address,
            started_at=command.started_at,
        )


@conversation.decides
def take_over(state: Conversation, command: TakeOver) -> Iterator[Event]:
    """Quiet for the person who already has it. Reopens what was resolved."""
    _refuse_unknown(state)
    if state.over:
        yield ConversationReopened(conversation_id=command.conversation_id, contact_id=state.contact_id)
    if state.over or state.owner is not Owner.PERSON or state.user_id != command.user_id:
        yield ConversationTakenOver(
            conversation_id=command.conversation_id, contact_id=state.contact_id, user_id=command.user_id
        )


@conversation.decides
def hand_over(state: Conversation, command: HandOver) -> Iterator[Event]:
    """Only the assistant hands over, once."""
    _refuse_unknown(state)
    if state.owner is Owner.ASSISTANT and not state.over:
        yield ConversationHandedOver(
            conversation_id=command.conversation_id, contact_id=state.contact_id, reason=command.reason
        )


@conversation.decides
def hand_back(state: Conversation, command: HandBack) -> Iterator[Event]:
    """Quiet when the assistant has it."""
    _refuse_unknown(state)
    if state.owner is not Owner.ASSISTANT:
        yield ConversationHandedBack(conversation_id=command.conversation_id, contact_id=state.contact_id)


@conversation.decides
def note_answer(state: Conversation, command: NoteAnswer) -> Iterator[Event]:
    """The first answer opens a new conversation."""
    _refuse_unknown(state)
    if state.status is Status.NEW:
        yield ConversationAnswered(
            conversation_id=command.conversation_id, contact_id=state.contact_id, author=command.author
        )


@conversation.decides
def resolve(state: Conversation, command: ResolveConversation) -> Iterator[Event]:
    """Quiet when resolved or closed."""
    _refuse_unknown(state)
    if not state.over:
        yield ConversationResolved(conversation_id=command.conversation_id, contact_id=state.contact_id)


@conversation.decides
def reopen(state: Conversation, command: ReopenConversation) -> Iterator[Event]:
    """Quiet when it is not over."""
    _refuse_unknown(state)
    if state.over:
        yield ConversationReopened(conversation_id=command.conversation_id, contact_id=state.contact_id)


@conversation.decides
def close(state: Conversation, command: CloseConversation) -> Iterator[Event]:
    """What is not resolved cannot be closed."""
    _refuse_unknown(state)
    if not state.over:
        refuse("Marquez d'abord la conversation comme résolue.", code="CONVERSATION_NOT_RESOLVED")
    if state.status is not Status.CLOSED:
        yield ConversationClosed(conversation_id=command.conversation_id, contact_id=state.contact_id)


@conversation.decides
def see(state: Conversation, command: SeeConversation) -> Iterator[Event]:
    """Quiet when already read up to there."""
    _refuse_unknown(state)
    if state.seen_up_to != command.up_to:
        yield ConversationSeen(
            conversation_id=command.conversation_id,
            contact_id=state.contact_id,
            user_id=command.user_id,
            up_to=command.up_to,
        )


def _refuse_unknown(state: Conversation) -> None:
    if state.status is Status.UNKNOWN:
        refuse("Cette conversation n'existe pas.", code="CONVERSATION_UNKNOWN")


@conversation.evolves
def started(state: Conversation, event: ConversationStarted) -> Conversation:
    """New, and the assistant's."""
    return replace(state, status=Status.NEW, contact_id=event.contact_id, channel_id=event.channel_id)


@conversation.evolves
def taken_over(state: Conversation, event: ConversationTakenOver) -> Conversation:
    """A person has it."""
    return replace(state, status=Status.OPEN, owner=Owner.PERSON, user_id=event.user_id)


@conversation.evolves
def handed_over(state: Conversation, event: ConversationHandedOver) -> Conversation:
    """It waits for a person."""
    return replace(state, status=Status.WAITING, owner=Owner.NOBODY, user_id=None)


@conversation.evolves
def handed_back(state: Conversation, event: ConversationHandedBack) -> Conversation:
    """The assistant has it."""
    status = Status.OPEN if state.status is Status.WAITING else state.status
    return replace(state, status=status, owner=Owner.ASSISTANT, user_id=None)


@conversation.evolves
def answered(state: Conversation, event: ConversationAnswered) -> Conversation:
    """Open."""
    return replace(state, status=Status.OPEN)


@conversation.evolves
def resolved(state: Conversation, event: ConversationResolved) -> Conversation:
    """Dealt with."""
    return replace(state, status=Status.RESOLVED)


@conversation.evolves
def reopened(state: Conversation, event: ConversationReopened) -> Conversation:
    """Open again, and the assistant's until a person takes it."""
    return replace(state, status=Status.OPEN, owner=Owner.ASSISTANT, user_id=None)


@conversation.evolves
def closed(state: Conversation, event: ConversationClosed) -> Conversation:
    """Over."""
    return replace(state, status=Status.CLOSED)


@conversation.evolves
def seen(state: Conversation, event: ConversationSeen) -> Conversation:
    """Read up to a message."""
    return replace(state, seen_up_to=event.up_to)
