"""A plan that is used up: those who can do something about it are warned, and who answers knows before they write."""

import re

import pytest
from playwright.sync_api import Browser, expect

from runtime.composition import open_house
from runtime.demo.house import AGENTS, INSTITUTE
from tests.e2e.customers import Customer
from tests.e2e.system import System, until
from tests.limited import limit
from tests.web.looked_at import looked_at
from tests.web.person import Person

REFUSED = re.compile("Les envois reprennent le 1er .*demandez une formule plus grande")
WARNING = "Les messages de ce mois sont utilisés"


def used_up(system: System) -> None:
    limited(system, system.http.get("/api/organisation/plan").json()["messages"]["used"])


def limited(system: System, messages: int) -> None:
    with open_house(system.settings, pool_size=2) as house:
        limit(house, INSTITUTE, messages=messages, agents=3)


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_a_month_that_is_used_up_is_told_at_once_and_keeps_what_was_written(
    browser: Browser, system: System, width: int, scheme: str
) -> None:
    limited(system, 10_000)
    ada = Customer(system)
    ada.writes("Quels sont vos horaires d'ouverture ?")
    ada.until_answered("read")
    options = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    with Person.visiting(browser, system, **options) as sophie:
        sophie.resume_session()
        sophie.opens_conversation(ada.number)
        sophie.is_told_live()
        page = sophie.page
        page.get_by_label("Votre réponse").fill("Je vous réponds.")
        used_up(system)
        expect(page.get_by_text(WARNING)).to_be_visible()
        expect(page.get_by_text("Plus de message ce mois-ci")).to_be_visible()
        sophie.expects("status of 409")
        page.get_by_role("button", name="Envoyer").click()
        expect(page.get_by_text(REFUSED)).to_be_visible()
        expect(page.get_by_label("Votre réponse")).to_have_value("Je vous réponds.")
        assert looked_at(page, f"formule-utilisee-{width}-{scheme}") == []
        page.get_by_role("link", name="Voir la formule").click()
        expect(page.get_by_role("heading", name="Formule", exact=True)).to_be_visible()
        expect(page.get_by_text("Il n'en reste plus.").first).to_be_visible()
        assert looked_at(page, f"formule-pleine-{width}-{scheme}") == []


def test_an_agent_is_told_where_they_write_and_nowhere_else(browser: Browser, system: System) -> None:
    ada = Customer(system)
    with Person.visiting(browser, system) as camille:
        camille.resume_session(AGENTS[0].email)
        used_up(system)
        ada.writes("Quels sont vos horaires d'ouverture ?")
        until(lambda: bool(ada.conversations()))
        camille.opens_conversation(ada.number)
        expect(camille.page.get_by_text("Plus de message ce mois-ci")).to_be_visible()
        expect(camille.page.get_by_text(WARNING)).to_have_count(0)
        until(lambda: ada.conversations()[0]["owner"] == "nobody")
        assert ada.answers() == []
