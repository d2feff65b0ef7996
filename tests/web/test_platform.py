"""Who runs the platform sees its organisations, and visits one in the sight of its team, in one tab."""

import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from domain.tenancy.session import PROVED_FOR
from runtime.composition import open_house
from runtime.demo.house import INSTITUTE, OPERATOR, PALABRE, Member, found
from tests.e2e.customers import Customer
from tests.e2e.system import System
from tests.web.looked_at import looked_at
from tests.web.person import Person

JUST_NOW = timedelta()
REFUSED = "status of 401"
HELENE = Member(INSTITUTE, "direction@institut-lumiere.demo", "Hélène Aubry", "admin")
NADIA = Member(PALABRE, "nadia@palabre.demo", "Nadia Support", "support")
REASON = "Ticket 42 : un message n'arrive pas"


@pytest.fixture
def nadia(visitor: Person) -> Person:
    """Of the support, looking at the organisations."""
    visitor.is_registered(NADIA)
    visitor.is_signed_in_since(JUST_NOW, NADIA)
    visitor.opens("/plateforme")
    return visitor


@pytest.fixture
def helene(browser: Browser, system: System) -> Iterator[Person]:
    """An administrator of the institute."""
    with Person.visiting(browser, system) as helene:
        helene.is_registered(HELENE)
        helene.resume_session(HELENE.email)
        helene.opens("/equipe")
        helene.is_told_live()
        yield helene


def line(page: Page, name: str) -> Locator:
    return page.get_by_role("table", name="Organisations").get_by_role("row").filter(has_text=name)


def banner(page: Page) -> Locator:
    return page.get_by_role("region", name="Visite", exact=True)


def enters(person: Person) -> None:
    """The institute, for a reason."""
    person.page.get_by_role("button", name="Entrer chez Institut Lumière").click()
    dialog = person.page.get_by_role("dialog", name="Entrer chez Institut Lumière")
    expect(dialog).to_contain_text("trente minutes")
    dialog.get_by_label("Motif").fill(REASON)
    dialog.get_by_role("button", name="Entrer", exact=True).click()
    expect(banner(person.page)).to_contain_text("Vous êtes en visite chez Institut Lumière")


def leaves(person: Person) -> None:
    banner(person.page).get_by_role("button", name="Quitter").click()
    expect(person.page).to_have_url(f"{person.system.running.url}/plateforme")


def salon(system: System) -> str:
    """Another organisation. Gives its name."""
    name = f"Salon {uuid4().hex[:8]}"
    with open_house(system.settings, pool_size=2) as house:
        found(house, uuid4(), name, operator=False)
    return name


def test_support_helps_in_the_sight_of_all_and_goes_home(nadia: Person, helene: Person) -> None:
    ada = Customer(nadia.system)
    ada.writes("Je veux parler à quelqu'un")
    ada.until_answered("read")
    enters(nadia)
    mark = helene.page.get_by_role("link", name="Support en visite")
    expect(mark).to_be_visible()
    visits = helene.page.get_by_role("list", name="Visites du support").get_by_role("listitem")
    expect(visits.first).to_contain_text(f"Motif : {REASON}")
    assert looked_at(helene.page, "equipe-visite-1440-light") == []

    nadia.opens_conversation(ada.number)
    nadia.is_told_live()
    expect(banner(nadia.page)).to_contain_text(re.compile(r"jusqu'à \d\d:\d\d"))
    for act in ("Prendre", "Supprimer ce client"):
        expect(nadia.page.get_by_role("button", name=act, exact=True)).to_have_count(0)
    expect(nadia.page.get_by_role("link", name="Organisations")).to_have_count(0)
    nadia.page.get_by_label("Votre réponse").fill("Ici le support.")
    nadia.page.keyboard.press("Control+Enter")
    expect(nadia.bubbles.filter(has_text="Ici le support.")).to_be_visible()
    assert looked_at(nadia.page, "visite-1440-light") == []

    leaves(nadia)
    expect(line(nadia.page, "Institut Lumière")).to_be_visible()
    expect(banner(nadia.page)).to_have_count(0)
    expect(visits.first).to_contain_text("départ à")
    expect(mark).to_have_count(0)


def test_a_visit_is_of_one_tab(nadia: Person) -> None:
    enters(nadia)
    nadia.page.reload()
    expect(banner(nadia.page)).to_be_visible()
    with nadia.context.expect_page() as opened:
        nadia.page.evaluate("window.open('/compte')")  # what this tab keeps is copied there
    expect(opened.value.get_by_role("heading", name="Mon compte")).to_be_visible()
    expect(banner(opened.value)).to_have_count(0)
    nadia.page.reload()
    expect(banner(nadia.page)).to_be_visible()
    leaves(nadia)


def test_the_organisation_ends_it_and_the_visitor_is_home(nadia: Person, helene: Person) -> None:
    nadia.expects(REFUSED)
    enters(nadia)
    nadia.is_told_live()
    helene.page.get_by_role("button", name="Mettre fin à la visite de Nadia Support").click()
    helene.page.get_by_role("dialog").get_by_role("button", name="Mettre fin").click()
    expect(nadia.page.get_by_text("Votre visite est terminée")).to_be_visible()
    expect(line(nadia.page, "Institut Lumière")).to_be_visible()
    nadia.page.reload()
    expect(banner(nadia.page)).to_have_count(0)
    visits = helene.page.get_by_role("list", name="Visites du support").get_by_role("listitem")
    expect(visits.first).to_contain_text("par votre équipe")


def test_an_old_session_proves_who_it_is_of_before_it_enters(visitor: Person) -> None:
    visitor.expects("status of 403")
    visitor.is_registered(NADIA)
    visitor.is_signed_in_since(PROVED_FOR, NADIA)
    visitor.opens("/plateforme")
    visitor.page.get_by_role("button", name="Entrer chez Institut Lumière").click()
    visitor.page.get_by_label("Motif").fill(REASON)
    visitor.page.keyboard.press("Enter")
    asked = visitor.page.get_by_role("dialog", name="Confirmez que c'est bien vous")
    asked.get_by_label("Mot de passe").fill(visitor.credentials[1])
    visitor.page.keyboard.press("Enter")
    expect(banner(visitor.page)).to_be_visible()
    leaves(visitor)


def test_an_organisation_is_suspended_for_a_reason_and_comes_back(visitor: Person) -> None:
    page, name = visitor.page, salon(visitor.system)
    visitor.is_signed_in_since(JUST_NOW, OPERATOR)
    visitor.opens("/plateforme")
    page.get_by_label("Chercher une organisation").fill(name.lower())
    expect(page.get_by_role("table").get_by_role("row")).to_have_count(2)
    page.get_by_role("button", name=f"Gérer {name}").click()
    page.get_by_role("menuitem", name="Suspendre").click()
    dialog = page.get_by_role("dialog", name=f"Suspendre {name}")
    expect(dialog).to_contain_text("Les messages de ses clients sont toujours reçus")
    dialog.get_by_label("Motif").fill("Impayé")
    dialog.get_by_role("button", name="Suspendre").click()
    expect(line(page, name)).to_contain_text("Motif : Impayé")
    page.reload()
    page.get_by_role("button", name=f"Gérer {name}").click()
    page.get_by_role("menuitem", name="Rétablir").click()
    page.get_by_role("dialog").get_by_role("button", name="Rétablir").click()
    expect(line(page, name)).not_to_contain_text("Suspendue")
    page.get_by_role("button", name="Effacer la recherche").click()
    expect(line(page, "Palabre").get_by_role("button")).to_have_count(0)


def test_an_organisation_is_given_another_plan(visitor: Person) -> None:
    page, name = visitor.page, salon(visitor.system)
    visitor.is_signed_in_since(JUST_NOW, OPERATOR)
    visitor.opens("/plateforme")
    page.get_by_label("Chercher une organisation").fill(name.lower())
    expect(page.get_by_role("table").get_by_role("row")).to_have_count(2)
    expect(line(page, name)).to_contain_text("Starter")
    page.get_by_role("button", name=f"Gérer {name}").click()
    page.get_by_role("menuitem", name="Changer de formule").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Enterprise").check()
    dialog.get_by_label("Personnes convenues").fill("25")
    assert looked_at(page, "plateforme-formule-1440-light") == []
    dialog.get_by_role("button", name="Changer de formule").click()
    expect(line(page, name)).to_contain_text("Enterprise")


def test_the_list_goes_on_and_a_search_that_finds_nothing_says_so(nadia: Person) -> None:
    with open_house(nadia.system.settings, pool_size=2) as house:
        for number in range(55):
            found(house, uuid4(), f"Longue liste {number}", operator=False)
    nadia.opens("/plateforme?recherche=longue liste")
    rows = line(nadia.page, "Longue liste")
    expect(rows).to_have_count(50)
    nadia.page.get_by_role("button", name="Charger la suite").click()
    expect(rows).to_have_count(55)
    nadia.page.get_by_label("Chercher une organisation").fill("personne")
    expect(nadia.page.get_by_text("Aucune organisation ne porte ces mots")).to_be_visible()


def test_nobody_else_has_the_page(sophie: Person) -> None:
    sophie.opens("/plateforme")
    expect(sophie.page.get_by_text("Votre rôle ne permet pas d'ouvrir cette page.")).to_be_visible()
    expect(sophie.page.get_by_role("link", name="Organisations")).to_have_count(0)
