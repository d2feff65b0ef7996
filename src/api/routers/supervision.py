"""Supervision: how far each part of the machinery is, and what waits for a person."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from api.asking import Reader, reads
from api.routers.messages import MessageView
from api.schemas import Cursor, Limit, Listing, View
from api.security import Principal, allowed
from api.services import Services
from projections import held_receipts, sends, thread

router = APIRouter(prefix="/api/supervision", tags=["Supervision"])


class ProgressView(View):
    """Jusqu'où en est une projection ou une politique."""

    name: str
    state: str = Field(description="`live`, ou `building` pendant une reconstruction.")
    lag_facts: int = Field(description="Les faits qu'il reste à prendre en compte.")
    lag_s: float = Field(description="L'âge du premier d'entre eux, en secondes.")
    error: str
    error_at: datetime | None


class ParkedView(View):
    """Un effet qui a échoué trop souvent, et attend une personne."""

    id: UUID
    kind: str
    refs: dict[str, str]
    attempts: int
    error: str
    created_at: datetime


class OutboxView(View):
    """Ce que l'organisation a à faire au dehors."""

    pending: int
    claimed: int
    parked: int
    late_s: float = Field(description="Le retard du plus ancien effet dû, en secondes.")
    parked_effects: list[ParkedView]
    uncertain_messages: list[MessageView] = Field(description="Les messages dont personne ne sait s'ils sont partis.")


class UncertainView(View):
    """Un envoi dont personne ne savait s'il était parti."""

    message_id: UUID
    conversation_id: UUID
    contact_id: UUID
    contact_name: str
    channel_id: UUID
    author: str
    content: dict[str, Any] | None = Field(description="Ce que dit le message ; vide une fois le client supprimé.")
    queued_at: datetime
    uncertain_since: datetime
    unknown_statuses: int = Field(
        description="Les statuts arrivés depuis sur ce canal pour un message inconnu : le sien est peut-être parmi eux."
    )
    settled_as: Literal["", "receipt", "sent", "not_sent", "send_again"] = Field(
        description="`receipt` : le fournisseur l'a confirmé. Sinon, ce qu'a dit une personne."
    )
    settled_reason: str
    settled_by: UUID | None
    settled_at: datetime | None


@router.get("/projections", summary="L'avancement des écrans")
def list_projections(
    services: Services, who: Annotated[Principal, allowed("supervision.read")]
) -> Listing[ProgressView]:
    """Chaque modèle de lecture et son retard."""
    return Listing[ProgressView](data=[ProgressView.model_validate(one) for one in services.supervision.projections()])


@router.get("/policies", summary="L'avancement des automatismes")
def list_policies(services: Services, who: Annotated[Principal, allowed("supervision.read")]) -> Listing[ProgressView]:
    """Chaque politique et son retard."""
    return Listing[ProgressView](data=[ProgressView.model_validate(one) for one in services.supervision.policies()])


@router.get("/outbox", summary="Ce qui reste à faire au dehors")
def show_outbox(reader: Annotated[Reader, reads("supervision.read")]) -> OutboxView:
    """Les effets en attente, ceux qui sont mis de côté, et les envois incertains."""
    found = reader.services.supervision.outbox(reader.who.organisation_id)
    with reader.session() as connection:
        uncertain = thread.uncertain(connection)
    return OutboxView(
        pending=found.pending,
        claimed=found.claimed,
        parked=found.parked,
        late_s=found.late_s,
        parked_effects=[ParkedView.model_validate(one) for one in found.parked_effects],
        uncertain_messages=[MessageView.model_validate(one) for one in uncertain],
    )


@router.get("/uncertain", summary="Les envois incertains")
def list_uncertain(
    reader: Annotated[Reader, reads("supervision.read")],
    state: Annotated[sends.Settled, Query(description="`open` : à trancher. `settled` : tranchés.")] = "open",
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Listing[UncertainView]:
    """Ceux qui attendent une personne, le plus ancien d'abord ; ou ceux qui sont tranchés, le dernier d'abord, par qui
    et pourquoi. On les tranche par `POST /api/messages/{message_id}/settle`."""
    with reader.session() as connection:
        found = sends.uncertain(connection, state=state, cursor=cursor, limit=limit)
        held = held_receipts.waiting(connection) if found.data else []
    channels = reader.services.webhooks.channels_of(reader.who.organisation_id, [one.alias_id for one in held])
    data = [
        UncertainView(
            **asdict(send),
            unknown_statuses=sum(
                one.since >= send.uncertain_since and channels.get(one.alias_id) == send.channel_id for one in held
            ),
        )
        for send in found.data
    ]
    return Listing[UncertainView](data=data, next_cursor=found.next_cursor, stale=reader.stale)
