"""Whether a customer asks for somebody rather than for an answer."""

import re

from domain.folding import fold

LONGEST = 1000  # characters that are looked at, at the beginning and at the end of what was said

_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
_SOMEBODY = (
    r"(humaine?|etre humain|vrai(e)? (personne|humain|gens)|quelqu un|qqn|qq1|kelkun|conseill(er|ere)|agent"
    r"|operat(eur|rice)"
    r"|responsable|patron(ne)?|gerante?|directeur|directrice|personne( reelle| physique)?|membre de l equipe"
    r"|service client)"
)
_TALK = r"(parler|parle|discuter|echanger|joindre|contacter|avoir|passer|passez|transfer\w+|mettre en relation|voir)"
_ASKS = re.compile(
    rf"\b{_TALK} (moi |a |avec |directement |en relation |au telephone )*(a |avec |au |le |la |les |l |un |une "
    rf"|votre |vos )*{_SOMEBODY}\b"
    rf"|\b(je (veux|voudrais|souhaite|prefere|demande)|besoin d|besoin de|il me faut) (un |une |le |la "
    rf"|d )*(vrai |vraie )?{_SOMEBODY}\b"
    rf"|\b(il y a|y a t il|y a) {_SOMEBODY}\b"
    rf"|\b{_SOMEBODY} (peut|pourrait|pourra) (m |me |nous )?(repondre|rappeler|appeler|aider|contacter)\b"
    r"|\b(rappele[rz]|rappel|appele[rz]) (moi|nous)\b|\b(me|m|nous) (rappeler|appeler)\b|\bpas (un |a un "
    r"|a une |parler a un )?(robot|bot|machine|ia)\b"
    r"|\b(speak|talk) (to|with) (a |an )?(human|person|agent|someone)\b"
)  # fmt: skip
_ALONE = re.compile(
    r"(bonjour |bonsoir |svp |stp )*(un |une |a )?(humain|conseiller|conseillere|agent|operateur)( svp| stp| merci)*"
)
_NOT_FOR_US = re.compile(r"\bpersonne (a|en) (mobilite|charge)\b|\b(pour|par|1|une seule|deux|2|chaque) personnes?\b")


def asks_for_a_person(text: str) -> bool:
    """« Je veux parler à un humain », « passez-moi quelqu'un », « rappelez-moi »."""
    text = f"{text[:LONGEST]} {text[LONGEST:][-LONGEST:]}"
    words = _NOT_FOR_US.sub(" ", " ".join(_NOT_A_WORD.sub(" ", fold(text)).split()))
    return _ALONE.fullmatch(words.strip()) is not None or _ASKS.search(words) is not None
