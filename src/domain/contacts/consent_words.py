"""The words by which a customer refuses, or accepts again, the messages that the organisation starts.

Only a whole message counts, whatever its case, accents and punctuation, with polite words around: "Stop svp" refuses,
"le bus s'arrête-t-il à l'arrêt Stop ?" asks something.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Literal

LONGEST = 80  # characters: a consent word is short, and a long message is not read for one


@dataclass(frozen=True, slots=True)
class ConsentWord:
    """What the customer wants, and the word as we write it (``STOP``), never the customer's own text."""

    wants: Literal["nothing_more", "messages"]
    word: str


_NOTHING_MORE: Mapping[str, tuple[str, ...]] = {
    "STOP": (
        "stop",
        "stopper",
        "stoppez",
        "stop tout",
        "stop all",
        "stopall",
        "stop pub",
        "stop promo",
        "stop promos",
        "stop promotions",
        "stop sms",
        "stop whatsapp",
        "stop messages",
        "stop les messages",
        "stop aux messages",
    ),
    "ARRÊT": (
        "arret",
        "arreter",
        "arretez",
        "arreter les messages",
        "arretez les messages",
        "arretez vos messages",
        "arretez de m ecrire",
        "ne m ecrivez plus",
        "plus de messages",
    ),
    "DÉSABONNER": (
        "desabonner",
        "desabonne",
        "desabonnez",
        "desabonnement",
        "desabonner moi",
        "desabonne moi",
        "desabonnez moi",
        "me desabonner",
        "se desabonner",
    ),
    "DÉSINSCRIPTION": (
        "desinscription",
        "desinscrire",
        "desinscrivez moi",
        "me desinscrire",
        "se desinscrire",
    ),
    "UNSUBSCRIBE": ("unsubscribe", "unsubscribe me", "opt out", "optout", "stop messaging me"),
}
_MESSAGES: Mapping[str, tuple[str, ...]] = {
    "REPRENDRE": ("reprendre", "oui reprendre", "reprendre les messages"),
    "START": ("start", "unstop", "opt in", "optin", "subscribe", "resubscribe"),
    "RÉABONNER": ("reabonner", "reabonnez moi", "me reabonner", "se reabonner", "reabonnement"),
}
_POLITE = (
    "s il vous plait",
    "s il te plait",
    "je vous en prie",
    "je vous prie de",
    "je voudrais",
    "je souhaite",
    "je veux",
    "merci d avance",
    "merci beaucoup",
    "merci de",
    "merci",
    "veuillez",
    "svp",
    "stp",
    "bonjour",
    "bonsoir",
    "salut",
    "hello",
    "hi",
    "madame",
    "monsieur",
    "cordialement",
    "please",
    "pls",
    "thank you",
    "thanks",
    "ok",
)
_WORDS: Mapping[str, ConsentWord] = {
    **{form: ConsentWord("nothing_more", word) for word, forms in _NOTHING_MORE.items() for form in forms},
    **{form: ConsentWord("messages", word) for word, forms in _MESSAGES.items() for form in forms},
}
_KNOWN = frozenset(chain.from_iterable(form.split() for form in (*_WORDS, *_POLITE)))


class _Bare(dict[int, str | None]):
    """A letter for a letter, nothing for what stands above or below it, a space for all else; kept once asked for."""

    def __missing__(self, code: int) -> str | None:
        letter = chr(code)
        bare = None if unicodedata.combining(letter) else letter if letter.isalnum() else " "
        if code < _OFTEN:
            self[code] = bare
        return bare


_OFTEN = 0x2100  # Latin, Greek, Cyrillic, Hebrew, Arabic and their marks
_BARE = _Bare()


def consent_word(text: str) -> ConsentWord | None:
    """The consent word that the whole of the text is, or None."""
    if len(text) > LONGEST:
        return None
    words = _plain(text)
    if not _KNOWN.issuperset(words):
        return None  # nearly all that is ever written
    return _WORDS.get(_once(_without_politeness(" ".join(words))))


def _plain(text: str) -> list[str]:
    """``"Arrêt, s’il vous plaît !"`` → arret, s, il, vous, plait"""
    return unicodedata.normalize("NFKD", text.casefold()).translate(_BARE).split()


def _without_politeness(plain: str) -> str:
    for polite in _POLITE:
        shorter = plain.removeprefix(f"{polite} ").removesuffix(f" {polite}")
        if shorter != plain:
            return _without_politeness(shorter)
    return plain


def _once(plain: str) -> str:
    """``"stop stop stop"`` → ``"stop"``"""
    words = plain.split()
    return words[0] if len(set(words)) == 1 else plain
