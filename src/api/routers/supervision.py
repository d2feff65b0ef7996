"""Supervision: how far each part of the machinery is, and what waits for a person."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from api.asking import Reader, reads
from api.routers.messages import MessageView
from api.schemas import Cursor, Limit, Listing, View
from api.security import Principal, allowed
from api.services import Services
from projections import thread

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


class WebhookView(View):
    """Un webhook reçu et ce qu'il est devenu, jamais ce qu'il dit."""

    id: int
    received_at: datetime
    channel_id: UUID
    provider: str
    state: str
    attempts: int
    error: str
    gave: list[dict[str, Any]]


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


@router.get("/webhooks", summary="Les derniers webhooks")
def list_webhooks(
    services: Services,
    who: Annotated[Principal, allowed("supervision.read")],
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Listing[WebhookView]:
    """Les webhooks reçus, le dernier d'abord, et ce qu'ils ont donné."""
    found = services.supervision.webhooks(who.organisation_id, cursor=cursor, limit=limit)
    data = [WebhookView.model_validate(row) for row in found.data]
    return Listing[WebhookView](data=data, next_cursor=found.next_cursor)
