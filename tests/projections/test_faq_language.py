"""French as customers write it, reduced to the words that matter."""

import pytest

from projections.faq_language import GRIEVANCE, LONGEST, clauses, cost_of_missing, plain, states


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Bjr, vs ouvré à kel heure le dimanche ?", "ouvert horaire jour"),
        ("C'EST COMBIEN ???", "prix"),
        ("c koi vos tarif", "prix"),
        ("c cb l'épilation", "prix epilation"),
        ("vous prenez la cb ?", "carte payer"),
        ("slt dispo 2m1 ?", "disponible jour"),
        ("Je souhaiterais un rendez-vous s'il vous plaît", "rdv"),
        ("je peux pas venir à mon rdv", "annuler rdv"),
        ("vous êtes où exactement ?", "adresse"),
        ("où se garer", "parking"),
        ("thé ou café", "the cafe"),
        ("Où en est mon dossier ?", "reclamation dossier"),
        ("Bon anniversaire à toute l'équipe !", "equipe"),
        ("à 18h30, le 14 juillet", "juillet"),
        ("👍 … !", ""),
    ],
)
def test_what_is_said_in_several_ways_has_one_form(written: str, words: str) -> None:
    assert plain(written) == words


def test_a_plain_text_stays_as_it_is() -> None:
    for text in ("horaire ouvert jour", "carte payer", "prix soin visage", "annuler rdv"):
        assert plain(text) == text


def test_each_part_of_a_message_is_a_question_of_its_own() -> None:
    assert clauses("Bonjour !\nVous avez un parking ? Et vos tarifs svp") == [["parking"], ["prix"]]


def test_what_is_refused_is_not_asked() -> None:
    assert clauses("Je ne veux pas annuler, juste décaler") == [["decaler"]]


def test_a_very_long_message_keeps_its_beginning() -> None:
    asked = clauses("parking. " + "robinet " * 5_000)
    assert asked[0] == ["parking"]
    assert sum(map(len, asked)) == LONGEST


@pytest.mark.parametrize(
    "told", ["J'ai payé hier.", "Mes toilettes sont bouchées", "je suis devant", "La douche fuit encore, c'est honteux"]
)
def test_a_statement_tells(told: str) -> None:
    assert states(told)


@pytest.mark.parametrize(
    "asked",
    ["prix", "J'ai payé ?", "je voudrais un devis", "vs travaillez le samedi", "Avez-vous un parking", "rendez-vous"],
)
def test_a_question_a_request_and_a_bare_subject_ask(asked: str) -> None:
    assert not states(asked)


def test_everyday_words_are_not_missed_and_complaints_are() -> None:
    assert cost_of_missing("vacances", known=False) == 0
    assert cost_of_missing("tatouage", known=False) == 1
    assert cost_of_missing("rembourser", known=False) == GRIEVANCE
    assert cost_of_missing("rembourser", known=True) == 1
