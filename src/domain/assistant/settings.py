"""How the assistant of an organisation behaves. Its stream is the organisation's id, salted by the kind."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Literal
from uuid import UUID

from domain.assistant import hours
from domain.assistant.faq import AssistantEvent
from domain.assistant.hours import Range
from domain.decider import Decider
from domain.event import Command, Event
from domain.refusal import refuse

DEFAULT_HANDOVER = (
    "Je préfère laisser un membre de l'équipe vous répondre. Votre message lui est transmis, à très vite."
)
DEFAULT_THRESHOLD = 0.45
MAX_SENTENCE = 1000
MAX_BUSINESS = 4000
MAX_MANNER = 300
MAX_SIGNATURE = 60

Tone = Literal["warm", "professional", "concise", "playful"]
TONES: dict[Tone, str] = {
    "warm": "chaleureux : accueillant et attentionné, sans familiarité",
    "professional": "professionnel : courtois, précis, vouvoiement",
    "concise": "concis : une ou deux phrases, sans formule inutile",
    "playful": "enjoué : léger et souriant, un émoji au plus",
}


class AssistantConfigured(AssistantEvent, version=2):
    """Réglages de l'assistant modifiés"""

    assistant_id: UUID
    automatic: bool
    threshold: float
    handover: str
    business: str
    tone: Tone
    manner: str
    hours: tuple[Range, ...]
    away: str
    model_allowed: bool
    signature: str


class ConfigureAssistant(Command):
    """Set everything at once.

    `threshold` is the confidence from 0 to 1 under which a person is asked, `business` what a model is told of the
    organisation, `manner` words that refine the tone, `hours` when it answers (none: always), `away` what is said
    outside of them (empty: nothing), `signature` the name that it signs with (empty: none).
    """

    assistant_id: UUID
    automatic: bool
    threshold: float
    handover: str
    business: str = ""
    tone: Tone = "warm"
    manner: str = ""
    hours: tuple[Range, ...] = ()
    away: str = ""
    model_allowed: bool = True
    signature: str = ""


@dataclass(frozen=True, slots=True)
class AssistantSettings:
    """What holds until someone changes it."""

    automatic: bool = True
    threshold: float = DEFAULT_THRESHOLD
    handover: str = DEFAULT_HANDOVER
    business: str = ""
    tone: Tone = "warm"
    manner: str = ""
    hours: tuple[Range, ...] = ()
    away: str = ""
    model_allowed: bool = True
    signature: str = ""


_NAMES = tuple(field.name for field in fields(AssistantSettings))
_LIMITS = (
    ("handover", MAX_SENTENCE, "HANDOVER_TOO_LONG", "La phrase dépasse"),
    ("business", MAX_BUSINESS, "BUSINESS_TOO_LONG", "Le contexte de l'activité dépasse"),
    ("manner", MAX_MANNER, "MANNER_TOO_LONG", "La description du ton dépasse"),
    ("away", MAX_SENTENCE, "AWAY_TOO_LONG", "La phrase d'absence dépasse"),
    ("signature", MAX_SIGNATURE, "SIGNATURE_TOO_LONG", "Le nom dépasse"),
)

assistant_settings = Decider(AssistantSettings, identify="assistant_id")


@assistant_settings.decides
def configure(state: AssistantSettings, command: ConfigureAssistant) -> Iterator[Event]:
    """Quiet when nothing differs."""
    wanted = _cleaned(command)
    _check(wanted)
    if wanted != state:
        values = {name: getattr(wanted, name) for name in _NAMES}
        yield AssistantConfigured(assistant_id=command.assistant_id, **values)


def _cleaned(command: ConfigureAssistant) -> AssistantSettings:
    values = {name: getattr(command, name) for name in _NAMES}
    texts = {name: value.strip() for name, value in values.items() if isinstance(value, str)}
    in_order = sorted(command.hours, key=lambda one: (hours.DAYS.index(one.day), one.opens))
    return AssistantSettings(**values | texts | {"hours": tuple(in_order)})


def _check(wanted: AssistantSettings) -> None:
    if not 0 <= wanted.threshold <= 1:
        refuse("Le seuil est un nombre entre 0 et 1.", code="THRESHOLD_OUT_OF_RANGE", field="threshold")
    if not wanted.handover:
        refuse("Écrivez la phrase qui annonce un membre de l'équipe.", code="HANDOVER_EMPTY", field="handover")
    for field, most, code, sentence in _LIMITS:
        if len(getattr(wanted, field)) > most:
            refuse(f"{sentence} {most} caractères.", code=code, field=field)
    if "\n" in wanted.signature:
        refuse("Le nom tient sur une ligne.", code="SIGNATURE_INVALID", field="signature")
    hours.check(wanted.hours)


@assistant_settings.evolves
def configured(state: AssistantSettings, event: AssistantConfigured) -> AssistantSettings:
    """As set."""
    return AssistantSettings(**{name: getattr(event, name) for name in _NAMES})
