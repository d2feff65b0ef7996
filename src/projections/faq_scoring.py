"""How well an entry of the FAQ answers a question: from 0 (not at all) to 1 (it is the question).

A lexeme weighs the more, the fewer entries hold it, as in TF-IDF (Spärck Jones, 1972), and more yet in an
entry most of whose phrasings hold it: it is the subject. The score of a clause is the F-measure (van
Rijsbergen, 1979) of two shares of weight: how much of the clause the entry accounts for, and how much of the
entry's nearest phrasing the clause says. The constants were tuned on the questions of the test.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

IN_THE_ANSWER = 0.5  # what a lexeme counts for when only the answer has it
SUBJECT = 1.0  # what being in every phrasing adds to a weight
SAID_RATHER_THAN_WHOLE = 0.7  # beta of the F-measure: a short question need not say the whole phrasing
ASIDE = 0.75  # what a clause loses when the entry accounts for nothing else in the question
UNASKED = 0.4  # what is left when the customer only tells something, and the phrasing asks
CIRCUMSTANCES = frozenset({"jour"})  # they tell no subject from another


@dataclass(frozen=True, slots=True)
class Heard:
    """The lexeme that a word of the customer is, how alike they are (0 to 1), and what missing it costs an entry."""

    lexeme: str
    likeness: float
    missed: float = 1.0


Said = Mapping[str, Heard]


class Question:
    """What the customer said, clause by clause. `stated`: it only tells something."""

    def __init__(self, clauses: Sequence[Sequence[Heard]], *, stated: bool = False) -> None:
        self.whole = _strongest(heard for clause in clauses for heard in clause)
        self.parts = [_strongest(clause) for clause in clauses] if len(clauses) > 1 else []
        self.stated = stated


class Vocabulary:
    """The lexemes of the questions of an organisation's entries. `holding` is in how many of them each one is."""

    def __init__(self, entries: int, holding: Mapping[str, int]) -> None:
        self._rarities = {lexeme: log(1 + entries / count) for lexeme, count in holding.items()}
        self._rarest = log(1 + entries)

    def rarity(self, lexeme: str) -> float:
        """What the lexeme tells. One that no question holds tells as much as one that a single entry holds."""
        return self._rarities.get(lexeme, self._rarest)


class Candidate:
    """An entry in lexemes: its phrasings (the question and its variants), and its answer.

    `statements` are the places of the phrasings that only tell something (« j'ai une fuite »).
    """

    def __init__(
        self,
        phrasings: Sequence[Sequence[str]],
        statements: Collection[int],
        answer: Collection[str],
        vocabulary: Vocabulary,
    ) -> None:
        self._vocabulary = vocabulary
        self._answer = frozenset(answer)
        held_by = Counter(lexeme for phrasing in phrasings for lexeme in phrasing)
        self._weights = {
            lexeme: vocabulary.rarity(lexeme) * (1 + SUBJECT * (count - 1) / len(phrasings))
            for lexeme, count in held_by.items()
        }
        self._phrasings = [
            (frozenset(phrasing), sum(self._weights[lexeme] for lexeme in phrasing), place in statements)
            for place, phrasing in enumerate(phrasings)
        ]

    def score(self, question: Question) -> float:
        """How well it answers the question as a whole, or the best clause of it."""
        accounted = self._accounted(question.whole)
        whole = self._score(question.whole, accounted, question.stated)
        parts = (self._score(part, self._accounted(part), question.stated) for part in question.parts)
        return round(max(whole, max(parts, default=0.0) * (1 - ASIDE * (1 - accounted))), 3)

    def _score(self, said: Said, accounted: float, stated: bool) -> float:
        if not self._weights.keys() & said.keys() - CIRCUMSTANCES:
            return 0.0
        return max(
            _both(accounted, sum(self._weights[lexeme] * said[lexeme].likeness for lexeme in common) / whole)
            * (UNASKED if stated and not states else 1.0)
            for phrasing, whole, states in self._phrasings
            if (common := phrasing & said.keys())
        )

    def _accounted(self, said: Said) -> float:
        """The share of what was said that the entry accounts for."""
        found = missed = 0.0
        for lexeme, heard in said.items():
            there = heard.likeness * self._presence(lexeme)
            weight = self._weights.get(lexeme) or self._vocabulary.rarity(lexeme)
            found += weight * there
            missed += weight * (1 - there) * heard.missed
        return found / (found + missed) if found else 0.0

    def _presence(self, lexeme: str) -> float:
        if lexeme in self._weights:
            return 1.0
        return IN_THE_ANSWER if lexeme in self._answer else 0.0


def _strongest(clause: Iterable[Heard]) -> Said:
    """Each lexeme once, as it is best heard."""
    return {heard.lexeme: heard for heard in sorted(clause, key=lambda heard: heard.likeness)}


def _both(accounted: float, told: float) -> float:
    square = SAID_RATHER_THAN_WHOLE**2
    return (1 + square) * accounted * told / (square * accounted + told)
