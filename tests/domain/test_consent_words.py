"""Which messages refuse or accept what the organisation starts, and which only sound like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.contacts.consent_words import LONGEST, ConsentWord, consent_word


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("STOP", "STOP"),
        ("stop", "STOP"),
        ("Stop.", "STOP"),
        (" STOP !!! 🛑", "STOP"),
        ("« Stop »", "STOP"),
        ("stop svp", "STOP"),
        ("Stop s’il vous plaît, merci.", "STOP"),
        ("Bonjour, stop s'il te plait", "STOP"),
        ("stop stop stop", "STOP"),
        ("Stopper", "STOP"),
        ("STOP PUB", "STOP"),
        ("Stop promotions", "STOP"),
        ("ARRÊT", "ARRÊT"),
        ("Arre\u0302t", "ARRÊT"),  # the accent apart, as some phones write it
        ("arret", "ARRÊT"),
        ("Arrêtez", "ARRÊT"),
        ("Arrêtez de m'écrire !", "ARRÊT"),
        ("DÉSABONNER", "DÉSABONNER"),
        ("desabonnement", "DÉSABONNER"),
        ("Merci de me désabonner", "DÉSABONNER"),
        ("Je souhaite me désabonner, merci", "DÉSABONNER"),
        ("désabonnez-moi", "DÉSABONNER"),
        ("DESINSCRIPTION", "DÉSINSCRIPTION"),
        ("Veuillez me désinscrire", "DÉSINSCRIPTION"),
        ("UNSUBSCRIBE", "UNSUBSCRIBE"),
        ("please unsubscribe me", "UNSUBSCRIBE"),
        ("opt-out", "UNSUBSCRIBE"),
    ],
)
def test_a_refusal_is_heard(text: str, word: str) -> None:
    assert consent_word(text) == ConsentWord("nothing_more", word)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("START", "START"),
        ("unstop", "START"),
        ("reprendre", "REPRENDRE"),
        ("Oui, reprendre !", "REPRENDRE"),
        ("Reprendre svp", "REPRENDRE"),
        ("RÉABONNER", "RÉABONNER"),
        ("je veux me réabonner", "RÉABONNER"),
    ],
)
def test_a_change_of_mind_is_heard(text: str, word: str) -> None:
    assert consent_word(text) == ConsentWord("messages", word)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "👍",
        "merci",
        "svp",
        "ok merci",
        "le bus s'arrête-t-il à l'arrêt Stop ?",
        "arrêtez de me relancer pour la facture",
        "Non stop",
        "Ne stoppez pas ma commande",
        "Je voudrais arrêter mon abonnement de train",
        "Arrêt de travail",
        "stop 12",
        "J'ai dit stop à la livraison de jeudi",
        "Comment se désabonner de la newsletter ?",
        "startup",
        "Peut-on reprendre rendez-vous ?",
        "reprendre rdv",
        "s t o p",
        "stopp",
        "STOP " * (LONGEST // 4),
    ],
)
def test_anything_else_is_a_message_like_another(text: str) -> None:
    assert consent_word(text) is None


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    consent_word(text)
