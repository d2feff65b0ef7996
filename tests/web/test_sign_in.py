"""Coming in, being sent back to the door, and what somebody who only reads finds inside."""

import re

import pytest
from playwright.sync_api import Browser, Route, expect

from runtime.demo.house import INSTITUTE, Member
from tests.e2e.customers import Customer
from tests.e2e.system import System
from tests.web.person import Person

REFUSED = "status of 401"


def test_a_wrong_password_is_told_in_french_and_the_right_one_lets_in(visitor: Person) -> None:
    visitor.expects(REFUSED)
    visitor.opens("/")
    visitor.sign_in(password="un autre")
    expect(visitor.page.get_by_role("alert")).to_contain_text("L'adresse ou le mot de passe n'est pas le bon.")
    visitor.sign_in()
    expect(visitor.page).to_have_url(f"{visitor.system.running.url}/")
    expect(visitor.page.get_by_text("Institut Lumière")).to_be_visible()


def test_the_address_that_was_asked_for_is_the_one_that_opens(visitor: Person) -> None:
    visitor.opens("/conversations?statut=waiting")
    expect(visitor.page).to_have_url(re.compile(r"/connexion\?suite="))
    visitor.sign_in()
    expect(visitor.page).to_have_url(f"{visitor.system.running.url}/conversations?statut=waiting")
    expect(visitor.page.get_by_label("Statut")).to_have_value("waiting")


@pytest.mark.parametrize("elsewhere", ["https://ailleurs.example/", "//ailleurs.example/", r"/\ailleurs.example/"])
def test_no_address_leads_elsewhere(visitor: Person, elsewhere: str) -> None:
    visitor.opens(f"/connexion?suite={elsewhere}")
    visitor.sign_in()
    expect(visitor.page.get_by_role("navigation", name="Navigation principale")).to_be_visible()
    assert visitor.page.url == f"{visitor.system.running.url}/"


def test_a_session_that_ends_leads_to_the_door_and_back(visitor: Person) -> None:
    ada = Customer(visitor.system, name="Ada Sauvage")
    ada.writes("Bonjour")
    ada.until_answered("read")
    visitor.opens("/conversations?recherche=Ada")
    visitor.sign_in()
    visitor.line("Ada Sauvage").click()
    expect(visitor.bubbles.first).to_be_visible()
    here = visitor.page.url

    visitor.expects(REFUSED)
    visitor.context.route("**/api/**", _with_a_worn_out_token)
    visitor.page.keyboard.press("e")  # resolve
    expect(visitor.page.get_by_text("Votre session est terminée")).to_be_visible()
    visitor.context.unroute("**/api/**")
    visitor.sign_in()
    expect(visitor.page).to_have_url(here)
    expect(visitor.bubbles.first).to_be_visible()


def _with_a_worn_out_token(route: Route) -> None:
    route.continue_(headers={**route.request.headers, "authorization": "Bearer e30.e30.e30"})


def test_who_only_reads_finds_nothing_to_act_with(browser: Browser, system: System) -> None:
    viewer = Member(INSTITUTE, "lecture@institut-lumiere.demo", "Lise Ravel", "viewer")
    ada = Customer(system)
    ada.writes("Bonjour")
    ada.until_answered("read")
    with Person.visiting(browser, system) as lise:
        lise.is_registered(viewer)
        lise.resume_session(viewer.email)
        lise.opens_conversation(ada.number)
        lise.is_told_live()
        for act in ("Prendre", "Rendre à l'assistant", "Résoudre", "Attribuer", "Autres actions", "Envoyer"):
            expect(lise.page.get_by_role("button", name=act, exact=True)).to_have_count(0)
        expect(lise.page.get_by_label("Votre réponse")).to_have_count(0)
        expect(lise.page.get_by_role("link", name="Téléphone")).to_have_count(0)
        lise.opens("/telephone")
        expect(lise.page.get_by_text("Votre rôle ne permet pas d'ouvrir cette page.")).to_be_visible()
