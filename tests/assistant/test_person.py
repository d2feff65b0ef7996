"""Who asks for a person gets one, and nobody else does."""

import pytest

from domain.assistant.person import asks_for_a_person

WANTED = (
    "je veux parler à un humain",
    "Je voudrais parler à quelqu'un",
    "Puis-je parler à un conseiller ?",
    "passez-moi un responsable svp",
    "Est-ce que je peux avoir une vraie personne ?",
    "je préfère un conseiller",
    "humain svp",
    "Je souhaite être mis en relation avec un conseiller : mettre en relation avec un conseiller",
    "y a-t-il quelqu'un ?",
    "Quelqu'un peut me rappeler ?",
    "Pouvez-vous me rappeler au 06 39 98 12 34 ?",
    "rappelez-moi",
    "je parle pas à un robot",
    "I want to talk to a human",
    "je veu parler a qqn",
)
NOT_WANTED = (
    "C'est combien pour une personne ?",
    "L'institut est-il accessible aux personnes à mobilité réduite ?",
    "Je voudrais un soin pour deux personnes",
    "Quelqu'un m'a dit que vous étiez ouverts le lundi",
    "Je voudrais offrir un soin à quelqu'un",
    "Quels sont vos horaires ?",
    "Vous intervenez avec un agent de nettoyage ?",
    "",
)


@pytest.mark.parametrize("text", WANTED)
def test_who_asks_for_a_person_is_heard(text: str) -> None:
    assert asks_for_a_person(text)


@pytest.mark.parametrize("text", NOT_WANTED)
def test_who_does_not_is_answered(text: str) -> None:
    assert not asks_for_a_person(text)
