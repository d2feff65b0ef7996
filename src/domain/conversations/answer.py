"""Where an answer of the assistant comes from: all that is needed to say why, and not a word of anybody."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

Source = Literal["faq", "model", "handover", "away", "other"]
"""`away`: said outside the hours of the assistant. `other`: an intent that answers by itself."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Candidate(_Part):
    """An entry of the FAQ that was weighed. `revision` is unknown for some answers of before it was kept."""

    faq_id: UUID
    revision: int | None
    score: float


class IntentScore(_Part):
    """What an intent made of the turn, from 0 to 1."""

    name: str
    score: float


class ModelUse(_Part):
    """How a language model was asked, and what became of its answer.

    `trouble` is why there was no answer to use (a code), `guards` are the codes of the guards that refused the
    answer, `claimed` the confidence that the model gave itself, `grounding` how much of it our own words hold.
    """

    vendor: str
    model: str
    prompt_version: str
    temperature: float
    max_tokens: int
    seed: int | None = None
    prompt_tokens: int
    completion_tokens: int
    tokens_from: Literal["vendor", "estimate"]
    latency_ms: int
    attempts: int
    claimed: float | None = None
    grounding: float | None = None
    trouble: str = ""
    guards: tuple[str, ...] = ()


class Answer(_Part):
    """The turn that is answered, what was weighed, and what was chosen.

    `score` is that of the best entry of the FAQ, `confidence` that of the answer as a whole, both from 0 to 1.
    `handover` is why a person was asked, the reason of the hand-over; empty when none was.
    """

    turn_id: UUID
    revision: int
    in_reply_to: tuple[UUID, ...]
    asked_at: datetime
    """The provider's time of the last message of the turn."""
    source: Source
    faq_id: UUID | None = None
    faq_version: int | None = None
    score: float = Field(ge=0, le=1)
    confidence: float = Field(ge=0, le=1)
    candidates: tuple[Candidate, ...] = ()
    intent: str = ""
    intents: tuple[IntentScore, ...] = ()
    sentiment: float | None = None
    handover: str = ""
    model: ModelUse | None = None
