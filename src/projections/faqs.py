"""The FAQ of an organisation, and the search that the assistant answers from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from domain.assistant.faq import FaqAdded, FaqChanged, FaqRemoved
from domain.fact import Fact
from projections.faq_language import clauses, cost_of_missing, plain, states
from projections.faq_scoring import Candidate, Heard, Question, Vocabulary
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


class SearchableFaqRow(NamedTuple):
    """An entry, with the plain words of its question and variants, which of them ask nothing, and of its answer."""

    organisation_id: UUID
    faq_id: UUID
    question: str
    answer: str
    variants: list[str]
    revision: int
    changed_at: datetime
    phrasings: list[str]
    statements: list[int]
    reply: str


faqs = Projection(
    "faqs",
    SearchableFaqRow,
    key=("organisation_id", "faq_id"),
    version=2,
    ddl="""
    CREATE TABLE {table} (
        organisation_id uuid        NOT NULL,
        faq_id          uuid        NOT NULL,
        question        text        NOT NULL,
        answer          text        NOT NULL,
        variants        jsonb       NOT NULL,
        revision        integer     NOT NULL,
        changed_at      timestamptz NOT NULL,
        phrasings       jsonb       NOT NULL,
        statements      jsonb       NOT NULL,
        reply           text        NOT NULL,
        phrasing_lexemes jsonb      GENERATED ALWAYS AS (read.lexemes_of_each(phrasings)) STORED,
        lexemes          text[]     GENERATED ALWAYS AS (read.lexemes(phrasings)) STORED,
        reply_lexemes    text[]     GENERATED ALWAYS AS (read.lexemes(reply)) STORED,
        PRIMARY KEY (organisation_id, faq_id)
    )
    """,
    # Beside the entries that share a lexeme with the question, what their score needs of the whole FAQ: how rare
    # each lexeme is, and for a word that no entry has, the lexeme of a question that it looks like (few people
    # misspell the first letter). The organisation is taken from the setting.
    functions="""
    CREATE OR REPLACE FUNCTION read.weigh_faqs(asked text[]) RETURNS jsonb
        LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = read, public, pg_catalog, pg_temp AS $$
    BEGIN RETURN (
    WITH entry AS MATERIALIZED (
        SELECT faq_id, phrasing_lexemes, statements, lexemes, reply_lexemes
        FROM faqs WHERE organisation_id = ledger.current_organisation()
    ), vocabulary AS MATERIALIZED (
        SELECT lexeme, count(*) AS entries FROM (SELECT unnest(lexemes) AS lexeme FROM entry) AS every GROUP BY lexeme
    ), stem AS MATERIALIZED (
        SELECT word, lexeme,
               EXISTS (SELECT FROM vocabulary v WHERE v.lexeme = each.lexeme)
               OR EXISTS (SELECT FROM entry WHERE each.lexeme = ANY(reply_lexemes)) AS known
        FROM unnest(asked) AS word CROSS JOIN LATERAL unnest(read.lexemes(word)) AS each (lexeme)
    ), heard AS MATERIALIZED (
        SELECT word, coalesce(near.lexeme, stem.lexeme) AS lexeme, coalesce((1 + near.alike) / 2, 1) AS likeness,
               known OR near.lexeme IS NOT NULL AS known
        FROM stem LEFT JOIN LATERAL (
            SELECT v.lexeme, similarity(v.lexeme, stem.lexeme) AS alike FROM vocabulary v
            WHERE NOT stem.known AND left(v.lexeme, 1) = left(stem.lexeme, 1)
              AND length(v.lexeme) >= 3 AND length(stem.lexeme) >= 3
            ORDER BY alike DESC, v.lexeme LIMIT 1
        ) AS near ON near.alike >= 0.4
    ), shared AS MATERIALIZED (
        SELECT lexeme, 1.0 / entries AS rarity FROM vocabulary WHERE lexeme IN (SELECT lexeme FROM heard)
    ), candidate AS MATERIALIZED (
        SELECT faq_id, phrasing_lexemes, lexemes, statements, reply_lexemes
        FROM entry CROSS JOIN LATERAL (SELECT sum(rarity) FROM shared WHERE lexeme = ANY(lexemes)) AS promise (rarity)
        WHERE rarity > 0 ORDER BY rarity DESC, faq_id LIMIT 50
    )
    SELECT jsonb_build_object(
        'entries', (SELECT count(*) FROM entry),
        'heard', (SELECT jsonb_object_agg(word, jsonb_build_array(lexeme, likeness, known)) FROM heard),
        'holding', (SELECT jsonb_object_agg(lexeme, entries) FROM vocabulary
                    WHERE lexeme IN (SELECT unnest(lexemes) FROM candidate)),
        'candidates', (SELECT jsonb_agg(jsonb_build_array(faq_id, phrasing_lexemes, statements, reply_lexemes))
                       FROM candidate)
    )); END;
    $$;
    REVOKE ALL ON FUNCTION read.weigh_faqs(text[]) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION read.weigh_faqs(text[]) TO {app}
    """,
)


@faqs.folds
def added(row: SearchableFaqRow | None, fact: Fact[FaqAdded]) -> SearchableFaqRow | None:
    """A new entry."""
    return _row(fact, revision=1)


@faqs.folds
def changed(row: SearchableFaqRow | None, fact: Fact[FaqChanged]) -> SearchableFaqRow | None:
    """Said differently."""
    return row and _row(fact, revision=fact.event.revision)


@faqs.folds
def removed(row: SearchableFaqRow | None, fact: Fact[FaqRemoved]) -> SearchableFaqRow | None:
    """No longer known."""
    return None


def _row(fact: Fact[FaqAdded] | Fact[FaqChanged], revision: int) -> SearchableFaqRow:
    event = fact.event
    phrasings = (event.question, *event.variants)
    return SearchableFaqRow(
        organisation_id=fact.organisation_id,
        faq_id=event.faq_id,
        question=event.question,
        answer=event.answer,
        variants=list(event.variants),
        revision=revision,
        changed_at=fact.at,
        phrasings=[plain(phrasing) for phrasing in phrasings],
        statements=[place for place, phrasing in enumerate(phrasings) if states(phrasing)],
        reply=plain(event.answer),
    )


_ENTRIES = "SELECT organisation_id, faq_id, question, answer, variants, revision, changed_at FROM faqs"


def entries(connection: Connection[Any]) -> list[FaqRow]:
    """The whole FAQ of the organisation, by question."""
    cursor = connection.cursor(row_factory=class_row(FaqRow))
    return cursor.execute(f"{_ENTRIES} ORDER BY lower(question), faq_id").fetchall()


def entry(connection: Connection[Any], faq_id: UUID) -> FaqRow | None:
    """One entry of the organisation."""
    cursor = connection.cursor(row_factory=class_row(FaqRow))
    return cursor.execute(f"{_ENTRIES} WHERE faq_id = %s", [faq_id]).fetchone()


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
    scores = _scores(connection, clauses(question), stated=states(question))
    best = sorted(scores, key=lambda faq_id: (-scores[faq_id], faq_id))[:limit]
    cursor = connection.cursor(row_factory=class_row(FaqRow))
    rows = cursor.execute(f"{_ENTRIES} WHERE faq_id = ANY(%s)", [best]).fetchall() if best else []
    matches = [Match(row.faq_id, row.revision, row.question, row.answer, scores[row.faq_id]) for row in rows]
    return sorted(matches, key=lambda match: best.index(match.faq_id))


def _scores(connection: Connection[Any], asked: list[list[str]], *, stated: bool) -> dict[UUID, float]:
    """The entries that have anything of the question, by their score."""
    words = list({word for clause in asked for word in clause})
    if not words:
        return {}
    row = connection.execute("SELECT read.weigh_faqs(%s)", [words]).fetchone()
    assert row is not None
    heard = {
        word: Heard(lexeme, likeness, cost_of_missing(word, known=known))
        for word, (lexeme, likeness, known) in (row[0]["heard"] or {}).items()
    }
    question = Question([[heard[word] for word in clause if word in heard] for clause in asked], stated=stated)
    vocabulary = Vocabulary(row[0]["entries"], row[0]["holding"] or {})
    scores = {
        UUID(faq_id): Candidate(phrasings, statements, reply, vocabulary).score(question)
        for faq_id, phrasings, statements, reply in row[0]["candidates"] or []
    }
    return {faq_id: value for faq_id, value in scores.items() if value > 0}
