"""Health: whether this process can serve, for a monitor that asks every few seconds."""

import time
from typing import Literal

from fastapi import APIRouter, Response, status
from pydantic import BaseModel, Field

from api.security import PUBLIC
from api.services import Services

router = APIRouter(prefix="/api/health", tags=["Santé"])

LATE = 1_000  # facts behind, from which people see it
_started = time.monotonic()


class ProjectionsHealth(BaseModel):
    """Le retard des écrans."""

    lag_facts: int | None = Field(description="En faits ; inconnu (`null`) quand la base ne répond pas.")


class HealthView(BaseModel):
    """L'état du service."""

    status: Literal["ok", "degraded", "down"]
    database: Literal["ok", "down"]
    broker: Literal["ok", "down"]
    uptime_s: float
    version: str
    projections: ProjectionsHealth


@router.head("", include_in_schema=False, dependencies=[PUBLIC])
@router.get(
    "",
    summary="L'état du service",
    dependencies=[PUBLIC],
    responses={503: {"model": HealthView, "description": "La base de données ne répond pas."}},
)
async def show_health(response: Response, services: Services) -> HealthView:
    """Répond en moins d'une demi-seconde, même quand la base ne répond pas. 200 quand le service est utilisable."""
    found = await services.doctor.look()
    late = found.lag_facts is not None and found.lag_facts >= LATE
    if not found.database:
        response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    return HealthView(
        status="down" if not found.database else "degraded" if late or not found.broker else "ok",
        database="ok" if found.database else "down",
        broker="ok" if found.broker else "down",
        uptime_s=round(time.monotonic() - _started, 1),
        version=services.version,
        projections=ProjectionsHealth(lag_facts=found.lag_facts),
    )
