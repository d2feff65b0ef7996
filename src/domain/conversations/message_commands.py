"""What is asked of a message: to be received, sent, reported on. Times and ids come in with the command."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from domain.conversations.answer import Answer
from domain.conversations.content import Content
from domain.conversations.events import Author, SettledAs
from domain.event import Command


class ReceiveMessage(Command):
    """The provider passes on a message of the customer."""

    message_id: UUID
    conversation_id: UUID
    contact_id: UUID
    channel_id: UUID
    content: Content
    provider_message_id: str
    replies_to: UUID | None
    sent_at: datetime


class ReactToMessage(Command):
    """The customer puts an emoji on a message, or takes it away (empty)."""

    message_id: UUID
    emoji: str
    emoji_index: UUID
    reacted_at: datetime


class QueueMessage(Command):
    """Send this. `content_index` is the keyed hash of the content: the same id with another content is refused."""

    message_id: UUID
    conversation_id: UUID
    contact_id: UUID
    channel_id: UUID
    author: Author
    user_id: UUID | None = None
    content: Content
    content_index: UUID
    queued_at: datetime
    answer: Answer | None = None


class AbandonAnswer(Command):
    """A model was asked for this answer, and the answer is not wanted any more: the call is kept, under its own id."""

    message_id: UUID
    conversation_id: UUID
    contact_id: UUID
    call_id: UUID
    answer: Answer
    reason: str


class AttemptSend(Command):
    """The provider is about to be called."""

    message_id: UUID


class PostponeSend(Command):
    """The provider did not take it now."""

    message_id: UUID
    code: str
    reason: str
    until: datetime


class LeaveUncertain(Command):
    """Nobody knows whether the provider took it."""

    message_id: UUID


class SettleSend(Command):
    """A person looked at the provider's side, and says what became of an uncertain send, and how they know."""

    message_id: UUID
    outcome: SettledAs
    reason: str
    user_id: UUID
    at: datetime


class ConfirmSend(Command):
    """The provider took it, under its own id."""

    message_id: UUID
    provider_message_id: str
    at: datetime


class ReportDelivery(Command):
    """A status from the provider."""

    message_id: UUID
    channel_id: UUID
    status: Literal["sent", "delivered", "read", "failed"]
    at: datetime
    provider_message_id: str
    code: str = ""
    reason: str = ""


class FailMessage(Command):
    """It will not be sent."""

    message_id: UUID
    code: str
    reason: str


class DiscardMessage(Command):
    """It is not worth sending any more."""

    message_id: UUID
    reason: str


class KeepMedia(Command):
    """The file of the message is stored. `size` in bytes."""

    message_id: UUID
    mime_type: str
    size: int


class RefuseMedia(Command):
    """The file of the message cannot be had."""

    message_id: UUID
    reason: str
