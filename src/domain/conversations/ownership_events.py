"""The facts of who has a conversation, and whether it is to be heard of now."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from domain.conversations.events import ConversationEvent

EscalationReason = Literal[
    "asked", "sentiment", "not_understood", "not_text", "failed", "expertise", "absence", "complaint", "other"
]
WakeCause = Literal["due", "message", "person"]


class ConversationAssigned(ConversationEvent):
    """La conversation est confiée à un membre de l'équipe"""

    conversation_id: UUID
    contact_id: UUID
    user_id: UUID
    """Who has it from now on; who gave it is the actor of the envelope."""


class ConversationUnassigned(ConversationEvent):
    """La conversation attend un membre de l'équipe"""

    conversation_id: UUID
    contact_id: UUID


class ConversationEscalated(ConversationEvent):
    """Un membre de l'équipe passe la main"""

    conversation_id: UUID
    contact_id: UUID
    reason: EscalationReason
    user_id: UUID | None = None
    """Who is asked; nobody in particular when None."""


class ConversationMuted(ConversationEvent):
    """Conversation mise en sourdine"""

    conversation_id: UUID
    contact_id: UUID


class ConversationUnmuted(ConversationEvent):
    """La conversation n'est plus en sourdine"""

    conversation_id: UUID
    contact_id: UUID


class ConversationSnoozed(ConversationEvent):
    """Conversation mise en veille"""

    conversation_id: UUID
    contact_id: UUID
    until: datetime


class ConversationWoken(ConversationEvent):
    """La conversation sort de veille"""

    conversation_id: UUID
    contact_id: UUID
    cause: WakeCause


class AnswerPlanned(ConversationEvent):
    """L'assistant répond"""

    conversation_id: UUID
    contact_id: UUID
    turn_id: UUID
    message_id: UUID
    """The answer, queued in the same save: whoever decides about the conversation finds it from here."""


class AnswerWithheld(ConversationEvent):
    """L'assistant n'a pas répondu : hors de ses heures"""

    conversation_id: UUID
    contact_id: UUID
    turn_id: UUID
