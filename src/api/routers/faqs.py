"""The FAQ: the answers that the assistant knows, and what it would find for a question."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Query, status
from pydantic import ConfigDict, Field

from api.asking import Caller, Reader, acts, made_of, reads
from api.schemas import Done, Fresh, Input, Listing, View, Words
from domain.assistant.faq import AddFaq, ChangeFaq, RemoveFaq
from projections import faqs

router = APIRouter(prefix="/api/faqs", tags=["Assistant"])

UNKNOWN = ("Cette question n'existe pas.", "FAQ_UNKNOWN")


class FaqView(View):
    """Une question et sa réponse."""

    faq_id: UUID
    question: str
    answer: str
    variants: list[str]
    revision: int
    changed_at: datetime


class OneFaq(FaqView, Fresh):
    """Une question et sa réponse."""


class FaqInput(Input):
    """Une question, d'autres façons de la poser, et la réponse."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "question": "Quels sont vos horaires ?",
                "answer": "Du lundi au vendredi, de 9 h à 18 h.",
                "variants": ["Vous ouvrez à quelle heure ?"],
            }
        }
    )

    question: str
    answer: str
    variants: tuple[str, ...] = ()


class FaqDone(Done):
    """La question est ajoutée."""

    faq_id: UUID


class MatchView(View):
    """Une réponse possible, avec sa note de 0 à 1."""

    faq_id: UUID
    revision: int
    question: str
    answer: str
    score: float = Field(ge=0, le=1)


@router.get("", summary="La FAQ")
def list_faqs(reader: Annotated[Reader, reads("assistant.read")]) -> Listing[FaqView]:
    """Toutes les questions, par ordre alphabétique."""
    with reader.session() as connection:
        return reader.all(FaqView, faqs.entries(connection))


@router.get("/search", summary="Essayer une question")
def search_faqs(
    reader: Annotated[Reader, reads("assistant.read")],
    question: Annotated[Words, Query(min_length=1, max_length=1000)],
    limit: Annotated[int, Query(ge=1, le=20)] = 3,
) -> Listing[MatchView]:
    """Ce que l'assistant trouverait pour cette question, la meilleure réponse d'abord."""
    with reader.session() as connection:
        return reader.all(MatchView, faqs.search(connection, question, limit))


@router.get("/{faq_id}", summary="Une question de la FAQ")
def show_faq(faq_id: UUID, reader: Annotated[Reader, reads("assistant.read")]) -> OneFaq:
    """La question et sa réponse."""
    with reader.session() as connection:
        return reader.one(OneFaq, faqs.entry(connection, faq_id), *UNKNOWN)


@router.post("", summary="Ajouter à la FAQ", status_code=status.HTTP_201_CREATED)
def add_faq(
    new: FaqInput,
    caller: Annotated[Caller, acts("assistant.configure")],
    idempotency_key: Annotated[str | None, Header(alias="Idempotency-Key", min_length=1, max_length=200)] = None,
) -> FaqDone:
    """Apprend une réponse à l'assistant. Avec une clé d'idempotence, un nouvel essai n'ajoute rien."""
    faq_id = made_of(caller.who.organisation_id, caller.who.user_id, "faq", idempotency_key)
    done = caller.execute(AddFaq(faq_id=faq_id, question=new.question, answer=new.answer, variants=new.variants))
    return FaqDone(faq_id=faq_id, sequence=done.sequence)


@router.put("/{faq_id}", summary="Modifier une question de la FAQ")
def change_faq(faq_id: UUID, new: FaqInput, caller: Annotated[Caller, acts("assistant.configure")]) -> Done:
    """Remplace la question, sa réponse et ses variantes."""
    return caller.execute(ChangeFaq(faq_id=faq_id, question=new.question, answer=new.answer, variants=new.variants))


@router.delete("/{faq_id}", summary="Retirer de la FAQ")
def remove_faq(faq_id: UUID, caller: Annotated[Caller, acts("assistant.configure")]) -> Done:
    """L'assistant ne donne plus cette réponse."""
    return caller.execute(RemoveFaq(faq_id=faq_id))
