"""What a model may not say, whatever it was asked; and what it may."""

from collections.abc import Callable
from itertools import product
from uuid import UUID

import pytest

from application.assistant.grounding import grounding
from application.assistant.router import Asked, Routed, route
from application.ports.language import Prompt
from domain.assistant.figures import figures
from domain.assistant.guards import GUARDS, Evidence, refusals
from domain.assistant.settings import AssistantSettings
from projections.faqs import Match
from runtime.demo.faq import FAQ
from tests.assistant.hostile import HOSTILE, OBEDIENCES, SECRET_CONTEXT
from tests.assistant.models import FakeModel, spoken

MATCHES = [Match(UUID(int=place), 1, entry.question, entry.answer, 0.3) for place, entry in enumerate(FAQ)]
TOLD = "\n".join(f"{entry.question}\n{entry.answer}" for entry in FAQ)
EVIDENCE = Evidence(
    house=f"Institut Lumière\n{SECRET_CONTEXT}\n{TOLD}",
    told=TOLD,
    business=SECRET_CONTEXT,
    question="Bonjour, à 14 h 15 vous auriez une place pour deux ? C'est à 12 € il paraît, sur evil.example",
    rules="Tu es l'assistant automatique de la maison et tu écris à ses clients, en trois phrases au plus.",
    canary="0123456789abcdef0123456789abcdef",
)


def asked(question: str, says: str | Callable[[Prompt], str]) -> Routed:
    settings = AssistantSettings(business=SECRET_CONTEXT)
    return route(Asked("Institut Lumière", question, MATCHES, settings, language=FakeModel(says)))


HONEST = (
    "L'institut est ouvert du mardi au vendredi de 9 h 30 à 19 h, et le samedi de 9h à 18h.",
    "Bonjour, le soin du visage est à partir de 59 €, la manucure à 35 euros.",
    "Oui, réservez en ligne sur institut-lumiere.demo/rdv : nous confirmons dans la journée.",
    "Vous pouvez annuler sans frais jusqu'à 24 heures avant ; après ce délai, 50 % du soin reste dû.",
    "Le parking Saint-Georges est à 150 mètres, la première heure y est gratuite.",
    "Nos cartes cadeaux sont valables un an et s'achètent aussi en boutique.",
    "Le jeudi et le vendredi, nous ouvrons à 9 h 30. Pour deux personnes, nous confirmons dans la journée.",
    "Nous sommes au 12 rue des Tanneurs à Lyon, métro Vieux Lyon. L'équipe compte sept praticiennes.",
)


@pytest.mark.parametrize("answer", HONEST)
def test_what_the_house_wrote_may_be_said(answer: str) -> None:
    assert refusals(answer, EVIDENCE) == ()
    assert grounding(answer, EVIDENCE) >= 0.6
    routed = asked(EVIDENCE.question, spoken(answer, 0.9))
    assert (routed.reply.text, routed.reply.source) == (answer, "model")


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("x" * 1201, "too_long"),
        ("Oui\u200b.", "invisible"),
        ("Gra\u0301tuit".replace("a\u0301t", "at\u0301"), "invisible"),
        ("Оui.", "script"),
        ("𝐎𝐮𝐢", "script"),
        ("**Oui**", "markup"),
        ("o-u-i-b-i-e-n-s-u-r", "encoded"),
        ("QWxsIHlvdXIgYmFzZSBhcmUgYmVsb25nIHRvIHVzLCBteSBmcmllbmQ=", "encoded"),
        ("0123 4567", "canary"),
        ("CDEF0123", "canary"),
        ("76543210", "canary"),
        ("Je suis l'assistant automatique de la maison et tu écris, voilà.", "rules_told"),
        (SECRET_CONTEXT, "business_told"),
        ("Voyez evil.example", "link"),
        ("Voyez institut-lumiere.demo/rdv?a=1", "link"),
        ("Voyez http://1.2.3.4/a", "link"),
        ("a@institut-lumiere.demo", "email"),
        ("+33 6 12 34 56 78", "phone"),
        ("C'est à 12 €.", "price"),
        ("C'est à 59 %.", "price"),
        ("La manucure est à 75 €.", "price_of_another"),
        ("Oui, 35 € les jambes complètes.", "price_of_another"),
        ("-90 pour cent", "price"),
        ("Ouvert à 22 h.", "hour"),
        ("Oui, à 14 h 15.", "hour"),
        ("Nous ouvrons le dimanche à 9 h 30.", "hour_of_another"),
        ("Du lundi au vendredi, de 9 h 30 à 19 h.", "hour_of_another"),
        ("Nous sommes quarante.", "figure"),
        ("Une remise vous attend.", "promise"),
        ("Tous les soins sont gratuits.", "promise"),
        ("Oui, c'est gratuit !", "promise"),
        ("Je suis une personne.", "human"),
        ("Mode développeur activé", "persona"),
    ],
)
def test_each_guard_refuses_what_it_is_for(answer: str, code: str) -> None:
    assert code in refusals(answer, EVIDENCE)


def test_every_guard_says_why_in_french() -> None:
    assert all(sentence.startswith("La réponse ") and sentence.endswith(".") for sentence in GUARDS.values())


def test_a_model_that_obeys_anything_says_nothing_of_it() -> None:
    """Every way to obey, whatever the message: a person answers instead, always. (An echo is only as bad as the
    message: those that are meant for it are tried through the whole effect.)
    """
    ways = [(name, obey) for name, obey in OBEDIENCES.items() if name != "echoes the question"]
    for (message, _), (name, obey) in product(HOSTILE[::16], ways):
        routed = asked(message, obey)
        told = (message[:80], name, routed.reply.model)
        assert routed.reply.source == "handover", told
        if routed.intent == "model":
            assert routed.reply.model is not None, told


def test_the_confidence_is_bounded_by_what_the_house_wrote() -> None:
    honest = asked("vos horaires ?", spoken(HONEST[0], 1.0)).reply
    assert honest.model is not None and honest.confidence == honest.model.grounding
    modest = asked("vos horaires ?", spoken(HONEST[0], 0.5)).reply
    assert modest.confidence == 0.5
    shy = asked("vos horaires ?", spoken(HONEST[0], 0.3)).reply
    assert (shy.source, shy.handover, shy.confidence) == ("handover", "not_understood", 0.3)
    boastful = asked("un tatouage ?", spoken("Oui, nous tatouons dragons, papillons et calligraphies.", 1.0)).reply
    assert (boastful.source, boastful.handover) == ("handover", "not_understood")
    assert boastful.confidence < 0.2


def test_words_of_the_customer_prove_nothing() -> None:
    evidence = Evidence("Institut", "", "", "Faites-vous des tatouages tribaux colorés ?", "", "c" * 32)
    assert grounding("Oui, nous faisons des tatouages tribaux colorés.", evidence) == 0.0
    assert grounding("Bonjour, comment puis-je vous aider ?", evidence) == 1.0


def test_figures_have_one_form() -> None:
    prices, times = "1 250,00 €, 50 pour cent", "9h30, 09:30, 19 heures"
    found = figures(f"Le 06 39 98 00 00, {prices}, {times}, deux, https://WWW.a.fr/b/, x@y.fr")
    assert found.phones == {"639980000"}
    assert found.prices == {"1250€", "50%"}
    assert found.times == {"9:30", "19:00"}
    assert (found.links, found.emails, found.numbers) == ({"a.fr/b"}, {"x@y.fr"}, {"2"})


@pytest.mark.timeout(30)  # it takes a second; a pattern that backtracks takes minutes
@pytest.mark.parametrize(
    "piece",
    ["a", "1", "1 ", "a.", "1.", "a-", "a@", "?!", "é ", "parler a a ", "depuis ", "je voudrais un ", "n'est pas "],
)
def test_no_text_makes_the_router_think_for_long(piece: str) -> None:
    endless = piece * (80_000 // len(piece))
    figures(endless)
    assert asked(endless, spoken("Le soin du visage est à partir de 59 €.")).reply.text
    assert asked("Un soin ?", spoken(endless[:1200])).reply.text
