"""The facts of conversations and their messages."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from domain.conversations.answer import Answer
from domain.conversations.content import Content
from domain.event import Event
from domain.personal import Personal

Author = Literal["assistant", "user"]
SettledAs = Literal["sent", "not_sent", "send_again"]
AddressKind = Literal["phone", "bsuid", "lid", "email", "hwid", "provider"]
HandoverReason = Literal["not_understood", "asked", "sentiment", "not_text", "failed", "quota"]


class ConversationEvent(Event, context="conversations"):
    """Facts about a conversation or one of its messages."""


class ConversationStarted(ConversationEvent):
    """Nouvelle conversation"""

    conversation_id: UUID
    contact_id: UUID
    channel_id: UUID
    address_kind: AddressKind
    address: Personal[str]
    started_at: datetime


class ConversationTakenOver(ConversationEvent):
    """Un membre de l'équipe prend la conversation"""

    conversation_id: UUID
    contact_id: UUID
    user_id: UUID


class ConversationHandedOver(ConversationEvent):
    """L'assistant passe la main à l'équipe"""

    conversation_id: UUID
    contact_id: UUID
    reason: HandoverReason


class ConversationHandedBack(ConversationEvent):
    """La conversation est rendue à l'assistant"""

    conversation_id: UUID
    contact_id: UUID


class ConversationAnswered(ConversationEvent):
    """Première réponse"""

    conversation_id: UUID
    contact_id: UUID
    author: Author


class ConversationResolved(ConversationEvent):
    """Conversation résolue"""

    conversation_id: UUID
    contact_id: UUID


class ConversationReopened(ConversationEvent, version=2):
    """Conversation rouverte"""

    conversation_id: UUID
    contact_id: UUID
    owner: Literal["assistant", "person"]
    user_id: UUID | None = None


class ConversationClosed(ConversationEvent):
    """Conversation fermée"""

    conversation_id: UUID
    contact_id: UUID


class ConversationSeen(ConversationEvent):
    """Conversation lue par l'équipe"""

    conversation_id: UUID
    contact_id: UUID
    user_id: UUID
    up_to: UUID


class MessageReceived(ConversationEvent):
    """Message du client"""

    message_id: UUID
    conversation_id: UUID
    contact_id: UUID
    channel_id: UUID
    kind: str
    content: Personal[Content]
    provider_message_id: Personal[str]
    replies_to: UUID | None = None
    sent_at: datetime
    """The provider's time, a claim, never later than our receipt."""


class MessageReacted(ConversationEvent):
    """Réaction du client : {emoji}"""

    message_id: UUID
    conversation_id: UUID
    contact_id: UUID
    emoji: Personal[str]
    emoji_index: UUID
    reacted_at: datetime


class MessageQueued(ConversationEvent, version=2):
    """Réponse à envoyer"""

    message_id: UUID
    conversation_id: UUID
    contact_id: UUID
    channel_id: UUID
    author: Author
    user_id: UUID | None = None
    content: Personal[Content]
    content_index: UUID
    queued_at: datetime
    answer: Answer | None = None


class AnswerAbandoned(ConversationEvent):
    """Réponse préparée puis abandonnée : {reason}"""

    message_id: UUID
    conversation_id: UUID
    contact_id: UUID
    call_id: UUID
    answer: Answer
    reason: str


class SendAttempted(ConversationEvent):
    """Envoi au fournisseur (essai {attempt})"""

    message_id: UUID
    conversation_id: UUID
    contact_id: UUID
    attempt: int
    turn_id: UUID | None = None


class SendPostponed(ConversationEvent):
    """Envoi remis à plus tard : {reason}"""

    message_id: UUID
    conversation_id: UUID
    contact_id: UUID
    code: str
    reason: str
    until: datetime


class SendLeftUncertain(ConversationEvent):
    """Envoi incertain : le fournisseur n'a pas confirmé"""

    message_id: UUID
    conversation_id: UUID
    contact_id: UUID


class SendSettled(ConversationEvent):
    """Envoi incertain tranché par l'équipe : {reason}"""

    message_id: UUID
    conversation_id: UUID
    contact_id: UUID
    outcome: SettledAs
    reason: str
    user_id: UUID
    attempt: int


class MessageSent(ConversationEvent):
    """Message envoyé"""

    message_id: UUID
    conversation_id: UUID
    contact_id: UUID
    channel_id: UUID
    author: Author
    provider_message_id: Personal[str]
    sent_at: datetime
    waited_ms: int | None = None
    """From the last message of the turn to the acceptance by the provider, for answers of the assistant."""


class MessageDelivered(ConversationEvent):
    """Message remis"""

    message_id: UUID
    conversation_id: UUID
    contact_id: UUID
    delivered_at: datetime


class MessageRead(ConversationEvent):
    """Message lu"""

    message_id: UUID
    conversation_id: UUID
    contact_id: UUID
    read_at: datetime


class MessageFailed(ConversationEvent):
    """Échec de l'envoi : {reason}"""

    message_id: UUID
    conversation_id: UUID
    contact_id: UUID
    code: str
    reason: str


class MessageDiscarded(ConversationEvent):
    """Réponse écartée avant envoi : {reason}"""

    message_id: UUID
    conversation_id: UUID
    contact_id: UUID
    reason: str


class MediaKept(ConversationEvent):
    """Fichier conservé ({mime_type}, {size} octets)"""

    message_id: UUID
    conversation_id: UUID
    contact_id: UUID
    mime_type: str
    size: int


class MediaRefused(ConversationEvent):
    """Fichier non conservé : {reason}"""

    message_id: UUID
    conversation_id: UUID
    contact_id: UUID
    reason: str


class AliasBound(ConversationEvent):
    """Identifiant du fournisseur connu"""

    alias_id: UUID
    message_id: UUID


class ReceiptHeld(ConversationEvent):
    """Statut reçu avant son message : {status}"""

    in_words: ClassVar[Mapping[str, str]] = {
        "sent": "envoyé",
        "delivered": "distribué",
        "read": "lu",
        "failed": "échec",
    }

    alias_id: UUID
    status: Literal["sent", "delivered", "read", "failed"]
    at: datetime
    code: str = ""
    reason: str = ""


class RetractionHeld(ConversationEvent):
    """Suppression reçue avant son message"""

    alias_id: UUID
    contact_id: UUID
    retracted_at: datetime
