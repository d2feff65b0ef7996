"""Templates: messages that the provider approved, the only ones that leave once the window is closed."""

from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Query, status

from api.asking import Caller, Reader, Seen, acts, reads
from api.problems import answers
from api.routers.conversations import Queued
from api.schemas import Cursor, IdempotencyKey, Limit, Words
from api.template_shapes import (
    STATUSES,
    ButtonView,
    Filling,
    NewTemplateMessage,
    OneTemplate,
    Preview,
    Shown,
    Synchronised,
    Templates,
    TroubleView,
    advice,
    sync,
    view,
)
from domain.channels.template import Template as TemplateState
from domain.channels.template import template as decider
from domain.channels.template_filling import rendered, troubles
from domain.refusal import refuse
from projections import template_syncs, templates

router = APIRouter(prefix="/api", tags=["Modèles"])

UNKNOWN = ("Ce modèle n'existe pas.", "TEMPLATE_UNKNOWN")


@router.get("/templates", summary="Les modèles")
def list_templates(
    reader: Annotated[Reader, reads("templates.read")],
    channel_id: Annotated[UUID | None, Query()] = None,
    status: Annotated[Shown | None, Query(description="Sans lui, tous ceux qui existent encore.")] = None,
    category: Annotated[Words | None, Query(max_length=64)] = None,
    language: Annotated[Words | None, Query(max_length=64)] = None,
    search: Annotated[Words, Query(max_length=200, description="Des mots du nom ou du texte.")] = "",
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Templates:
    """Les modèles des canaux, par nom, et quand chaque canal a été synchronisé."""
    with reader.session() as connection:
        found = templates.all_templates(
            connection,
            channel_id=channel_id,
            status=status,
            category=category,
            language=language,
            search=search,
            cursor=cursor,
            limit=limit,
        )
        runs = template_syncs.readings(connection, channel_id)
    return Templates(
        data=[view(row) for row in found.data],
        next_cursor=found.next_cursor,
        stale=reader.stale,
        synchronisations=[sync(row) for row in runs],
        statuses=STATUSES,
    )


@router.get("/templates/{template_id}", summary="Un modèle")
def show_template(template_id: UUID, reader: Annotated[Reader, reads("templates.read")]) -> OneTemplate:
    """Le modèle, ses variables, et ce que son statut veut dire."""
    with reader.session() as connection:
        row = templates.template(connection, template_id)
    return reader.one(OneTemplate, view(row) if row else None, *UNKNOWN)


@router.post("/templates/{template_id}/preview", summary="Aperçu d'un modèle")
def preview_template(
    template_id: UUID, filling: Filling, caller: Annotated[Caller, acts("conversations.answer")]
) -> Preview:
    """Ce que le client lirait, et tout ce qui ne va pas. N'envoie rien."""
    state: TemplateState = caller.services.bus.state(decider, (caller.who.organisation_id, template_id))
    if not state.known:
        refuse(UNKNOWN[0], code=UNKNOWN[1])
    whole = rendered(state.wording, filling.variables)
    wrong = list(troubles(state.wording, filling.variables))
    return Preview(
        header=whole.header,
        body=whole.body,
        footer=whole.footer,
        buttons=[ButtonView.model_validate(button) for button in whole.buttons],
        ready=state.sendable and not wrong,
        advice="" if state.sendable else advice(state.status, state.wording.obstacle, gone=state.gone),
        errors=[TroubleView(field=f"variables.{one.key}", detail=one.sentence) for one in wrong],
    )


@router.post("/channels/{channel_id}/templates/synchronise", summary="Synchroniser les modèles d'un canal")
def synchronise_templates(channel_id: UUID, caller: Annotated[Caller, acts("templates.synchronise")]) -> Synchronised:
    """Relit les modèles chez le fournisseur, en une demi-minute au plus. Le refaire n'ajoute rien."""
    found = caller.services.templates.synchronise(caller.context, channel_id, uuid4())
    return Synchronised(
        added=found.added,
        changed=found.changed,
        gone=found.missing,
        unchanged=found.unchanged,
        sequence=caller.at(found.sequence),
    )


@router.post(
    "/conversations/{conversation_id}/templates",
    summary="Envoyer un modèle au client",
    status_code=status.HTTP_202_ACCEPTED,
    responses=answers(410),
)
def send_template(
    conversation_id: UUID,
    new: NewTemplateMessage,
    caller: Annotated[Caller, acts("conversations.answer")],
    idempotency_key: IdempotencyKey,
    seen: Seen = None,
) -> Queued:
    """Met un modèle rempli en file d'envoi ; la conversation devient celle de la personne qui l'envoie."""
    replied = caller.services.template_sends.send(
        caller.context, caller.who.user_id, conversation_id, idempotency_key, new.template_id, new.variables, seen
    )
    return Queued(message_id=replied.message_id, sequence=caller.at(replied.sequence))
