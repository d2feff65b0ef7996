"""The templates that the stand-ins list, as Meta and Twilio write them."""

import re
from collections.abc import Mapping
from typing import Any

_REMINDER = "Bonjour {{prenom}}, nous vous attendons {{jour}} à {{heure}}."
_ORDER = "Bonjour {{1}}, votre commande {{2}} est prête."

CLOUD: list[dict[str, Any]] = [
    {
        "id": "920070352646101",
        "name": "rappel_rendez_vous",
        "language": "fr",
        "category": "UTILITY",
        "status": "APPROVED",
        "parameter_format": "NAMED",
        "quality_score": {"score": "GREEN"},
        "components": [
            {
                "type": "BODY",
                "text": _REMINDER,
                "example": {
                    "body_text_named_params": [
                        {"param_name": "prenom", "example": "Awa"},
                        {"param_name": "jour", "example": "mardi"},
                        {"param_name": "heure", "example": "15 h"},
                    ]
                },
            },
            {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Je confirme"}]},
        ],
    },
    {
        "id": "920070352646102",
        "name": "commande_prete",
        "language": "fr",
        "category": "UTILITY",
        "status": "APPROVED",
        "parameter_format": "POSITIONAL",
        "components": [
            {"type": "HEADER", "format": "TEXT", "text": "Commande {{1}}", "example": {"header_text": ["A-1042"]}},
            {"type": "BODY", "text": _ORDER, "example": {"body_text": [["Awa", "A-1042"]]}},
            {"type": "FOOTER", "text": "Institut Lumière"},
            {
                "type": "BUTTONS",
                "buttons": [
                    {"type": "URL", "text": "Suivre", "url": "https://suivi.example/{{1}}", "example": ["A-1042"]}
                ],
            },
        ],
    },
    {
        "id": "920070352646103",
        "name": "anniversaire",
        "language": "fr",
        "category": "MARKETING",
        "status": "APPROVED",
        "components": [{"type": "BODY", "text": "Joyeux anniversaire {{1}} !", "example": {"body_text": [["Awa"]]}}],
    },
    {
        "id": "920070352646104",
        "name": "relance",
        "language": "fr",
        "category": "MARKETING",
        "status": "PAUSED",
        "components": [{"type": "BODY", "text": "Vous nous manquez !"}],
    },
    {
        "id": "920070352646105",
        "name": "promotion_flash",
        "language": "fr",
        "category": "UTILITY",
        "status": "REJECTED",
        "rejected_reason": "TAG_CONTENT_MISMATCH",
        "components": [{"type": "BODY", "text": "-50 % aujourd'hui seulement !"}],
    },
]


def _content(
    number: int, name: str, status: str, category: str, types: dict[str, Any], **variables: str
) -> dict[str, Any]:
    kind = next(iter(types))
    return {
        "sid": f"HX{number:032d}",
        "account_sid": "AC" + "0" * 32,
        "friendly_name": name,
        "language": "fr",
        "variables": {key.removeprefix("v"): value for key, value in variables.items()},
        "types": types,
        "approval_requests": {
            "name": name,
            "category": category,
            "content_type": kind,
            "status": status,
            "rejection_reason": "",
        },
    }


TWILIO: list[dict[str, Any]] = [
    _content(1, "commande_prete", "approved", "UTILITY", {"twilio/text": {"body": _ORDER}}, v1="Awa", v2="A-1042"),
    _content(
        2,
        "rappel_rendez_vous",
        "approved",
        "UTILITY",
        {"twilio/quick-reply": {"body": _REMINDER, "actions": [{"title": "Je confirme", "id": "yes"}]}},
        prenom="Awa",
        jour="mardi",
        heure="15 h",
    ),
    _content(3, "enquete", "pending", "UTILITY", {"twilio/text": {"body": "Comment s'est passée votre visite ?"}}),
]


def blanks_of(template: Mapping[str, Any]) -> int:
    """How many parameters a template of the Cloud API wants."""
    wanted = 0
    for component in template["components"]:
        texts = [component.get("text", ""), *(button.get("url", "") for button in component.get("buttons", ()))]
        wanted += sum(len(set(re.findall(r"\{\{\w+\}\}", one))) for one in texts)
    return wanted
