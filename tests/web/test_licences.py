"""Licences at the desk: one is sold, prolonged and revoked; many are imported, undone, and changed at once."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from runtime.demo.house import INSTITUTE, Member
from tests.e2e.system import System
from tests.web.person import Person

ADMINISTRATOR = Member(INSTITUTE, "direction@institut-lumiere.demo", "Hélène Aubry", "admin")


@pytest.fixture
def helene(browser: Browser, system: System) -> Iterator[Person]:
    """An administrator of the institute, who has just signed in, looking at the licences."""
    with Person.visiting(browser, system) as helene:
        helene.context.grant_permissions(["clipboard-read", "clipboard-write"])
        helene.is_registered(ADMINISTRATOR)
        helene.resume_session(ADMINISTRATOR.email)
        helene.opens("/licences")
        helene.is_told_live()
        yield helene


def row(page: Page, email: str) -> Locator:
    """The line of the table."""
    return page.get_by_role("table", name="Licences").get_by_role("row").filter(has_text=email)


def does(page: Page, email: str, act: str) -> None:
    """Choose an act in the menu of a line."""
    page.get_by_role("button", name=f"Actions sur la licence de {email}").click()
    page.get_by_role("menuitem", name=act).click()


def sold(helene: Person, email: str) -> str:
    """A new licence, whose key is given."""
    page = helene.page
    page.get_by_role("button", name="Créer une licence").click()
    page.get_by_label("E-mail du client").fill(email)
    page.get_by_label("Machine (HWID)").fill(f"HW-{uuid4()}")
    page.get_by_role("radio", name="Starter").check()
    page.get_by_role("button", name="Créer la licence").click()
    key = page.get_by_label("Clé de licence").inner_text()
    page.get_by_role("button", name="Copier la clé").click()
    assert page.evaluate("navigator.clipboard.readText()") == key
    page.get_by_role("button", name="Fermer").last.click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    return key


def gives(page: Page, content: bytes) -> None:
    """A file to be imported."""
    page.locator("input[type=file]").set_input_files({"name": "clients.csv", "mimeType": "text/csv", "buffer": content})


def test_a_licence_is_sold_found_by_its_key_and_prolonged(helene: Person) -> None:
    page = helene.page
    key = sold(helene, "awa@exemple.fr")
    page.get_by_role("searchbox").fill(key.lower())
    expect(row(page, "awa@exemple.fr")).to_contain_text("dans 30 jours")
    expect(page.get_by_role("table", name="Licences").get_by_role("row")).to_have_count(2)
    expect(page.get_by_role("link", name="Actives")).to_contain_text("1")

    does(page, "awa@exemple.fr", "Prolonger")
    page.get_by_role("radio", name="15 jours").check()
    submit = page.get_by_role("dialog").get_by_role("button", name="Prolonger")
    expect(submit).to_be_disabled()
    page.get_by_label("Motif").fill("Geste commercial")
    submit.click()
    expect(row(page, "awa@exemple.fr")).to_contain_text("dans 45 jours")

    does(page, "awa@exemple.fr", "Détails")
    history = page.get_by_role("list", name="Histoire").get_by_role("listitem")
    expect(history.first).to_contain_text("Licence prolongée de 15 jours (Geste commercial)")
    expect(history.first).to_contain_text("Hélène Aubry")
    page.get_by_role("button", name="Renouveler").click()
    page.get_by_role("radio", name="Aujourd'hui", exact=True).check()
    expect(page.get_by_text("elle finirait plus tôt")).to_be_visible()
    expect(page.get_by_role("dialog").get_by_role("button", name="Renouveler")).to_be_disabled()
    page.get_by_role("radio", name="L'échéance", exact=True).check()
    page.get_by_role("dialog").get_by_role("button", name="Renouveler").click()
    expect(page.get_by_text("dans 75 jours")).to_be_visible()
    expect(history).to_have_count(4)


def test_a_licence_is_suspended_reinstated_and_revoked_for_good(helene: Person) -> None:
    page = helene.page
    sold(helene, "moussa@exemple.fr")
    does(page, "moussa@exemple.fr", "Détails")
    expect(page.locator("h1")).to_contain_text("moussa@exemple.fr")  # the list has a button of that name too
    more = page.get_by_role("button", name="Autres actions")
    more.click()
    page.get_by_role("menuitem", name="Suspendre").click()
    page.get_by_label("Motif").fill("Paiement en attente")
    page.get_by_role("dialog").get_by_role("button", name="Suspendre").click()
    expect(page.get_by_text("Suspendue : Paiement en attente")).to_be_visible()
    more.click()
    page.get_by_role("menuitem", name="Rétablir").click()
    page.get_by_role("dialog").get_by_role("button", name="Rétablir").click()
    expect(page.locator("h1")).to_contain_text("Active")

    more.click()
    page.get_by_role("menuitem", name="Révoquer").click()
    revoke = page.get_by_role("button", name="Révoquer la licence")
    page.get_by_label("Motif").select_option("Autre (à préciser)")
    page.get_by_label("Tapez REVOQUER pour confirmer").fill("REVOQUER")
    expect(revoke).to_be_disabled()
    page.get_by_label("Précision").fill("Machine volée")
    page.get_by_label("Tapez REVOQUER pour confirmer").fill("revoquer")
    expect(revoke).to_be_disabled()
    page.get_by_label("Tapez REVOQUER pour confirmer").fill("REVOQUER")
    revoke.click()
    expect(page.locator("h1")).to_contain_text("Révoquée")
    expect(page.get_by_text("Autre (à préciser) (Machine volée)")).to_be_visible()
    expect(page.get_by_role("button", name="Renouveler")).to_have_count(0)
    expect(page.get_by_role("list", name="Histoire").get_by_role("listitem")).to_have_count(5)


def test_a_file_is_tried_imported_and_undone_but_for_what_was_touched(helene: Person) -> None:
    page, name = helene.page, uuid4().hex[:6]
    page.get_by_role("button", name="Importer").click()
    rows = [
        "email,hwid,plan,ville",
        f"a-{name}@exemple.fr,HW-A-{name},premium,Lyon",
        f"b-{name}@exemple.fr,HW-B-{name},starter,",
        f"sans adresse,HW-C-{name},starter,",
        f"d@exemple.fr,hw-a-{name},starter,",
    ]
    gives(page, "\n".join(rows).encode())
    expect(page.get_by_text("Colonnes laissées de côté : ville.")).to_be_visible()
    lines = page.get_by_role("list", name="Lignes").get_by_role("listitem")
    expect(lines).to_have_count(4)
    expect(lines.nth(2)).to_contain_text("Cette adresse e-mail n'est pas valable.")
    expect(lines.nth(3)).to_contain_text("Cette machine est déjà plus haut dans le fichier.")
    page.get_by_role("combobox", name="Lignes montrées").select_option("Invalide")
    expect(lines).to_have_count(1)
    with page.expect_download() as rejects:
        page.get_by_role("button", name="Télécharger les lignes rejetées").click()
    assert rejects.value.path().read_text("utf-8-sig").count("\n") == 3

    page.get_by_role("button", name="Créer 2 licences").click()
    expect(page.get_by_text("Terminé", exact=True)).to_be_visible()
    page.get_by_role("link", name="Voir ses licences").click()
    does(page, f"a-{name}@exemple.fr", "Changer de formule")
    page.get_by_role("radio", name="Enterprise").check()
    page.get_by_role("dialog").get_by_role("button", name="Changer de formule").click()
    expect(row(page, f"a-{name}@exemple.fr")).to_contain_text("Enterprise")

    page.go_back()
    page.get_by_role("button", name="Annuler l'import").click()
    page.get_by_role("dialog").get_by_role("button", name="Annuler l'import").click()
    expect(page.get_by_text("quelqu'un a agi dessus depuis l'import. À vous de décider")).to_be_visible()
    page.get_by_role("combobox", name="Lignes montrées").select_option("Gardée")
    expect(lines).to_have_count(1)
    expect(lines.first).to_contain_text("changée de formule")


def test_a_file_that_is_no_table_is_refused_in_words(helene: Person) -> None:
    helene.expects("status of 4")
    page = helene.page
    helene.opens("/licences/import")
    gives(page, b"\x00\x01\x02")
    expect(page.get_by_text("Ce n'est pas un fichier CSV.")).to_be_visible()


def test_many_are_prolonged_once_one_has_seen_what_it_gives(helene: Person) -> None:
    page = helene.page
    page.get_by_role("link", name="Révoquées").click()
    page.get_by_role("checkbox", name="Choisir la licence de vente@cle-partagee.example").check()
    page.get_by_role("link", name="Suspendues").click()
    expect(row(page, "vente@cle-partagee.example")).to_have_count(0)
    page.get_by_role("checkbox", name="Choisir toutes").check()
    page.get_by_role("button", name="Prolonger").click()
    page.get_by_label("Motif").fill("Panne du 12 mars")
    page.get_by_role("button", name="Voir ce que cela donnerait").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Cette licence est révoquée : rien ne la rend.")
    dialog.get_by_role("button", name="Lancer sur 1 licence").click()
    expect(dialog).to_contain_text("Terminé")
    expect(dialog.get_by_role("term").filter(has_text="changée")).to_be_visible()
    dialog.get_by_role("button", name="Fermer").last.click()
    expect(page.get_by_text("licences choisies")).to_have_count(0)
    expect(row(page, "equipe@douceur-et-soins.example")).to_contain_text("dans 16 jours")


def test_an_alert_leads_to_its_licences_and_the_export_has_what_is_shown(helene: Person) -> None:
    page = helene.page
    page.get_by_role("link", name="expirent sous 7 jours").click()
    expect(row(page, "direction@maison-amande.example")).to_be_visible()
    expect(row(page, "contact@institut-oriane.example")).to_have_count(0)
    shown = page.get_by_role("table", name="Licences").get_by_role("row").count() - 1
    page.get_by_role("button", name="Exporter").click()
    expect(page.get_by_text("L'export est inscrit au journal")).to_be_visible()
    with page.expect_download() as file:
        page.get_by_role("dialog").get_by_role("button", name="Exporter").click()
    assert len(file.value.path().read_text("utf-8-sig").splitlines()) == 1 + shown

    page.get_by_role("button", name="Retirer le filtre : Expirent bientôt").click()
    page.get_by_role("button", name="Expire le").click()
    expect(page.get_by_role("table", name="Licences").get_by_role("row").nth(1)).to_contain_text("hotel-des-quais")


def test_the_price_of_a_plan_is_changed_for_what_is_sold_from_now_on(helene: Person) -> None:
    page = helene.page
    page.get_by_role("button", name="Autres actions sur les licences").click()
    page.get_by_role("menuitem", name="Régler la vente").click()
    price = page.get_by_role("group", name="Starter").get_by_label("Prix d'un mois")
    price.fill("dix")
    expect(page.get_by_role("button", name="Enregistrer")).to_be_disabled()
    price.fill("21,50")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Réglages enregistrés.")).to_be_visible()
    page.get_by_role("button", name="Créer une licence").click()
    expect(page.get_by_role("radio", name="Starter · 21,50 € par mois")).to_be_visible()
