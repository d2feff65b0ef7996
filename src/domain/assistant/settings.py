"""How the assistant of an organisation behaves. Its stream is the organisation's id, salted by the kind."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from domain.assistant.faq import AssistantEvent
from domain.decider import Decider
from domain.event import Command, Event
from domain.refusal import refuse

DEFAULT_HANDOVER = (
    "Je préfère laisser un membre de l'équipe vous répondre. Votre message lui est transmis, à très vite."
)
DEFAULT_THRESHOLD = 0.45
MAX_SENTENCE = 1000


class AssistantConfigured(AssistantEvent):
    """Réglages de l'assistant modifiés"""

    assistant_id: UUID
    automatic: bool
    threshold: float
    handover: str


class ConfigureAssistant(Command):
    """Set everything at once. `threshold` is the score from 0 to 1 under which a person is asked."""

    assistant_id: UUID
    automatic: bool
    threshold: float
    handover: str


@dataclass(frozen=True, slots=True)
class AssistantSettings:
    """What holds until someone changes it."""

    automatic: bool = True
    threshold: float = DEFAULT_THRESHOLD
    handover: str = DEFAULT_HANDOVER


assistant_settings = Decider(AssistantSettings, identify="assistant_id")


@assistant_settings.decides
def configure(state: AssistantSettings, command: ConfigureAssistant) -> Iterator[Event]:
    """Quiet when nothing differs."""
    if not 0 <= command.threshold <= 1:
        refuse("Le seuil est un nombre entre 0 et 1.", code="THRESHOLD_OUT_OF_RANGE", field="threshold")
    handover = command.handover.strip()
    if not handover:
        refuse("Écrivez la phrase qui annonce un membre de l'équipe.", code="HANDOVER_EMPTY", field="handover")
    if len(handover) > MAX_SENTENCE:
        refuse(f"La phrase dépasse {MAX_SENTENCE} caractères.", code="HANDOVER_TOO_LONG", field="handover")
    if (command.automatic, command.threshold, handover) != (state.automatic, state.threshold, state.handover):
        yield AssistantConfigured(
            assistant_id=command.assistant_id,
            automatic=command.automatic,
            threshold=command.threshold,
            handover=handover,
        )


@assistant_settings.evolves
def configured(state: AssistantSettings, event: AssistantConfigured) -> AssistantSettings:
    """As set."""
    return replace(state, automatic=event.automatic, threshold=event.threshold, handover=event.handover)
