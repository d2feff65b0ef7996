"""What a customer's French comes down to: the words that tell one subject from another, each in one form.

The projector reduces the entries of the FAQ with it and the search reduces the question, so that both speak
alike. What it gives is kept in rows: count up the version of the projection `faqs` when it changes.
"""

import re

from domain.folding import fold
from projections.faq_lexicon import (
    ABBREVIATIONS,
    ASKING,
    COMMON,
    GRIEVANCES,
    SILENT,
    STATING,
    SUBJECTS,
    TURNS_OF_PHRASE,
)

LONGEST = 60  # words of a question that are looked at; a longer message keeps its beginning
GRIEVANCE = 5.0  # a person must answer, whatever else is asked

_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
_INVERSION = re.compile(r"(?<!rendez)-(?:t-)?(?:ils?|elles?|on|je|tu|vous)\b", re.IGNORECASE)
_FIGURE = re.compile(r"[0-9]+(h|e|er|eme)?[0-9]*")
_BETWEEN_CLAUSES = re.compile(r"[\n.?!;:,…()]+|\b(?:mais|car|et|pour|parce que|puisque|afin)\b", re.IGNORECASE)
_REFUSED = re.compile(r"\bn(?:e |['’])(?:veu[xt]|voulais|souhaite|cherche|demande|parle)s? pas\b.*", re.IGNORECASE)


def plain(text: str) -> str:
    """``"Bjr, vs ouvré à kel heure le dimanche ?"`` → ``"ouvert horaire jour"``"""
    words = (word for word in _spelled(text).split() if word not in SILENT and not _FIGURE.fullmatch(word))
    return " ".join(map(_subject, words))


def states(text: str) -> bool:
    """Whether the text only tells something, neither asking nor requesting: few of those are for the FAQ."""
    spelled = _spelled(text)
    asks = "?" in text or _INVERSION.search(text) or ASKING.search(spelled)
    return not asks and STATING.search(spelled) is not None


def clauses(question: str) -> list[list[str]]:
    """The words of each part of a question that may hold several, in order. What is refused is not asked."""
    asked: list[list[str]] = []
    room = LONGEST
    for part in _BETWEEN_CLAUSES.split(question):
        words = plain(_REFUSED.sub("", part)).split()[:room]
        room -= len(words)
        if words:
            asked.append(words)
    return asked


def cost_of_missing(word: str, *, known: bool) -> float:
    """How much an entry that has not the word should answer the less for it. `known`: another entry has it."""
    if word in COMMON:
        return 0.5 if known else 0.0
    return GRIEVANCE if GRIEVANCES.fullmatch(word) and not known else 1.0


def _spelled(text: str) -> str:
    """Folded, without punctuation, abbreviations in full, turns of phrase in a word."""
    letters = _NOT_A_WORD.sub(" ", fold(text))
    spelled = " ".join(ABBREVIATIONS.get(word, word) for word in letters.split())
    for pattern, instead in TURNS_OF_PHRASE:
        spelled = pattern.sub(instead, spelled)
    return spelled


def _subject(word: str) -> str:
    return next((subject for subject, forms in SUBJECTS if forms.fullmatch(word)), word)
