"""How much of an answer is held by what the organisation wrote: the evidence that bounds what a model claims."""

from collections.abc import Iterator

from domain.assistant.figures import Figures, figures
from domain.assistant.guards import Evidence
from projections.faq_language import plain
from projections.faq_lexicon import COMMON

FIGURE = 2.0  # a figure weighs as much as two words
ECHO = 0.5  # what an echo of the customer costs: it says nothing false, and proves nothing
STEM = 5  # letters that tell a word, whatever its ending

_COURTESY = frozenset(
    {"hesitez", "hesiter", "ravi", "ravie", "ravis", "heureux", "aider", "aide", "volontiers", "bienvenue", "effet"}
    | {"contacter", "contactez", "information", "disposition", "souhaitez", "pouvons", "proposons", "concernant"}
    | {"notamment", "egalement", "parfait", "sur", "reponse"}
)


def grounding(answer: str, evidence: Evidence) -> float:
    """From 0 to 1: the share of its words and figures that the organisation's own hold.

    Words that only the customer said count half against it. An answer that claims nothing at all is 1.
    """
    said, house, asked = figures(answer), _all(figures(evidence.house)), _all(figures(evidence.question))
    own, customers = set(_stems(evidence.house)), set(_stems(evidence.question))
    found = missed = 0.0
    for stem in set(_stems(answer)):
        found += stem in own
        missed += 0.0 if stem in own else ECHO if stem in customers else 1.0
    for figure in _all(said):
        found += FIGURE * (figure in house)
        missed += 0.0 if figure in house else FIGURE * (ECHO if figure in asked else 1.0)
    return round(found / (found + missed), 3) if found + missed else 1.0


def _stems(text: str) -> Iterator[str]:
    for word in plain(text).split():
        if word not in COMMON and word not in _COURTESY:
            yield word[:STEM].rstrip("sxe")


def _all(found: Figures) -> frozenset[str]:
    return found.emails | found.links | found.phones | found.prices | found.times | found.all_numbers
