"""Which intent takes a turn, and what it answers. An intent is a module of `application.assistant.intents`:

    faq = Intent("faq", rank=40, label="Question de la FAQ", weigh=weigh, follow=follow)

Every intent weighs the turn; the first one, by rank, that takes it and has something to say answers it. This is a
function of what was asked: nothing is written or sent here, so that the same engine answers customers and trials.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar
from uuid import uuid4

from application.ports.language import LanguageModel
from domain.assistant.prompt import Said
from domain.assistant.sentiment import negative
from domain.assistant.settings import AssistantSettings
from domain.conversations.answer import ModelUse, Source
from domain.conversations.events import HandoverReason
from domain.discovery import modules
from domain.event import Command
from projections.faqs import Match


@dataclass(frozen=True)
class Asked:
    """All that an answer is made of.

    `question` is what the customer said in the turn, in words (empty: no words), `matches` the entries of the FAQ,
    best first, `said` the messages before the turn, oldest first. `language` is None when there is no model or it may
    not be used; it gets `patience` seconds and `prompt_tokens` tokens.
    """

    house: str
    question: str
    matches: Sequence[Match]
    settings: AssistantSettings
    said: Sequence[Said] = ()
    language: LanguageModel | None = None
    patience: float = 8.0
    prompt_tokens: int = 3000
    canary: str = field(default_factory=lambda: uuid4().hex)

    @cached_property
    def sentiment(self) -> float:
        """How surely the customer is unhappy, from 0 to 1."""
        return negative(self.question)

    @property
    def best(self) -> Match | None:
        """The entry that answers best."""
        return self.matches[0] if self.matches else None


@dataclass(frozen=True, slots=True)
class Weight:
    """What an intent makes of a turn: a score from 0 to 1, and whether it takes it."""

    score: float
    takes: bool


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said, where it comes from, and why a person is asked, if one is. `commands` run with it."""

    text: str
    source: Source
    confidence: float
    handover: HandoverReason | None = None
    entry: Match | None = None
    model: ModelUse | None = None
    commands: tuple[Command, ...] = ()


@dataclass(frozen=True, slots=True)
class Intent:
    """Something that customers come for. `follow` gives None to leave the turn to the next intent."""

    name: str
    rank: int
    label: str
    weigh: Callable[[Asked], Weight]
    follow: Callable[[Asked], Reply | None]

    by_name: ClassVar[dict[str, "Intent"]] = {}

    def __post_init__(self) -> None:
        Intent.by_name[self.name] = self


@dataclass(frozen=True, slots=True)
class Routed:
    """The reply, the intent that gave it, and the score of every intent."""

    reply: Reply
    intent: str
    scores: Mapping[str, float]


def known_intents() -> list[Intent]:
    """Every intent, found by walking the package, in the order in which they are asked."""
    modules("application.assistant.intents")
    return sorted(Intent.by_name.values(), key=lambda intent: (intent.rank, intent.name))


def route(asked: Asked) -> Routed:
    """The reply to the turn. The last intent takes every turn: there is always one."""
    weighed = [(intent, intent.weigh(asked)) for intent in known_intents()]
    scores = {intent.name: weight.score for intent, weight in weighed}
    for intent, weight in weighed:
        if weight.takes and (reply := intent.follow(asked)):
            return Routed(reply, intent.name, scores)
    raise LookupError("no intent took the turn")


def hand_over(asked: Asked, reason: HandoverReason, *, sentence: str = "", model: ModelUse | None = None) -> Reply:
    """A person answers, and the customer is told so. The confidence is that of the answer that was not given."""
    confidence = asked.best.score if asked.best else 0.0
    return Reply(sentence or asked.settings.handover, "handover", confidence, handover=reason, model=model)
