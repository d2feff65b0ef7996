"""What the status of a template means to people, and what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.channels.template import Template
from domain.channels.template_events import Obstacle, TemplateStatus
from domain.refusal import refuse


@dataclass(frozen=True, slots=True)
class Meaning:
    """A word for a screen, and a sentence that says what to do."""

    label: str
    advice: str


MEANINGS: Mapping[TemplateStatus, Meaning] = {
    "approved": Meaning("Approuvé", "Il peut partir."),
    "flagged": Meaning("Signalé", "Il part encore, mais les clients le notent mal : améliorez-le avant sa suspension."),
    "pending": Meaning("En attente", "Le fournisseur l'examine, d'ordinaire en moins de 24 h : attendez."),
    "in_appeal": Meaning("En appel", "Le fournisseur réexamine son refus : attendez sa réponse."),
    "rejected": Meaning("Refusé", "Corrigez-le chez le fournisseur d'après la raison donnée, puis soumettez-le."),
    "paused": Meaning("Suspendu", "Mal noté par les clients, il reviendra de lui-même : prenez-en un autre."),
    "disabled": Meaning("Désactivé", "Le fournisseur l'a retiré pour de bon : créez-en un autre."),
    "limit_exceeded": Meaning("Limite atteinte", "Le compte a trop de modèles : supprimez-en chez le fournisseur."),
    "archived": Meaning("Archivé", "Désarchivez-le chez le fournisseur, puis resynchronisez."),
    "pending_deletion": Meaning("En cours de suppression", "Il disparaît chez le fournisseur : prenez-en un autre."),
    "unsubmitted": Meaning("Non soumis", "Soumettez-le à l'approbation de WhatsApp chez le fournisseur."),
    "unknown": Meaning("Inconnu", "Resynchronisez les modèles ; si cela dure, regardez chez le fournisseur."),
}

GONE = Meaning("Disparu", "Il n'existe plus chez le fournisseur : resynchronisez, ou prenez-en un autre.")

OBSTACLES: Mapping[Obstacle, str] = {
    "none": "",
    "media_header": "Son en-tête est un fichier, que Palabre ne sait pas encore y joindre : prenez un modèle à texte.",
    "location_header": "Son en-tête est une position, que Palabre ne sait pas encore remplir : prenez-en un autre.",
    "component": "Il contient un élément que Palabre ne sait pas remplir : prenez-en un autre.",
}


def meaning(status: TemplateStatus, *, gone: bool) -> Meaning:
    """In words."""
    return GONE if gone else MEANINGS[status]


def refuse_unsendable(state: Template) -> None:
    """Raises `Refused` for a template that cannot leave, with what to do."""
    if not state.known:
        refuse("Ce modèle n'existe pas.", code="TEMPLATE_UNKNOWN")
    if state.gone:
        refuse(f"Modèle disparu. {GONE.advice}", code="TEMPLATE_GONE")
    if not state.sendable and state.wording.obstacle == "none":
        told = MEANINGS[state.status]
        refuse(f"Modèle {told.label.lower()}. {told.advice}", code=f"TEMPLATE_{_code(state.status)}")
    if not state.sendable:
        refuse(OBSTACLES[state.wording.obstacle], code="TEMPLATE_NOT_FILLABLE")


def _code(status: TemplateStatus) -> str:
    return {"paused": "PAUSED", "disabled": "DISABLED", "rejected": "REJECTED"}.get(status, "NOT_APPROVED")
