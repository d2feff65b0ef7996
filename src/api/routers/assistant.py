"""How the assistant of the organisation behaves."""

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import ConfigDict, Field

from api.asking import Caller, acts
from api.schemas import Done, Input, View
from api.security import Principal, allowed
from api.services import Services
from application.assistant.assistant import assistant_id
from domain.assistant.settings import AssistantSettings, ConfigureAssistant, assistant_settings

router = APIRouter(prefix="/api/assistant", tags=["Assistant"])

_EXAMPLE: dict[str, Any] = {"automatic": True, "threshold": 0.45, "handover": "Un membre de l'équipe va vous répondre."}


class AssistantView(View):
    """Les réglages de l'assistant."""

    model_config = ConfigDict(json_schema_extra={"example": _EXAMPLE})

    automatic: bool = Field(description="Vrai quand l'assistant répond seul.")
    threshold: float = Field(description="La note, de 0 à 1, en dessous de laquelle il demande une personne.")
    handover: str = Field(description="La phrase qui annonce une personne.")


class AssistantInput(Input):
    """Les réglages voulus, tous à la fois."""

    model_config = ConfigDict(json_schema_extra={"example": _EXAMPLE})

    automatic: bool
    threshold: float = Field(allow_inf_nan=False)
    handover: str


@router.get("", summary="Les réglages de l'assistant")
def show_assistant(services: Services, who: Annotated[Principal, allowed("assistant.read")]) -> AssistantView:
    """Comment l'assistant se comporte en ce moment même."""
    stream = (who.organisation_id, assistant_id(who.organisation_id))
    state: AssistantSettings = services.bus.state(assistant_settings, stream)
    return AssistantView.model_validate(state)


@router.put("", summary="Régler l'assistant")
def configure_assistant(wanted: AssistantInput, caller: Annotated[Caller, acts("assistant.configure")]) -> Done:
    """Remplace tous les réglages."""
    return caller.execute(
        ConfigureAssistant(
            assistant_id=assistant_id(caller.who.organisation_id),
            automatic=wanted.automatic,
            threshold=wanted.threshold,
            handover=wanted.handover,
        )
    )
