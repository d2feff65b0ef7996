"""Why the assistant said that: its trace, with the FAQ and the settings as they were then, from the ledger."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from application.assistant.assistant import assistant_id
from application.ports.ledger import Ledger
from domain.assistant.faq import Faq, faq
from domain.assistant.settings import AssistantSettings, assistant_settings
from domain.conversations.answer import Answer, Candidate
from domain.conversations.events import (
    MessageDelivered,
    MessageDiscarded,
    MessageFailed,
    MessageQueued,
    MessageRead,
    MessageSent,
    SendAttempted,
    SendLeftUncertain,
    SendPostponed,
    SendSettled,
)
from domain.fact import Fact
from domain.refusal import refuse

STEPS: dict[type[Any], str] = {
    MessageQueued: "queued",
    SendAttempted: "attempted",
    SendPostponed: "postponed",
    SendLeftUncertain: "uncertain",
    SendSettled: "settled",
    MessageSent: "sent",
    MessageDelivered: "delivered",
    MessageRead: "read",
    MessageFailed: "failed",
    MessageDiscarded: "discarded",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the delivery. `label` is its French headline."""

    step: str
    label: str
    at: datetime
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class CandidateThen:
    """An entry of the FAQ as it was weighed, and whether it has changed or gone since."""

    faq_id: UUID
    revision: int
    score: float
    question: str
    answer: str
    changed: bool
    removed: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that a person needs to understand an answer."""

    message_id: UUID
    conversation_id: UUID
    sequence: int
    at: datetime
    answer: Answer
    candidates: Sequence[CandidateThen]
    settings: AssistantSettings
    delivery: Sequence[Step]


def explain(ledger: Ledger, organisation_id: UUID, message_id: UUID) -> Explanation:
    """The explanation of one answer. Refused for what is not an answer of the assistant."""
    stream = (organisation_id, message_id)
    facts = ledger.load([stream])[stream]
    if not facts:
        refuse("Ce message n'existe pas.", code="MESSAGE_UNKNOWN")
    queued = next((fact for fact in facts if isinstance(fact.event, MessageQueued)), None)
    if queued is None or queued.event.answer is None:
        refuse("Ce message n'est pas une réponse de l'assistant : il n'y a rien à expliquer.", code="NOT_AN_ANSWER")
    answer: Answer = queued.event.answer
    about = [(organisation_id, candidate.faq_id) for candidate in answer.candidates]
    set_by = (organisation_id, assistant_id(organisation_id))
    known = ledger.load([*about, set_by])
    return Explanation(
        message_id=message_id,
        conversation_id=queued.event.conversation_id,
        sequence=queued.sequence,
        at=queued.event.queued_at,
        answer=answer,
        candidates=[
            _then(candidate, known[organisation_id, candidate.faq_id], queued.sequence)
            for candidate in answer.candidates
        ],
        settings=assistant_settings.fold(fact.event for fact in _before(known[set_by], queued.sequence)),
        delivery=[_step(fact) for fact in facts if type(fact.event) in STEPS],
    )


def _then(candidate: Candidate, facts: Sequence[Fact[Any]], sequence: int) -> CandidateThen:
    """By the revision that was weighed; by the time, for answers of before revisions were kept."""
    today: Faq = faq.fold(fact.event for fact in facts)
    then = Faq()
    for fact in facts if candidate.revision is not None else _before(facts, sequence):
        if candidate.revision is not None and then.revision == candidate.revision:
            break
        then = faq.evolve(then, fact.event)
    return CandidateThen(
        faq_id=candidate.faq_id,
        revision=then.revision,
        score=candidate.score,
        question=then.question,
        answer=then.answer,
        changed=(today.question, today.answer) != (then.question, then.answer),
        removed=today.removed,
    )


def _before(facts: Iterable[Fact[Any]], sequence: int) -> list[Fact[Any]]:
    return [fact for fact in facts if fact.sequence < sequence]


def _step(fact: Fact[Any]) -> Step:
    event = fact.event
    return Step(
        step=STEPS[type(event)],
        label=event.headline,
        at=fact.happened_at,
        code=getattr(event, "code", ""),
        reason=getattr(event, "reason", ""),
    )
