"""One message, and its file."""

import re
from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter
from pydantic import ConfigDict, Field
from starlette.responses import Response

from api.asking import Caller, Reader, acts, reads
from api.schemas import Done, Fresh, Input, View
from domain.conversations.events import SettledAs
from domain.conversations.message import MAX_REASON
from domain.conversations.message_commands import SettleSend
from domain.refusal import refuse
from projections import thread

router = APIRouter(prefix="/api/messages", tags=["Conversations"])

SHOWN = re.compile(r"(image/(jpeg|png|webp|gif)|audio/[\w.+-]+|video/(mp4|3gpp)|application/pdf|text/plain)")
"""Types that a browser may show in place; anything else is saved as a file."""
TYPE = re.compile(r"[\w.+-]{1,64}/[\w.+-]{1,64}")


class MessageView(View):
    """Un message. `author` dit qui parle ; `content` est vide une fois le message ou le client supprimé."""

    message_id: UUID
    conversation_id: UUID
    contact_id: UUID
    sequence: int
    at: datetime = Field(description="L'heure du fournisseur pour un message reçu, la nôtre sinon.")
    author: Literal["contact", "assistant", "user"]
    user_id: UUID | None
    kind: str
    content: dict[str, Any] | None
    status: str = Field(
        description="`received` ; ou `queued`, `attempted`, `uncertain`, `sent`, `delivered`, `read`, `failed`,"
        " `discarded`."
    )
    code: str
    reason: str = Field(description="Pourquoi l'envoi a échoué ou attend, en français.")
    sent_at: datetime | None
    delivered_at: datetime | None
    read_at: datetime | None
    reaction: str
    replies_to: UUID | None
    media: dict[str, Any] | None = Field(description="Ce qu'est devenu le fichier du message.")
    answer: dict[str, Any] | None = Field(description="D'où vient la réponse de l'assistant.")
    edited_at: datetime | None = Field(description="Quand le client l'a corrigé pour la dernière fois.")
    retracted_at: datetime | None = Field(description="Quand le client l'a supprimé.")


class OneMessage(MessageView, Fresh):
    """Un message."""


class Settlement(Input):
    """Ce qu'est devenu l'envoi, et comment on le sait."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"outcome": "sent", "reason": "Vu sur le téléphone du client."}}
    )

    outcome: SettledAs
    reason: str = Field(min_length=1, max_length=MAX_REASON)


@router.get("/{message_id}", summary="Un message")
def show_message(message_id: UUID, reader: Annotated[Reader, reads("conversations.read")]) -> OneMessage:
    """Le message et où en est son envoi."""
    with reader.session() as connection:
        return reader.one(OneMessage, thread.message(connection, message_id), *_UNKNOWN)


@router.post("/{message_id}/settle", summary="Trancher un envoi incertain")
def settle_send(message_id: UUID, settlement: Settlement, caller: Annotated[Caller, acts("messages.settle")]) -> Done:
    """Dit ce qu'est devenu un envoi que le fournisseur n'a pas confirmé. `send_again` l'envoie une fois de plus."""
    return caller.execute(
        SettleSend(
            message_id=message_id,
            outcome=settlement.outcome,
            reason=settlement.reason,
            user_id=caller.who.user_id,
            at=caller.services.clock.now(),
        )
    )


@router.get(
    "/{message_id}/media",
    summary="Le fichier d'un message",
    response_class=Response,
    responses={
        200: {"description": "Le fichier.", "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}
    },
)
def fetch_media(message_id: UUID, reader: Annotated[Reader, reads("conversations.read")]) -> Response:
    """Les octets du fichier, tel que le client l'a envoyé."""
    with reader.session() as connection:
        row = thread.message(connection, message_id)
    shown = row is not None and row.retracted_at is None
    file = reader.services.files.fetch(reader.who.organisation_id, message_id) if shown else None
    if row is None or file is None:
        refuse("Ce message n'a pas de fichier.", code="MEDIA_UNKNOWN")
    mime_type = file.mime_type.partition(";")[0].strip().lower()
    return Response(
        file.content,
        media_type=mime_type if TYPE.fullmatch(mime_type) else "application/octet-stream",
        headers={
            "Content-Disposition": _disposition(mime_type, (row.content or {}).get("filename") or str(message_id)),
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )


_UNKNOWN = ("Ce message n'existe pas.", "MESSAGE_UNKNOWN")


def _disposition(mime_type: str, filename: str) -> str:
    manner = "inline" if SHOWN.fullmatch(mime_type) else "attachment"
    return f"{manner}; filename*=UTF-8''{quote(filename.encode('utf-8', 'replace'), safe='')}"
