"""How the assistant of the organisation behaves, and what it would say."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import ConfigDict, Field

from api.asking import Caller, Reader, acts, reads
from api.schemas import Done, Fresh, Input, View
from api.security import Principal, allowed
from api.services import Services
from api.tracing import MatchThen, ModelView, NamedScore, handover_label, intent_label, model_view, scores
from application.assistant.assistant import assistant_id, signed
from application.assistant.router import Asked, Routed, route
from domain.assistant.hours import Range, closed_since
from domain.assistant.settings import MAX_BUSINESS, ConfigureAssistant, Tone
from domain.conversations.answer import Source

router = APIRouter(prefix="/api/assistant", tags=["Assistant"])

MAX_TRIED = 2000

_EXAMPLE: dict[str, Any] = {
    "automatic": True,
    "threshold": 0.45,
    "handover": "Un membre de l'équipe va vous répondre.",
    "business": "Institut de beauté à Lyon, sur rendez-vous.",
    "tone": "warm",
    "manner": "Vouvoiement, un émoji au plus.",
    "hours": [{"day": "monday", "opens": "09:00", "closes": "19:00"}],
    "away": "Nous sommes fermés : nous vous répondons demain.",
    "model_allowed": True,
    "signature": "Lumi",
}
_TRIAL: dict[str, Any] = {"question": "Vous êtes ouverts le samedi ?", "with_model": True}


class AssistantView(View):
    """Les réglages de l'assistant."""

    model_config = ConfigDict(json_schema_extra={"example": _EXAMPLE})

    automatic: bool = Field(description="Vrai quand l'assistant répond seul.")
    threshold: float = Field(description="La confiance, de 0 à 1, en dessous de laquelle il demande une personne.")
    handover: str = Field(description="La phrase qui annonce une personne.")
    business: str = Field(
        description=f"Ce que l'assistant sait de l'activité ({MAX_BUSINESS} caractères au plus). Il peut le répéter :"
        " n'y mettez rien qu'un client ne puisse savoir."
    )
    tone: Tone = Field(description="Le ton : chaleureux, professionnel, concis ou enjoué.")
    manner: str = Field(description="Le ton, en vos mots. Vide : rien de plus.")
    hours: tuple[Range, ...] = Field(
        description="Quand il répond, à l'heure de l'organisation. Vide : toujours. Une plage peut passer minuit."
    )
    away: str = Field(description="La phrase dite en dehors, une fois par conversation et fermeture. Vide : silence.")
    model_allowed: bool = Field(description="Vrai quand il peut interroger un modèle de langage.")
    signature: str = Field(description="Le nom dont il signe. Vide : il ne signe pas.")


class AssistantInput(Input):
    """Les réglages voulus, tous à la fois : un champ absent est refusé."""

    model_config = ConfigDict(json_schema_extra={"example": _EXAMPLE})

    automatic: bool
    threshold: float = Field(allow_inf_nan=False)
    handover: str
    business: str
    tone: Tone
    manner: str
    hours: tuple[Range, ...]
    away: str
    model_allowed: bool
    signature: str


class Trial(Input):
    """Une question à essayer."""

    model_config = ConfigDict(json_schema_extra={"example": _TRIAL})

    question: str = Field(min_length=1, max_length=MAX_TRIED)
    with_model: bool = True


class Simulated(Fresh):
    """Ce que l'assistant dirait. Rien n'est envoyé ni enregistré."""

    simulated: bool = Field(default=True, description="Toujours vrai : c'est un essai.")
    text: str
    source: Source
    intent: str
    intent_label: str
    intents: list[NamedScore]
    sentiment: float = Field(description="Le mécontentement perçu, de 0 à 1.")
    confidence: float
    handover: str = Field(description="Pourquoi une personne serait demandée ; vide sinon.")
    handover_label: str
    candidates: list[MatchThen]
    model: ModelView | None
    answers_now: bool = Field(description="Faux quand l'assistant est désactivé, ou hors de ses heures.")


@router.get("", summary="Les réglages de l'assistant")
def show_assistant(services: Services, who: Annotated[Principal, allowed("assistant.read")]) -> AssistantView:
    """Comment l'assistant se comporte en ce moment même."""
    return AssistantView.model_validate(services.assistant.settings(who.organisation_id))


@router.put("", summary="Régler l'assistant")
def configure_assistant(wanted: AssistantInput, caller: Annotated[Caller, acts("assistant.configure")]) -> Done:
    """Remplace tous les réglages."""
    return caller.execute(ConfigureAssistant(assistant_id=assistant_id(caller.who.organisation_id), **dict(wanted)))


@router.post("/try", summary="Essayer une question sur l'assistant")
def try_assistant(trial: Trial, reader: Annotated[Reader, reads("assistant.try")]) -> Simulated:
    """Ce que l'assistant dirait avec les réglages et la FAQ d'aujourd'hui. Rien n'est envoyé ni enregistré."""
    return simulate(reader, trial.question.strip(), with_model=trial.with_model)


def simulate(reader: Reader, question: str, *, with_model: bool) -> Simulated:
    """The same engine as for a customer, without a conversation."""
    organisation_id: UUID = reader.who.organisation_id
    assistant = reader.services.assistant
    asked = assistant.asked(organisation_id, question, with_model=with_model)
    zone = assistant.organisation(organisation_id).time_zone
    closed = closed_since(asked.settings.hours, zone, reader.services.clock.now())
    open_now = asked.settings.automatic and closed is None
    return _simulated(asked, route(asked), open_now).model_copy(update={"stale": reader.stale})


def _simulated(asked: Asked, routed: Routed, open_now: bool) -> Simulated:
    reply = routed.reply
    return Simulated(
        text=signed(reply.text, asked.settings),
        source=reply.source,
        intent=routed.intent,
        intent_label=intent_label(routed.intent),
        intents=scores(routed.scores),
        sentiment=asked.sentiment,
        confidence=reply.confidence,
        handover=reply.handover or "",
        handover_label=handover_label(reply.handover or ""),
        candidates=[MatchThen.model_validate(match) for match in asked.matches],
        model=model_view(reply.model),
        answers_now=open_now,
    )
