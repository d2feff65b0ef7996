"""Conversations: the inbox, one conversation, its messages, and what people decide about it."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Header, Query, status
from pydantic import ConfigDict, Field, field_validator

from api.asking import Caller, Reader, acts, reads
from api.problems import answers
from api.routers.messages import MessageView
from api.schemas import Cursor, Done, Fresh, Input, Limit, Listing, View, Words
from domain.conversations.conversation_commands import (
    CloseConversation,
    HandBack,
    HandOver,
    ReopenConversation,
    ResolveConversation,
    SeeConversation,
    TakeOver,
)
from domain.conversations.events import HandoverReason
from domain.conversations.message import Message, message
from domain.refusal import refuse
from projections import inbox, thread

router = APIRouter(prefix="/api/conversations", tags=["Conversations"])

LONGEST_TEXT = 4096  # what one WhatsApp message can hold
UNKNOWN = ("Cette conversation n'existe pas.", "CONVERSATION_UNKNOWN")


class ConversationView(View):
    """Une ligne de la boîte de réception."""

    conversation_id: UUID
    contact_id: UUID
    contact_name: str
    channel_id: UUID
    address: str
    status: Literal["new", "open", "waiting", "resolved", "closed"]
    owner: Literal["assistant", "person", "nobody"]
    user_id: UUID | None = Field(description="La personne qui répond, quand il y en a une.")
    last_message_id: UUID | None
    last_message_at: datetime
    last_author: Literal["contact", "assistant", "user"]
    last_preview: str
    last_inbound_at: datetime | None
    unread: int
    messages: int


class OneConversation(ConversationView, Fresh):
    """Une conversation."""


class NewMessage(Input):
    """Le texte à envoyer."""

    model_config = ConfigDict(json_schema_extra={"example": {"text": "Bonjour, nous vous rappelons cet après-midi."}})

    text: str = Field(min_length=1, max_length=LONGEST_TEXT)

    @field_validator("text")
    @classmethod
    def check_said(cls, text: str) -> str:
        """At least one visible character."""
        if not text.strip():
            raise ValueError("Écrivez un message.")
        return text


class Queued(Done):
    """Le message est en file : il part dans la seconde."""

    message_id: UUID


class Handover(Input):
    """Pourquoi une personne est demandée."""

    reason: HandoverReason = "asked"


class Seen(Input):
    """Le dernier message lu."""

    up_to: UUID = Field(description="L'identifiant du dernier message lu.")


@router.get("", summary="La boîte de réception")
def list_conversations(
    reader: Annotated[Reader, reads("conversations.read")],
    status: Annotated[Literal["new", "open", "waiting", "resolved", "closed"] | None, Query()] = None,
    owner: Annotated[Literal["assistant", "person", "nobody"] | None, Query()] = None,
    assignee: Annotated[UUID | None, Query(description="La personne qui répond.")] = None,
    channel_id: Annotated[UUID | None, Query()] = None,
    unread: Annotated[bool, Query(description="Seulement celles qui ont des messages non lus.")] = False,
    search: Annotated[Words, Query(max_length=200, description="Un nom, un numéro, des mots.")] = "",
    cursor: Cursor = None,
    limit: Limit = 20,
) -> Listing[ConversationView]:
    """Les conversations, la dernière active d'abord."""
    with reader.session() as connection:
        found = inbox.conversations(
            connection,
            status=status,
            owner=owner,
            user_id=assignee,
            channel_id=channel_id,
            unread=unread,
            search=search,
            cursor=cursor,
            limit=limit,
        )
    return reader.page(ConversationView, found)


@router.get("/{conversation_id}", summary="Une conversation")
def show_conversation(conversation_id: UUID, reader: Annotated[Reader, reads("conversations.read")]) -> OneConversation:
    """Où en est la conversation."""
    with reader.session() as connection:
        return reader.one(OneConversation, inbox.conversation(connection, conversation_id), *UNKNOWN)


@router.get("/{conversation_id}/messages", summary="Les messages d'une conversation")
def list_messages(
    conversation_id: UUID,
    reader: Annotated[Reader, reads("conversations.read")],
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Listing[MessageView]:
    """Les messages, le dernier d'abord."""
    with reader.session() as connection:
        if inbox.conversation(connection, conversation_id) is None:
            refuse(UNKNOWN[0], code=UNKNOWN[1])
        return reader.page(MessageView, thread.messages(connection, conversation_id, cursor=cursor, limit=limit))


@router.post(
    "/{conversation_id}/messages",
    summary="Répondre au client",
    status_code=status.HTTP_202_ACCEPTED,
    responses=answers(410),
)
def send_message(
    conversation_id: UUID,
    new: NewMessage,
    caller: Annotated[Caller, acts("conversations.answer")],
    idempotency_key: Annotated[
        str,
        Header(
            alias="Idempotency-Key",
            min_length=1,
            max_length=200,
            description="Une clé par message : la même, redonnée, n'envoie rien de plus.",
        ),
    ],
) -> Queued:
    """Met un texte en file d'envoi ; la conversation devient celle de la personne qui répond."""
    replied = caller.services.replies.reply(
        caller.context, caller.who.user_id, conversation_id, idempotency_key, new.text
    )
    return Queued(message_id=replied.message_id, sequence=caller.at(replied.sequence))


@router.post("/{conversation_id}/take-over", summary="Prendre la conversation")
def take_over_conversation(conversation_id: UUID, caller: Annotated[Caller, acts("conversations.answer")]) -> Done:
    """La personne connectée répond désormais ; l'assistant se tait."""
    return caller.execute(TakeOver(conversation_id=conversation_id, user_id=caller.who.user_id))


@router.post("/{conversation_id}/hand-over", summary="Demander quelqu'un")
def hand_over_conversation(
    conversation_id: UUID, caller: Annotated[Caller, acts("conversations.manage")], handover: Handover | None = None
) -> Done:
    """L'assistant se retire : la conversation attend un membre de l'équipe."""
    return caller.execute(HandOver(conversation_id=conversation_id, reason=(handover or Handover()).reason))


@router.post("/{conversation_id}/hand-back", summary="Rendre à l'assistant")
def hand_back_conversation(conversation_id: UUID, caller: Annotated[Caller, acts("conversations.answer")]) -> Done:
    """L'assistant répond désormais."""
    return caller.execute(HandBack(conversation_id=conversation_id))


@router.post("/{conversation_id}/resolve", summary="Marquer comme résolue")
def resolve_conversation(conversation_id: UUID, caller: Annotated[Caller, acts("conversations.manage")]) -> Done:
    """La question est réglée."""
    return caller.execute(ResolveConversation(conversation_id=conversation_id))


@router.post("/{conversation_id}/reopen", summary="Rouvrir")
def reopen_conversation(conversation_id: UUID, caller: Annotated[Caller, acts("conversations.manage")]) -> Done:
    """La question n'était pas réglée."""
    return caller.execute(ReopenConversation(conversation_id=conversation_id))


@router.post("/{conversation_id}/close", summary="Fermer")
def close_conversation(conversation_id: UUID, caller: Annotated[Caller, acts("conversations.manage")]) -> Done:
    """On n'attend plus rien. Une conversation se ferme une fois résolue."""
    return caller.execute(CloseConversation(conversation_id=conversation_id))


@router.post("/{conversation_id}/seen", summary="Marquer comme lue")
def see_conversation(
    conversation_id: UUID, seen: Seen, caller: Annotated[Caller, acts("conversations.answer")]
) -> Done:
    """La conversation est lue jusqu'à ce message."""
    state: Message = caller.services.bus.state(message, (caller.who.organisation_id, seen.up_to))
    if state.conversation_id != conversation_id:
        refuse("Ce message n'est pas de cette conversation.", code="MESSAGE_UNKNOWN")
    return caller.execute(
        SeeConversation(conversation_id=conversation_id, user_id=caller.who.user_id, up_to=seen.up_to)
    )
