"""The FAQ of an organisation, and the search that the assistant answers from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from domain.assistant.faq import FaqAdded, FaqChanged, FaqRemoved
from domain.fact import Fact
from projections.faq_language import clauses, plain
from projections.faq_scoring import Candidate, Heard, Vocabulary, score
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


@dataclass(frozen=True, slots=True)
class SearchableFaqRow(FaqRow):
    """An entry, with the plain words of its question and variants, and of its answer."""

    phrasings: list[str]
    reply: str


faqs = Projection(
    "faqs",
    SearchableFaqRow,
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
        phrasings       jsonb       NOT NULL,
        reply           text        NOT NULL,
        phrasing_lexemes jsonb      GENERATED ALWAYS AS (read.lexemes_of_each(phrasings)) STORED,
        lexemes          text[]     GENERATED ALWAYS AS (read.lexemes(phrasings)) STORED,
        reply_lexemes    text[]     GENERATED ALWAYS AS (read.lexemes(reply)) STORED,
        PRIMARY KEY (organisation_id, faq_id)
    )
    """,
    # Beside the entries that share a lexeme with the question, what their score needs of the whole FAQ: how rare
    # each lexeme is, and for a word that no entry has, the lexeme that it is most likely a misspelling of (few
    # people miss the first letter). The organisation is taken from the setting.
    functions="""
    CREATE OR REPLACE FUNCTION read.weigh_faqs(asked text[]) RETURNS jsonb
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = read, public, pg_catalog AS $$
    WITH entry AS MATERIALIZED (
        SELECT faq_id, phrasing_lexemes, lexemes, reply_lexemes
        FROM faqs WHERE organisation_id = ledger.current_organisation()
    ), vocabulary AS MATERIALIZED (
        SELECT lexeme, greatest(1, count(*) FILTER (WHERE in_phrasings)) AS entries
        FROM (SELECT unnest(lexemes) AS lexeme, true AS in_phrasings FROM entry
              UNION ALL SELECT unnest(reply_lexemes), false FROM entry) AS every
        GROUP BY lexeme
    ), asked_for AS MATERIALIZED (
        SELECT word, lexeme, EXISTS (SELECT FROM vocabulary v WHERE v.lexeme = stem.lexeme) AS known
        FROM unnest(asked) AS word CROSS JOIN LATERAL unnest(read.lexemes(word)) AS stem (lexeme)
    ), heard AS MATERIALIZED (
        SELECT word, coalesce(near.lexeme, asked_for.lexeme) AS lexeme, coalesce(near.likeness, 1) AS likeness
        FROM asked_for LEFT JOIN LATERAL (
            SELECT v.lexeme, similarity(v.lexeme, asked_for.lexeme) AS likeness
            FROM vocabulary v
            WHERE NOT asked_for.known AND left(v.lexeme, 1) = left(asked_for.lexeme, 1)
            ORDER BY likeness DESC, v.lexeme LIMIT 1
        ) AS near ON near.likeness >= 0.45 AND least(length(near.lexeme), length(asked_for.lexeme)) >= 3
    ), candidate AS MATERIALIZED (
        SELECT * FROM entry WHERE lexemes && (SELECT array_agg(lexeme) FROM heard)
    )
    SELECT jsonb_build_object(
        'entries', (SELECT count(*) FROM entry),
        'heard', (SELECT jsonb_object_agg(word, jsonb_build_array(lexeme, likeness)) FROM heard),
        'holding', (SELECT jsonb_object_agg(lexeme, entries) FROM vocabulary
                    WHERE lexeme IN (SELECT unnest(lexemes) FROM candidate UNION SELECT lexeme FROM heard)),
        'candidates', (SELECT jsonb_agg(jsonb_build_array(faq_id, phrasing_lexemes, reply_lexemes)) FROM candidate)
    )
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
    return SearchableFaqRow(
        organisation_id=fact.organisation_id,
        faq_id=event.faq_id,
        question=event.question,
        answer=event.answer,
        variants=list(event.variants),
        revision=revision,
        changed_at=fact.at,
        phrasings=[plain(phrasing) for phrasing in (event.question, *event.variants)],
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
    asked = clauses(question)
    scores = _scores(connection, asked) if asked else {}
    best = sorted(scores, key=lambda faq_id: (-scores[faq_id], faq_id))[:limit]
    rows = (
        connection.cursor(row_factory=class_row(FaqRow))
        .execute(f"{_ENTRIES} WHERE faq_id = ANY(%s)", [best])
        .fetchall()
        if best
        else []
    )
    by_id = {row.faq_id: row for row in rows}
    return [
        Match(faq_id, by_id[faq_id].revision, by_id[faq_id].question, by_id[faq_id].answer, scores[faq_id])
        for faq_id in best
        if faq_id in by_id
    ]


def _scores(connection: Connection[Any], asked: list[list[str]]) -> dict[UUID, float]:
    """The entries that share anything with the question, by their score."""
    words = list({word for clause in asked for word in clause})
    row = connection.execute("SELECT read.weigh_faqs(%s)", [words]).fetchone()
    assert row is not None
    weighed = {name: value or {} for name, value in row[0].items() if name != "entries"}
    vocabulary = Vocabulary(row[0]["entries"], weighed["holding"])
    heard = {word: Heard(*found) for word, found in weighed["heard"].items()}
    said = [[heard[word] for word in clause if word in heard] for clause in asked]
    scores = {
        UUID(faq_id): score(said, Candidate(UUID(faq_id), phrasings, frozenset(reply)), vocabulary)
        for faq_id, phrasings, reply in weighed["candidates"]
    }
    return {faq_id: value for faq_id, value in scores.items() if value > 0}
