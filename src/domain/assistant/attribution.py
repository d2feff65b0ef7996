"""Whether a price, a promise or an hour is said of what the house said it of: « gratuit » may be the quote only."""

import re
from collections.abc import Callable, Iterator

from domain.folding import fold

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
STEM = 5  # letters that tell a word, whatever its ending

_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_CLAUSE = re.compile(r"[,;:()]\s|\s[–—-]\s|[.!?]\s")
_DAY = re.compile("|".join(DAYS))
_FROM_TO = re.compile(rf"({'|'.join(DAYS)}) (?:au|a|jusqu'au) ({'|'.join(DAYS)})")
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


def on_another_day(answer: str, house: str, times: Callable[[str], set[str]]) -> bool:
    """Whether an hour is said of a day that no sentence of the house says it of. « Du lundi au jeudi » is four days."""
    at_home = [(times(sentence), _days(sentence)) for sentence in _SENTENCE.split(house)]
    for sentence in _SENTENCE.split(answer):
        days = _days(sentence)
        for time in times(sentence):
            if days and not any(time in there and days <= of_home for there, of_home in at_home):
                return True
    return False


def _days(text: str) -> set[int]:
    """The days of the week that a text names, 0 to 6."""
    plain = fold(text)
    days = {DAYS.index(name) for name in _DAY.findall(plain)}
    for first, last in _FROM_TO.findall(plain):
        start = DAYS.index(first)
        days |= {(start + ahead) % 7 for ahead in range((DAYS.index(last) - start) % 7 + 1)}
    return days


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
