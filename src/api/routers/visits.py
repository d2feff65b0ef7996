"""Visits of the platform's people: who came, why, when; ended by them or by the organisation."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from api.asking import Caller, Reader, acts, reads
from api.problems import answers
from api.schemas import Cursor, Done, Limit, Listing, View
from projections import visits

router = APIRouter(prefix="/api/visits", tags=["Plateforme"])


class VisitView(View):
    """Une visite de quelqu'un du support."""

    visit_id: UUID
    staff_id: UUID
    staff_name: str
    visited_id: UUID = Field(description="L'organisation visitée.")
    reason: str
    opened_at: datetime
    until: datetime = Field(description="Sa fin, si rien ne l'a terminée avant.")
    ended: Literal["", "left", "put_out"] = Field(
        description="`left` : le visiteur est parti. `put_out` : l'organisation y a mis fin."
    )
    ended_at: datetime | None


@router.get("", summary="Les visites du support")
def list_visits(
    reader: Annotated[Reader, reads("visits.read")], cursor: Cursor = None, limit: Limit = 20
) -> Listing[VisitView]:
    """Celles que l'organisation a reçues, la dernière d'abord ; pour la plateforme, celles qu'elle a faites."""
    with reader.session() as connection:
        return reader.page(VisitView, visits.latest(connection, cursor=cursor, limit=limit))


@router.post("/{visit_id}/end", summary="Mettre fin à une visite", responses=answers(404))
def end_visit(visit_id: UUID, caller: Annotated[Caller, acts("visits.end")]) -> Done:
    """Le visiteur est dehors aussitôt."""
    return Done(sequence=caller.at(caller.services.platform.put_out(caller.context, visit_id)))


@router.post("/leave", summary="Terminer sa visite", responses=answers(409))
def leave(caller: Annotated[Caller, acts("visits.leave")]) -> Done:
    """Pour qui est en visite : son jeton ne vaut plus rien."""
    return Done(sequence=caller.at(caller.services.platform.leave(caller.context, caller.who.access)))
