"""Why the assistant said that, and what it would say today."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from psycopg import Connection
from pydantic import Field

from api.asking import Reader, reads
from api.routers.assistant import AssistantView, Simulated, simulate
from api.schemas import Fresh, View
from api.tracing import SOURCES, MatchThen, ModelView, NamedScore, handover_label, intent_label, model_view, scores
from application.assistant.why import Explanation, explain
from domain.conversations.answer import Source
from domain.refusal import refuse
from projections import thread
from projections.thread import MessageRow

router = APIRouter(prefix="/api/messages", tags=["Conversations"])

GONE = "Le contenu de ce message n'est plus là : il a été effacé."


class HeardView(View):
    """Un message du client auquel l'assistant a répondu, tel qu'il se lit aujourd'hui."""

    message_id: UUID
    at: datetime | None
    content: dict[str, Any] | None
    note: str = Field(description="Ce qu'il faut savoir quand le contenu n'est plus là.")


class WeighedView(MatchThen):
    """Une entrée de la FAQ telle qu'elle était alors."""

    changed: bool = Field(description="Vrai quand elle se lit autrement aujourd'hui.")
    removed: bool = Field(description="Vrai quand elle n'existe plus.")


class StepView(View):
    """Une étape de l'envoi."""

    step: str
    label: str
    at: datetime
    code: str
    reason: str


class Why(Fresh):
    """Pourquoi l'assistant a répondu cela."""

    message_id: UUID
    conversation_id: UUID
    sequence: int
    at: datetime
    text: str | None = Field(description="Ce qui a été dit ; vide une fois le client supprimé.")
    source: Source
    source_label: str
    intent: str
    intent_label: str
    intents: list[NamedScore]
    sentiment: float | None
    score: float
    confidence: float
    handover: str
    handover_label: str
    heard: list[HeardView]
    candidates: list[WeighedView]
    settings: AssistantView = Field(description="Les réglages tels qu'ils étaient alors.")
    model: ModelView | None
    delivery: list[StepView]


@router.get("/{message_id}/why", summary="Pourquoi l'assistant a répondu cela")
def explain_answer(message_id: UUID, reader: Annotated[Reader, reads("conversations.read")]) -> Why:
    """Les messages du client, ce qui a été pesé, la FAQ et les réglages tels qu'ils étaient, et l'envoi."""
    found = explain(reader.services.ledger, reader.who.organisation_id, message_id)
    with reader.session() as connection:
        said = thread.message(connection, message_id)
        heard = [_heard(connection, one) for one in found.answer.in_reply_to]
    return _why(found, said, heard).model_copy(update={"stale": reader.stale})


@router.post("/{message_id}/replay-answer", summary="Rejouer avec la FAQ d'aujourd'hui")
def replay_answer(message_id: UUID, reader: Annotated[Reader, reads("assistant.try")]) -> Simulated:
    """Ce que l'assistant répondrait aujourd'hui aux mêmes messages, sans modèle. Rien n'est envoyé ni enregistré."""
    found = explain(reader.services.ledger, reader.who.organisation_id, message_id)
    with reader.session() as connection:
        heard = [_heard(connection, one) for one in found.answer.in_reply_to]
    if all(one.content is None for one in heard):
        refuse("Les messages du client ont été effacés : il n'y a plus rien à rejouer.", code="QUESTION_ERASED")
    return simulate(reader, _words(heard), with_model=False)


def _why(found: Explanation, said: MessageRow | None, heard: Sequence[HeardView]) -> Why:
    answer = found.answer
    return Why(
        message_id=found.message_id,
        conversation_id=found.conversation_id,
        sequence=found.sequence,
        at=found.at,
        text=_text((said and said.content) or {}) or None,
        source=answer.source,
        source_label=SOURCES[answer.source],
        intent=answer.intent,
        intent_label=intent_label(answer.intent),
        intents=scores({one.name: one.score for one in answer.intents}),
        sentiment=answer.sentiment,
        score=answer.score,
        confidence=answer.confidence,
        handover=answer.handover,
        handover_label=handover_label(answer.handover),
        heard=list(heard),
        candidates=[WeighedView.model_validate(one) for one in found.candidates],
        settings=AssistantView.model_validate(found.settings),
        model=model_view(answer.model),
        delivery=[StepView.model_validate(step) for step in found.delivery],
    )


def _heard(connection: Connection[Any], message_id: UUID) -> HeardView:
    row = thread.message(connection, message_id)
    content = row.content if row else None
    return HeardView(message_id=message_id, at=row.at if row else None, content=content, note="" if content else GONE)


def _words(heard: Sequence[HeardView]) -> str:
    return "\n".join(text for one in heard if (text := _text(one.content or {}).strip()))


def _text(content: dict[str, Any]) -> str:
    """What a content says in words: the body of a text, the caption of a file, the title of a choice."""
    return str(content.get("body") or content.get("caption") or content.get("title") or "")
