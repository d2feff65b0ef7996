"""An entry of the FAQ: a question, other ways to ask it, and the answer that the assistant gives."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from domain.decider import Decider
from domain.event import Command, Event
from domain.refusal import refuse

MAX_QUESTION = 300
MAX_ANSWER = 4096  # what one WhatsApp message can hold
MAX_VARIANTS = 20


class AssistantEvent(Event, context="assistant"):
    """Facts about what the assistant knows and how it behaves."""


class FaqAdded(AssistantEvent):
    """Question ajoutée à la FAQ : {question}"""

    faq_id: UUID
    question: str
    answer: str
    variants: tuple[str, ...] = ()


class FaqChanged(AssistantEvent):
    """Question de la FAQ modifiée : {question}"""

    faq_id: UUID
    question: str
    answer: str
    variants: tuple[str, ...] = ()
    revision: int


class FaqRemoved(AssistantEvent):
    """Question retirée de la FAQ"""

    faq_id: UUID


class AddFaq(Command):
    """Teach the assistant an answer."""

    faq_id: UUID
    question: str
    answer: str
    variants: tuple[str, ...] = ()


class ChangeFaq(Command):
    """Say it differently."""

    faq_id: UUID
    question: str
    answer: str
    variants: tuple[str, ...] = ()


class RemoveFaq(Command):
    """Forget it."""

    faq_id: UUID


@dataclass(frozen=True, slots=True)
class Faq:
    """The entry as it stands. `revision` starts at 1."""

    question: str = ""
    answer: str = ""
    variants: tuple[str, ...] = ()
    revision: int = 0
    removed: bool = False


faq = Decider(Faq, identify="faq_id")


@faq.decides
def add(state: Faq, command: AddFaq) -> Iterator[Event]:
    """Once per id."""
    _check(command)
    if state.revision == 0:
        yield FaqAdded(
            faq_id=command.faq_id,
            question=command.question.strip(),
            answer=command.answer.strip(),
            variants=_clean(command.variants),
        )


@faq.decides
def change(state: Faq, command: ChangeFaq) -> Iterator[Event]:
    """Quiet when nothing differs."""
    _refuse_absent(state)
    _check(command)
    after = (command.question.strip(), command.answer.strip(), _clean(command.variants))
    if after != (state.question, state.answer, state.variants):
        yield FaqChanged(
            faq_id=command.faq_id,
            question=after[0],
            answer=after[1],
            variants=after[2],
            revision=state.revision + 1,
        )


@faq.decides
def remove(state: Faq, command: RemoveFaq) -> Iterator[Event]:
    """Quiet when already gone."""
    if state.revision == 0:
        refuse("Cette question n'existe pas.", code="FAQ_UNKNOWN")
    if not state.removed:
        yield FaqRemoved(faq_id=command.faq_id)


def _refuse_absent(state: Faq) -> None:
    if state.revision == 0 or state.removed:
        refuse("Cette question n'existe pas.", code="FAQ_UNKNOWN")


def _check(command: AddFaq | ChangeFaq) -> None:
    if not command.question.strip():
        refuse("Écrivez la question.", code="FAQ_QUESTION_EMPTY", field="question")
    if not command.answer.strip():
        refuse("Écrivez la réponse.", code="FAQ_ANSWER_EMPTY", field="answer")
    if len(command.question) > MAX_QUESTION:
        refuse(f"La question dépasse {MAX_QUESTION} caractères.", code="FAQ_QUESTION_TOO_LONG", field="question")
    if len(command.answer) > MAX_ANSWER:
        refuse(f"La réponse dépasse {MAX_ANSWER} caractères.", code="FAQ_ANSWER_TOO_LONG", field="answer")
    if len(command.variants) > MAX_VARIANTS:
        refuse(f"Au plus {MAX_VARIANTS} autres formulations.", code="FAQ_TOO_MANY_VARIANTS", field="variants")
    if any(len(variant) > MAX_QUESTION for variant in command.variants):
        refuse(f"Une formulation dépasse {MAX_QUESTION} caractères.", code="FAQ_QUESTION_TOO_LONG", field="variants")


def _clean(variants: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(variant.strip() for variant in variants if variant.strip()))


@faq.evolves
def added(state: Faq, event: FaqAdded) -> Faq:
    """Known."""
    return replace(state, question=event.question, answer=event.answer, variants=event.variants, revision=1)


@faq.evolves
def changed(state: Faq, event: FaqChanged) -> Faq:
    """Known differently."""
    return replace(
        state, question=event.question, answer=event.answer, variants=event.variants, revision=event.revision
    )


@faq.evolves
def removed(state: Faq, event: FaqRemoved) -> Faq:
    """Gone."""
    return replace(state, removed=True)
