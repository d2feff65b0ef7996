"""What an answer of a model may never say, whatever its prompt was and whoever wrote the question."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from domain.assistant.attribution import STEM, misattributed, on_another_day
from domain.assistant.figures import figures
from domain.assistant.spoken import MAX_ANSWER
from domain.folding import fold

GUARDS = {
    "too_long": "La réponse est trop longue.",
    "invisible": "La réponse contient des caractères invisibles.",
    "script": "La réponse contient des lettres d'un autre alphabet.",
    "markup": "La réponse contient une mise en forme ou du code.",
    "encoded": "La réponse contient un texte codé ou épelé.",
    "canary": "La réponse révèle le repère interne.",
    "rules_told": "La réponse récite les règles de l'assistant.",
    "business_told": "La réponse récite le contexte de l'activité.",
    "link": "La réponse donne un lien que l'organisation n'a pas écrit.",
    "email": "La réponse donne une adresse e-mail que l'organisation n'a pas écrite.",
    "phone": "La réponse donne un numéro que l'organisation n'a pas écrit.",
    "price": "La réponse donne un prix ou un pourcentage que l'organisation n'a pas écrit.",
    "price_of_another": "La réponse donne à une chose le prix d'une autre.",
    "hour": "La réponse donne une heure que l'organisation n'a pas écrite.",
    "hour_of_another": "La réponse donne à un jour les heures d'un autre.",
    "figure": "La réponse donne un chiffre qui n'est écrit nulle part.",
    "promise": "La réponse promet ce que l'organisation n'a pas promis.",
    "human": "La réponse se fait passer pour une personne.",
    "persona": "La réponse joue un autre rôle que celui de l'assistant.",
}
"""Each guard, and what it says of the answer it refused."""

RULES_RUN = 7  # words in a row that are the rules' own: nobody says them by chance
BUSINESS_RUN, BUSINESS_MOST = 6, 20  # a sentence of the context may be said, not the whole of it
LONGEST_WORD = 40  # characters, links apart: beyond it is code
CANARY_PART = 8  # characters of the canary that are enough to know it

_MARKUP = re.compile(r"[<>{}`\\]|\]\s*\(|!\[|\*\*|^#{1,6} |javascript:|data:\w+/", re.MULTILINE)
_HIDDEN_LINK = re.compile(
    r"\[\.\]|\(\.\)|\b(?:dot|point) ?(?:com|fr|net|org|io|ru|ly)\b|[\[( ](?:dot|at|arobase)[\]) ]"
)
_UNSEEN = ("Co", "Cn", "Cs")
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
    "|(?<=\\w)[\u0300-\u036f\u200d\ufe00-\ufe0f]|\u200d(?=\\w)"
)
_ALPHABET = (
    "LATIN SMALL LETTER",
    "LATIN CAPITAL LETTER",
    "LATIN SMALL LIGATURE",
    "FEMININE ORDINAL",
    "MASCULINE ORDINAL",
)
_SPELLED = re.compile(r"(?:\b\w\b[\s.\-_]+){6,}\w\b")
_HUMAN = re.compile(
    r"\b(suis|ici|c est) (bien |vraiment |moi meme )*(un |une |le |la )?(vraie? )?"
    r"(humain|humaine|etre humain|personne reelle|vraie personne|personne|patron|patronne|gerante?|conseiller"
    r"|conseillere"
    r"|employee?|estheticienne|plombier|responsable)\b|\ben chair et en os\b"
    r"|\b(pas|ni) (un |une |d )?(robot|bot|ia|machine|assistant|intelligence artificielle|programme|automate)\b"
    r"|\bi am (a |an )?(real )?(human|person|man|woman)\b|\bnot (a |an )?(bot|robot|ai|machine)\b"
)
_PERSONA = re.compile(
    r"\b(dan|mode developpeur|developer mode|debug|jailbreak\w*|sans (aucune )?(restrictions?|filtres?|limites?"
    r"|regles?)"
    r"|system prompt|prompt systeme|mes (instructions|consignes|regles)|my instructions)\b"
)
_PROMISE = re.compile(
    r"\b(gratui\w+|offert(e|s|es)?|offr(e|ons|ez|ir)|remises?|reductions?|rabais|promo\w*|soldes?|ristournes?"
    r"|bons? d achat"
    r"|rembours\w+|indemni\w+|dedommag\w+|garanti\w*|codes?|cadeaux?|discounts?|free|coupons?|credits?)\b"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an answer is held against.

    `house` is what the organisation wrote: its name, `business` (its context), and `told`, the entries of the FAQ that
    were found, which are made to be said. `question` is what the customer wrote.
    """

    house: str
    told: str
    business: str
    question: str
    rules: str
    canary: str


def refusals(answer: str, evidence: Evidence) -> tuple[str, ...]:
    """The codes of the guards that refuse the answer, none when it may be said."""
    return tuple(dict.fromkeys([*_of_form(answer), *_of_secrets(answer, evidence), *_of_matter(answer, evidence)]))


def _of_form(answer: str) -> Iterator[str]:
    if len(answer) > MAX_ANSWER:
        yield "too_long"
    if _INVISIBLE.search(answer) or any(unicodedata.category(letter) in _UNSEEN for letter in answer):
        yield "invisible"
    if not all(unicodedata.name(letter, "").startswith(_ALPHABET) for letter in answer if letter.isalpha()):
        yield "script"
    if _MARKUP.search(answer):
        yield "markup"
    if _SPELLED.search(answer) or any(len(word) > LONGEST_WORD for word in re.findall(r"[\w+/=-]+", answer)):
        yield "encoded"


def _of_secrets(answer: str, evidence: Evidence) -> Iterator[str]:
    squashed = re.sub(r"[^a-z0-9]", "", fold(answer))
    canary = evidence.canary.casefold()
    parts = {canary[start : start + CANARY_PART] for start in range(len(canary) - CANARY_PART + 1)}
    if any(part in squashed or part[::-1] in squashed for part in parts):
        yield "canary"
    if _shared(answer, evidence.rules, evidence.told, RULES_RUN):
        yield "rules_told"
    if _shared(answer, evidence.business, evidence.told, BUSINESS_RUN) >= BUSINESS_MOST:
        yield "business_told"


def _of_matter(answer: str, evidence: Evidence) -> Iterator[str]:
    said, house, asked = figures(answer), figures(evidence.house), figures(evidence.question)
    if said.links - house.links or _HIDDEN_LINK.search(fold(answer)):
        yield "link"
    if said.emails - house.emails:
        yield "email"
    if said.phones - house.phones:
        yield "phone"
    if said.times - house.times:
        yield "hour"
    elif on_another_day(answer, evidence.house, _times):
        yield "hour_of_another"
    if said.numbers - house.all_numbers - asked.all_numbers:
        yield "figure"
    if said.prices - house.prices:
        yield "price"
    elif misattributed(answer, evidence.house, evidence.question, _prices):
        yield "price_of_another"
    if misattributed(answer, evidence.house, evidence.question, _promises):
        yield "promise"
    spoken = " ".join(_words(answer))
    if _HUMAN.search(spoken):
        yield "human"
    if _PERSONA.search(spoken):
        yield "persona"


def _times(text: str) -> set[str]:
    return set(figures(text).times)


def _prices(text: str) -> set[str]:
    return set(figures(text).prices)


def _promises(text: str) -> set[str]:
    return {found[0][:STEM] for found in _PROMISE.finditer(" ".join(_words(text)))}


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", fold(text))


def _shared(answer: str, source: str, free: str, size: int) -> int:
    """How many words of the answer stand in a row of `size` that is in the source, and not in what is free to say."""
    spoken = _words(answer)
    secret = _runs(_words(source), size) - _runs(_words(free), size)
    starts = [start for start in range(len(spoken) - size + 1) if tuple(spoken[start : start + size]) in secret]
    return len({start + offset for start in starts for offset in range(size)})


def _runs(words: list[str], size: int) -> set[tuple[str, ...]]:
    return {tuple(words[start : start + size]) for start in range(len(words) - size + 1)}
