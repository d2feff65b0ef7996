"""The templates of the simulator: one of each kind that people meet, so that a demonstration has some."""

from collections.abc import Sequence

from adapters.messaging.templates import blanks
from application.ports.messaging import ProviderTemplate
from domain.channels.template_events import Button, Part, TemplateStatus, Variable, Wording


def _blanks(words: str, *examples: str, part: Part = "body", button: int | None = None) -> tuple[Variable, ...]:
    found = blanks(words, part, {}, button)
    return tuple(one.model_copy(update={"example": said}) for one, said in zip(found, examples, strict=True))


def _made(
    name: str, category: str, wording: Wording, status: TemplateStatus = "approved", reason: str = ""
) -> ProviderTemplate:
    return ProviderTemplate(f"{name}/fr", f"sim.{name}", name, "fr", category, status, wording, reason)


_REMINDER = "Bonjour {{prenom}}, nous vous attendons {{jour}} à {{heure}}. Répondez ici pour changer de rendez-vous."
_ORDER = "Bonjour {{1}}, votre commande {{2}} est prête."
_TRACKING = "https://suivi.example/{{1}}"
_BIRTHDAY = "Joyeux anniversaire {{1}} ! Un soin offert pour l'achat d'un autre, jusqu'au {{2}}."

TEMPLATES: Sequence[ProviderTemplate] = (
    _made(
        "rappel_rendez_vous",
        "utility",
        Wording(
            body=_REMINDER,
            footer="Institut Lumière",
            buttons=(Button(kind="quick_reply", text="Je confirme"), Button(kind="quick_reply", text="Je reporte")),
            variables=_blanks(_REMINDER, "Awa", "mardi 14 mars", "15 h"),
        ),
    ),
    _made(
        "commande_prete",
        "utility",
        Wording(
            header_kind="text",
            header="Votre commande",
            body=_ORDER,
            buttons=(Button(kind="url", text="Suivre", target=_TRACKING),),
            variables=(
                *_blanks(_ORDER, "Awa", "A-1042"),
                *_blanks(_TRACKING, "A-1042", part="button", button=0),
            ),
        ),
    ),
    _made(
        "anniversaire",
        "marketing",
        Wording(body=_BIRTHDAY, variables=_blanks(_BIRTHDAY, "Awa", "31 mars")),
    ),
    _made(
        "catalogue_ete",
        "marketing",
        Wording(header_kind="image", body="Notre carte d'été est là.", obstacle="media_header"),
    ),
    _made("enquete_satisfaction", "utility", Wording(body="Comment s'est passée votre visite ?"), "pending"),
    _made("relance", "marketing", Wording(body="Vous nous manquez !"), "paused", "Mal noté par les clients."),
    _made(
        "promotion_flash",
        "utility",
        Wording(body="-50 % aujourd'hui seulement !"),
        "rejected",
        "Le texte ne correspond pas à la catégorie demandée.",
    ),
)
