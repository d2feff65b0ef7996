"""The mailbox of a demonstration: letters that no mail server sent."""

import base64
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field, PlainSerializer

from api.asking import Reader, reads
from api.problems import answers
from api.schemas import Cursor, Limit, Listing, View
from domain.refusal import refuse

router = APIRouter(prefix="/api/outbox", tags=["Supervision"])


def in_base64(content: bytes) -> str:
    """As JSON can carry it."""
    return base64.b64encode(content).decode()


class AttachmentView(View):
    """Un fichier joint à un courriel."""

    name: str
    mime_type: str
    content: Annotated[bytes, PlainSerializer(in_base64)] = Field(description="Le fichier, en base64.")


class LetterView(View):
    """Un courriel gardé au lieu d'être envoyé."""

    mail_id: UUID
    user_id: UUID
    kept_at: datetime
    subject: str
    text: str
    attachments: list[AttachmentView]


@router.get("/mail", summary="Les courriels de la démonstration", responses=answers(404))
def list_letters(
    reader: Annotated[Reader, reads("mail.read")], cursor: Cursor = None, limit: Limit = 50
) -> Listing[LetterView]:
    """Ce qui serait parti par courriel, le dernier d'abord. Pour les administrateurs d'une démonstration seulement."""
    if not reader.services.demo:
        refuse("Cette boîte n'existe que dans une démonstration.", code="MAILBOX_UNKNOWN")
    return reader.page(LetterView, reader.services.mailbox.kept(reader.who.organisation_id, cursor=cursor, limit=limit))
