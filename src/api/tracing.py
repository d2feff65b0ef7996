"""How what made an answer is shown, in French, whether it was given or only tried."""

from collections.abc import Mapping
from uuid import UUID

from pydantic import Field

from api.schemas import View
from application.assistant.router import known_intents
from domain.assistant.guards import GUARDS
from domain.conversations.answer import ModelUse

SOURCES = {
    "faq": "Réponse de la FAQ",
    "model": "Réponse du modèle de langage",
    "handover": "Passage à l'équipe",
    "away": "Phrase d'absence",
    "other": "Réponse de l'assistant",
}
_HANDOVERS = {
    "": "",
    "not_understood": "L'assistant n'était pas assez sûr de sa réponse.",
    "asked": "Le client a demandé une personne.",
    "sentiment": "Le client est mécontent.",
    "not_text": "Le message ne contient pas de texte.",
    "failed": "Le modèle de langage n'a pas donné de réponse utilisable.",
    "quota": "Les messages du mois que compte la formule sont utilisés.",
}
_TROUBLES = {
    "": "",
    "slow": "Le modèle n'a pas répondu à temps.",
    "unreachable": "Le fournisseur du modèle est injoignable.",
    "busy": "Le fournisseur du modèle est saturé.",
    "refused": "Le fournisseur du modèle a refusé la demande.",
    "unreadable": "La réponse du fournisseur est illisible.",
    "paused": "Le modèle est en pause après plusieurs échecs.",
    "cut": "La réponse du modèle est coupée.",
    "not_json": "Le modèle n'a pas répondu dans la forme demandée.",
    "shape": "Le modèle n'a pas répondu dans la forme demandée.",
    "empty": "Le modèle n'a rien répondu.",
    "too_long": "La réponse du modèle est trop longue.",
    "unwritable": "La réponse du modèle contient des caractères qui n'existent pas.",
}


class NamedScore(View):
    """La note d'une intention, de 0 à 1."""

    name: str
    label: str
    score: float


class MatchThen(View):
    """Une entrée de la FAQ qui a été pesée, avec sa note."""

    faq_id: UUID
    revision: int
    score: float
    question: str
    answer: str


class Guarded(View):
    """Ce qu'un garde-fou a refusé."""

    code: str
    label: str


class ModelView(View):
    """Comment le modèle de langage a été interrogé, et ce que sa réponse est devenue."""

    vendor: str
    model: str
    prompt_version: str
    temperature: float
    max_tokens: int
    seed: int | None
    prompt_tokens: int
    completion_tokens: int
    tokens_from: str = Field(description="`vendor` : comptés par le fournisseur ; `estimate` : estimés.")
    latency_ms: int
    attempts: int
    claimed: float | None = Field(description="La confiance que le modèle s'est donnée.")
    grounding: float | None = Field(description="La part de sa réponse que l'organisation a écrite.")
    trouble: str
    trouble_label: str
    guards: list[Guarded]


def model_view(use: ModelUse | None) -> ModelView | None:
    """The use of a model, with its labels."""
    if use is None:
        return None
    shown = use.model_dump() | {
        "trouble_label": _TROUBLES.get(use.trouble, use.trouble),
        "guards": [Guarded(code=code, label=GUARDS.get(code, code)) for code in use.guards],
    }
    return ModelView.model_validate(shown)


def scores(by_intent: Mapping[str, float]) -> list[NamedScore]:
    """The score of each intent, with its label."""
    return [NamedScore(name=name, label=intent_label(name), score=score) for name, score in by_intent.items()]


def intent_label(name: str) -> str:
    """The French name of an intent; its code when it does not exist any more."""
    return {intent.name: intent.label for intent in known_intents()}.get(name, name)


def handover_label(reason: str) -> str:
    """Why a person was asked, in French."""
    return _HANDOVERS.get(reason, reason)
