"""Whether a price or a promise is said of what the house said it of: « gratuit » may be true of the quote only."""

import re
from collections.abc import Callable, Iterator

from domain.folding import fold

STEM = 5  # letters that tell a word, whatever its ending

_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_CLAUSE = re.compile(r"[,;:()]\s|\s[–—-]\s|[.!?]\s")
_WORD = re.compile(r"[a-z]{4,}")
_EMPTY = frozenset(
    {"avec", "pour", "vous", "nous", "votre", "notre", "vos", "sont", "etes", "etre", "dans", "tous", "tout", "toute"}
    | {"toutes", "cette", "elle", "elles", "mais", "plus", "aussi", "bien", "donc", "leur", "leurs", "sans", "sous"}
    | {"chez", "alors", "cela", "comme", "euros", "euro", "cent", "sera", "seront", "avez", "avons", "droit", "oui"}
    | {"bonjour", "partir", "environ", "seulement", "encore", "tres", "fait", "faire", "peut", "pouvez", "ainsi"}
)


def misattributed(answer: str, house: str, question: str, marks: Callable[[str], set[str]]) -> bool:
    """Whether a mark (a price, a word that promises) stands in the answer with nothing that it stands with at home.

    An answer that only says « oui, c'est gratuit » is about what was asked.
    """
    if not marks(answer):
        return False
    at_home = [(marks(unit), _subjects(unit, marks)) for unit in _units(house, marks)]
    whole = _subjects(answer, marks) or _subjects(question, marks)
    for clause in _CLAUSE.split(f"{answer} "):
        about = _subjects(clause, marks) or whole
        for mark in marks(clause):
            if not any(mark in there and about & subjects for there, subjects in at_home):
                return True
    return False


def _units(house: str, marks: Callable[[str], set[str]]) -> Iterator[str]:
    """The clauses of the house that have a mark, or the whole sentence when such a clause names nothing."""
    for sentence in _SENTENCE.split(house):
        for clause in _CLAUSE.split(f"{sentence} "):
            if marks(clause):
                yield clause if _subjects(clause, marks) else sentence


def _subjects(text: str, marks: Callable[[str], set[str]]) -> set[str]:
    """The words that say what a text is about, by their beginnings."""
    own = marks(text)
    return {word[:STEM] for word in _WORD.findall(fold(text)) if word not in _EMPTY and word[:STEM] not in own}
