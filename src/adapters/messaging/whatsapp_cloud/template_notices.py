"""What Meta tells of templates between two lists: status, quality, category, text.

Source: Meta, webhook references of `message_template_status_update` (2026-04-13), `message_template_quality_update`,
`template_category_update` and `message_template_components_update`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from adapters.messaging.templates import category, name, prose, status
from adapters.messaging.untrusted import label, mapping, text
from application.ports.messaging import TemplateNotice
from domain.channels.template_events import TemplateStatus

Json = Mapping[str, Any]

FIELDS = {
    "message_template_status_update",
    "message_template_quality_update",
    "message_template_components_update",
    "template_category_update",
}

_REASONS: Mapping[str, str] = {
    "": "",
    "NONE": "",
    "ABUSIVE_CONTENT": "Contenu contraire aux règles de WhatsApp.",
    "CATEGORY_NOT_AVAILABLE": "Catégorie non disponible dans ce pays.",
    "INCORRECT_CATEGORY": "Le texte ne correspond pas à la catégorie demandée.",
    "TAG_CONTENT_MISMATCH": "Le texte ne correspond pas à la catégorie demandée.",
    "INVALID_FORMAT": "Format non valable : regardez les variables et la mise en forme.",
    "PROMOTIONAL": "Contenu contraire aux règles de WhatsApp.",
    "SCAM": "Contenu jugé trompeur.",
    "FIRST_PAUSE": "Première suspension : mal noté par les clients.",
    "SECOND_PAUSE": "Deuxième suspension : mal noté par les clients.",
    "RATE_LIMITING_PAUSE": "Suspendu : trop d'envois pour sa qualité.",
}
_PAUSES = {"FIRST_PAUSE", "SECOND_PAUSE", "RATE_LIMITING_PAUSE"}


def key_of(called: str, language: str) -> str:
    """What tells two templates of an account apart. Webhooks may write ``en-US`` for what the list calls ``en_US``."""
    return f"{called}/{language.replace('-', '_')}"


def reason(claimed: object, detail: object = "") -> str:
    """Why, in French; Meta's own explanation follows when there is one."""
    found = label(claimed).upper()
    return " ".join(filter(None, (_REASONS.get(found, found), prose(detail)[:500])))


def quality(claimed: object) -> str:
    """green, yellow, red; empty when Meta has no opinion."""
    found = label(claimed).lower()
    return "" if found in {"unknown", "none"} else found


def notice(field: str, value: Json, at: datetime) -> TemplateNotice | None:
    """What a change tells of a template; None when it names none."""
    called, language = name(value.get("message_template_name")), name(value.get("message_template_language"))
    if not called or not language:
        return None
    told: dict[str, Any] = {"key": key_of(called, language), "name": called, "language": language, "at": at}
    match field:
        case "message_template_status_update":
            told |= _status(value)
        case "message_template_quality_update":
            told["quality"] = quality(value.get("new_quality_score"))
        case "template_category_update":
            told["category"] = category(value["new_category"]) if value.get("new_category") else None
        case _:
            told["changed"] = True
    return TemplateNotice(**told)


def _status(value: Json) -> dict[str, Any]:
    event, title = label(value.get("event")).upper(), label(mapping(value.get("other_info")).get("title")).upper()
    if event == "DELETED":
        return {"gone": True}
    found = _after(event, title)
    why = title if title in _PAUSES else value.get("reason")
    return {
        "status": found,
        "reason": reason(why, mapping(value.get("rejection_info")).get("reason")) if found != "approved" else "",
        "category": category(value["message_template_category"]) if value.get("message_template_category") else None,
        "changed": found is None,
    }


def _after(event: str, title: str) -> TemplateStatus | None:
    """The status after an event. A lock tells in its title what it means; None: the list will tell."""
    if title in _PAUSES:
        return "paused"
    if title == "UNPAUSE":
        return "approved"
    found = status(text(event))
    return None if found == "unknown" else found
