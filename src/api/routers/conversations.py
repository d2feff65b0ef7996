"""Conversations: the inbox, one conversation, its messages. What people decide about it is in `conversation_acts`."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, status
from pydantic import ConfigDict, Field, field_validator

from api.asking import Caller, Reader, Seen, acts, reads
from api.problems import answers
from api.routers.messages import MessageView
from api.schemas import Cursor, Done, Fresh, IdempotencyKey, Input, Limit, Listing, View, Words
from domain.refusal import refuse
from projections import inbox, thread
from projections.windows import WindowState

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
    window_until: datetime | None = Field(
        description="Jusqu'à quand un texte libre peut partir ; null sans message du client, ou sans fenêtre."
    )
    window_open: bool = Field(description="Vrai quand un texte libre peut partir ; sinon, un modèle approuvé.")
    muted: bool = Field(description="En sourdine : personne n'est prévenu, l'assistant se tait.")
    snoozed_until: datetime | None = Field(description="En veille jusqu'à ce moment, ou jusqu'au prochain message.")
    escalation: str = Field(description="Pourquoi une personne a été demandée ; vide sinon.")
    revision: int = Field(description="À rendre en `Palabre-Seen` avec une action : ce que l'écran montrait.")


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


@router.get("", summary="La boîte de réception")
def list_conversations(
    reader: Annotated[Reader, reads("conversations.read")],
    status: Annotated[Literal["new", "open", "waiting", "resolved", "closed"] | None, Query()] = None,
    owner: Annotated[Literal["assistant", "person", "nobody"] | None, Query()] = None,
    assignee: Annotated[
        UUID | Literal["me"] | None, Query(description="La personne qui répond ; `me` pour soi-même.")
    ] = None,
    unassigned: Annotated[bool, Query(description="Seulement celles qu'aucun membre n'a en charge.")] = False,
    muted: Annotated[bool | None, Query(description="Seulement celles en sourdine, ou hors sourdine.")] = None,
    snoozed: Annotated[
        bool | None,
        Query(description="`true` : celles en veille. Sans valeur, elles sont cachées, sauf d'une recherche."),
    ] = None,
    channel_id: Annotated[UUID | None, Query()] = None,
    unread: Annotated[bool, Query(description="Seulement celles qui ont des messages non lus.")] = False,
    window: Annotated[
        WindowState | None,
        Query(description="Fenêtre ouverte, bientôt fermée (moins de 2 h) ou fermée."),
    ] = None,
    search: Annotated[Words, Query(max_length=200, description="Un nom, un numéro, des mots.")] = "",
    cursor: Cursor = None,
    limit: Limit = 20,
) -> Listing[ConversationView]:
    """Les conversations, la dernière active d'abord."""
    with reader.session() as connection:
        found = inbox.conversations(
            connection,
            reader.services.windows.now(),
            status=status,
            owner=owner,
            user_id=reader.who.member_id if assignee == "me" else assignee,
            unassigned=unassigned,
            muted=muted,
            snoozed=snoozed,
            channel_id=channel_id,
            unread=unread,
            window=window,
            search=search,
            cursor=cursor,
            limit=limit,
        )
    return reader.page(ConversationView, found)


@router.get("/{conversation_id}", summary="Une conversation")
def show_conversation(conversation_id: UUID, reader: Annotated[Reader, reads("conversations.read")]) -> OneConversation:
    """Où en est la conversation."""
    with reader.session() as connection:
        found = inbox.conversation(connection, conversation_id, reader.services.windows.now())
        return reader.one(OneConversation, found, *UNKNOWN)


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
    idempotency_key: IdempotencyKey,
    seen: Seen = None,
) -> Queued:
    """Met un texte en file d'envoi ; la conversation devient celle de la personne qui répond.

    Refusé (`WINDOW_CLOSED`) quand le client n'a pas écrit depuis trop longtemps : `see` dit où sont les modèles.
    """
    replied = caller.services.replies.reply(
        caller.context, caller.who.user_id, conversation_id, idempotency_key, new.text, seen
    )
    return Queued(message_id=replied.message_id, sequence=caller.at(replied.sequence))
