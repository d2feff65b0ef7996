"""The journal on the screen: who did what and from where, narrowed by the address, and its export."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from runtime.demo.house import AGENTS, INSTITUTE, Member
from tests.e2e.system import System
from tests.web.person import Person

ADMINISTRATOR = Member(INSTITUTE, "direction@institut-lumiere.demo", "Hélène Aubry", "admin")
MANAGER = Member(INSTITUTE, "responsable@institut-lumiere.demo", "Paule Renard", "manager")


@pytest.fixture
def helene(browser: Browser, system: System) -> Iterator[Person]:
    with Person.visiting(browser, system) as helene:
        helene.is_registered(ADMINISTRATOR)
        helene.resume_session(ADMINISTRATOR.email)
        helene.opens("/")
        yield helene


def lines(page: Page) -> list[str]:
    expect(page.locator("main details").first).to_be_visible()
    return page.locator("main summary").all_inner_texts()


def test_an_administrator_finds_who_signed_in_and_from_where(helene: Person) -> None:
    page = helene.page
    page.get_by_role("link", name="Journal").click()
    page.get_by_label("Genre").select_option("Sensible seulement")
    page.get_by_label("Personne").select_option("Hélène Aubry")
    expect(page).to_have_url(re.compile("genre=sensible.*membre=|membre=.*genre=sensible"))
    page.reload()
    assert all("Hélène Aubry" in line for line in lines(page))
    page.locator("main summary").filter(has_text="Session ouverte").first.click()
    expect(page.locator("main details[open]").get_by_text("127.0.0.1")).to_be_visible()
    page.get_by_role("link", name="Tout ce que cette requête a fait").first.click()
    expect(page.get_by_role("button", name="Une seule requête")).to_be_visible()
    told = sorted(line.split("\n")[-2] for line in lines(page))
    assert told == ["Connexion", "Identité confirmée", "Session ouverte"]
    page.get_by_role("link", name="Effacer les filtres").click()
    expect(page).to_have_url(re.compile("/journal$"))


def test_an_export_is_a_file_and_a_line_of_the_journal(helene: Person, tmp_path: Path) -> None:
    page = helene.page
    helene.opens("/journal?genre=acces")
    page.get_by_role("button", name="Exporter").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Les autres filtres de l'écran s'appliquent aussi.")).to_be_visible()
    dialog.get_by_label("Données (JSON)").check()
    with page.expect_download() as given:
        dialog.get_by_role("button", name="Exporter").click()
    assert given.value.suggested_filename.startswith("journal-20")
    given.value.save_as(tmp_path / "journal.jsonl")
    *told, end = map(json.loads, (tmp_path / "journal.jsonl").read_text().splitlines())
    assert end["summary"]["count"] == len(told) > 0
    assert {line["name"].split(".")[0] for line in told} == {"tenancy"}
    expect(dialog).to_have_count(0)
    helene.opens("/journal?genre=exports")
    assert "Journal exporté au format JSON" in lines(page)[0]


def test_a_manager_reads_it_and_an_agent_does_not_see_it(browser: Browser, system: System) -> None:
    with Person.visiting(browser, system) as manager:
        manager.is_registered(MANAGER)
        manager.resume_session(MANAGER.email)
        manager.opens("/journal")
        assert lines(manager.page)
        expect(manager.page.get_by_role("button", name="Exporter")).to_have_count(0)
    with Person.visiting(browser, system) as agent:
        agent.resume_session(AGENTS[0].email)
        agent.opens("/journal")
        expect(agent.page.get_by_text("Votre rôle ne permet pas d'ouvrir cette page.")).to_be_visible()
        expect(agent.page.get_by_role("link", name="Journal")).to_have_count(0)
