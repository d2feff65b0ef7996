"""A message, inbound or outbound. Statuses of a sent message only move forward:

queued → attempted → sent → delivered → read; failed and discarded are final. `uncertain` is an attempt
that nobody confirmed: a receipt of the provider, or a person, settles it; it is never sent again by itself.
What it depends on is in `message_rules`, what is asked in `message_commands`.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum
from uuid import UUID

from domain.conversations.answer import Answer
from domain.conversations.events import (
    AnswerAbandoned,
    Author,
    MediaKept,
    MediaRefused,
    MessageDelivered,
    MessageDiscarded,
    MessageFailed,
    MessageQueued,
    MessageReacted,
    MessageRead,
    MessageReceived,
    MessageSent,
    SendAttempted,
    SendLeftUncertain,
    SendPostponed,
    SendSettled,
    SettledAs,
)
from domain.decider import Decider
from domain.fact import NOBODY

MAX_REASON = 500


class Stage(IntEnum):
    """How far an outbound message is; the order is that of the rank."""

    UNKNOWN = 0
    INBOUND = 1
    QUEUED = 2
    ATTEMPTED = 3
    UNCERTAIN = 4
    SENT = 5
    DELIVERED = 6
    READ = 7
    FAILED = 8
    DISCARDED = 9


@dataclass(frozen=True, slots=True)
class Message:
    """What rules need of a message."""

    stage: Stage = Stage.UNKNOWN
    conversation_id: UUID = NOBODY
    contact_id: UUID = NOBODY
    channel_id: UUID = NOBODY
    author: Author = "assistant"
    attempts: int = 0
    content_index: UUID | None = None
    answer: Answer | None = None
    media_settled: bool = False
    reaction: UUID | None = None
    edited_at: datetime | None = None
    retracted: bool = False
    settled_as: SettledAs | None = None
    abandoned: frozenset[UUID] = frozenset()
    settled_by: UUID | None = None

    @property
    def ids(self) -> dict[str, UUID]:
        """What every fact about it names, besides itself."""
        return {"conversation_id": self.conversation_id, "contact_id": self.contact_id}


message = Decider(Message, identify="message_id")


@message.evolves
def received(state: Message, event: MessageReceived) -> Message:
    """Inbound."""
    return replace(
        state,
        stage=Stage.INBOUND,
        conversation_id=event.conversation_id,
        contact_id=event.contact_id,
        channel_id=event.channel_id,
    )


@message.evolves
def queued(state: Message, event: MessageQueued) -> Message:
    """Outbound, waiting."""
    return replace(
        state,
        stage=Stage.QUEUED,
        conversation_id=event.conversation_id,
        contact_id=event.contact_id,
        channel_id=event.channel_id,
        author=event.author,
        content_index=event.content_index,
        answer=event.answer,
    )


@message.evolves
def attempted(state: Message, event: SendAttempted) -> Message:
    """Being sent."""
    return replace(state, stage=Stage.ATTEMPTED, attempts=event.attempt)


@message.evolves
def postponed(state: Message, event: SendPostponed) -> Message:
    """Waiting again."""
    return replace(state, stage=Stage.QUEUED)


@message.evolves
def left_uncertain(state: Message, event: SendLeftUncertain) -> Message:
    """Nobody knows."""
    return replace(state, stage=Stage.UNCERTAIN, settled_as=None, settled_by=None)


@message.evolves
def settled(state: Message, event: SendSettled) -> Message:
    """Sent, not sent, or waiting to be sent again."""
    stage = {"sent": Stage.UNCERTAIN, "not_sent": Stage.FAILED, "send_again": Stage.QUEUED}[event.outcome]
    return replace(state, stage=stage, settled_as=event.outcome, settled_by=event.user_id)


@message.evolves
def abandoned(state: Message, event: AnswerAbandoned) -> Message:
    """Nothing to send."""
    return replace(state, abandoned=state.abandoned | {event.call_id})


@message.evolves
def sent(state: Message, event: MessageSent) -> Message:
    """Taken by the provider."""
    return replace(state, stage=Stage.SENT)


@message.evolves
def delivered(state: Message, event: MessageDelivered) -> Message:
    """On the customer's phone."""
    return replace(state, stage=Stage.DELIVERED)


@message.evolves
def read(state: Message, event: MessageRead) -> Message:
    """Read by the customer."""
    return replace(state, stage=Stage.READ)


@message.evolves
def failed(state: Message, event: MessageFailed) -> Message:
    """Not sent, for good."""
    return replace(state, stage=Stage.FAILED)


@message.evolves
def discarded(state: Message, event: MessageDiscarded) -> Message:
    """Not sent, on purpose."""
    return replace(state, stage=Stage.DISCARDED)


@message.evolves
def media_kept(state: Message, event: MediaKept) -> Message:
    """The file is here."""
    return replace(state, media_settled=True)


@message.evolves
def media_refused(state: Message, event: MediaRefused) -> Message:
    """The file is not to be had."""
    return replace(state, media_settled=True)


@message.evolves
def reacted(state: Message, event: MessageReacted) -> Message:
    """The emoji on it."""
    return replace(state, reaction=event.emoji_index)
