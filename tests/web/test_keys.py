"""An administrator gives a program a key, which is shown once, sees that it is used, and takes it back."""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, expect

from runtime.demo.house import INSTITUTE, Member
from tests.e2e.system import System, until
from tests.web.person import Person

ADMINISTRATOR = Member(INSTITUTE, "direction@institut-lumiere.demo", "Hélène Aubry", "admin")
REFUSED = "status of 401"


@pytest.fixture
def helene(browser: Browser, system: System) -> Iterator[Person]:
    """An administrator of the institute, looking at the keys."""
    with Person.visiting(browser, system) as helene:
        helene.context.grant_permissions(["clipboard-read", "clipboard-write"])
        helene.is_registered(ADMINISTRATOR)
        helene.resume_session(ADMINISTRATOR.email)
        helene.opens("/cles")
        helene.is_told_live()
        yield helene


def test_a_key_is_given_to_a_program_used_and_taken_back(helene: Person) -> None:
    page, url = helene.page, helene.system.running.url
    expect(page.get_by_text("Aucune clé")).to_be_visible()
    page.get_by_role("button", name="Créer une clé").click()
    page.get_by_label("Nom", exact=True).fill("Boutique en ligne")
    page.get_by_label("Chercher un droit").fill("reponDRE")
    expect(page.get_by_role("checkbox")).to_have_count(1)
    page.get_by_role("checkbox", name="Répondre aux clients").check()
    page.get_by_label("Chercher un droit").fill("cles")
    expect(page.get_by_text("Aucun droit ne correspond.")).to_be_visible()
    page.get_by_label("Chercher un droit").fill("")
    page.get_by_role("checkbox", name="Voir les clients").check()
    expect(page.get_by_text("2 droits choisis")).to_be_visible()
    page.get_by_role("radio", name="Jamais").check()
    expect(page.get_by_text("Si cette clé fuit")).to_be_visible()
    page.get_by_role("radio", name="30 jours").check()
    page.get_by_role("button", name="Créer la clé").click()

    page.get_by_role("button", name="Copier la clé").click()
    key = page.evaluate("navigator.clipboard.readText()")
    assert page.get_by_label("Clé d'API", exact=True).inner_text() == key
    page.keyboard.press("Escape")  # by mistake: it would not be shown again
    finish = page.get_by_role("button", name="Terminer")
    expect(finish).to_be_disabled()
    page.get_by_label("Je l'ai copiée en lieu sûr").check()
    finish.click()

    line = page.get_by_role("list", name="Clés").get_by_role("listitem").filter(has_text="Boutique en ligne")
    expect(line).to_contain_text("Jamais utilisée")
    expect(line).to_contain_text(f"Se termine par {key[-4:]}")
    expect(page.locator("body")).not_to_contain_text(key)
    headers = {"Authorization": f"Bearer {key}"}
    assert httpx.get(f"{url}/api/contacts", headers=headers).status_code == 200
    assert httpx.get(f"{url}/api/conversations", headers=headers).status_code == 403
    page.reload()
    expect(line).to_contain_text("Dernier usage : à l'instant")
    line.get_by_text("2 droits").click()
    expect(line).to_contain_text("Répondre aux clients")

    line.get_by_role("button", name="Révoquer").click()
    page.get_by_role("dialog").get_by_role("button", name="Révoquer la clé").click()
    expect(page.get_by_text("Aucune clé")).to_be_visible()
    until(lambda: httpx.get(f"{url}/api/contacts", headers=headers).status_code == 401)
