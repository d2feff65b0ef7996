"""The FAQ of an organisation, and the search that the assistant answers from."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from domain.assistant.faq import FaqAdded, FaqChanged, FaqRemoved
from domain.fact import Fact
from projections.projection import Projection


@dataclass(frozen=True, slots=True)
class FaqRow:
    """One entry. `revision` grows with each change."""

    organisation_id: UUID
    faq_id: UUID
    question: str
    answer: str
    variants: list[str]
    revision: int
    changed_at: datetime


faqs = Projection(
    "faqs",
    FaqRow,
    key=("organisation_id", "faq_id"),
    ddl="""
    CREATE TABLE {table} (
        organisation_id uuid        NOT NULL,
        faq_id          uuid        NOT NULL,
        question        text        NOT NULL,
        answer          text        NOT NULL,
        variants        jsonb       NOT NULL,
        revision        integer     NOT NULL,
        changed_at      timestamptz NOT NULL,
        PRIMARY KEY (organisation_id, faq_id)
    )
    """,
)


@faqs.folds
def added(row: FaqRow | None, fact: Fact[FaqAdded]) -> FaqRow | None:
    """A new entry."""
    event = fact.event
    return FaqRow(fact.organisation_id, event.faq_id, event.question, event.answer, list(event.variants), 1, fact.at)


@faqs.folds
def changed(row: FaqRow | None, fact: Fact[FaqChanged]) -> FaqRow | None:
    """Said differently."""
    event = fact.event
    return row and replace(
        row,
        question=event.question,
        answer=event.answer,
        variants=list(event.variants),
        revision=event.revision,
        changed_at=fact.at,
    )


@faqs.folds
def removed(row: FaqRow | None, fact: Fact[FaqRemoved]) -> FaqRow | None:
    """No longer known."""
    return None


def entries(connection: Connection[Any]) -> list[FaqRow]:
    """The whole FAQ of the organisation, by question."""
    cursor = connection.cursor(row_factory=class_row(FaqRow))
    return cursor.execute("SELECT * FROM faqs ORDER BY lower(question), faq_id").fetchall()


def entry(connection: Connection[Any], faq_id: UUID) -> FaqRow | None:
    """One entry of the organisation."""
    cursor = connection.cursor(row_factory=class_row(FaqRow))
    return cursor.execute("SELECT * FROM faqs WHERE faq_id = %s", [faq_id]).fetchone()


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that may answer a question, with a score from 0 to 1."""

    faq_id: UUID
    revision: int
    question: str
    answer: str
    score: float


def search(connection: Connection[Any], question: str, limit: int = 3) -> list[Match]:
    """The entries that answer the question best, best first. The question may hold several messages, on lines."""
    raise NotImplementedError
