"""Every screen, wide and narrow, light and dark: accessible to all as far as axe can tell, and kept as pictures."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from runtime.demo.house import INSTITUTE, OPERATOR, Member
from tests.e2e.customers import Customer
from tests.e2e.system import System
from tests.web.looked_at import looked_at
from tests.web.person import Person

NOWHERE = "Cette page n'existe pas."
ADMINISTRATOR = Member(INSTITUTE, "direction@institut-lumiere.demo", "Hélène Aubry", "admin")


@dataclass(frozen=True)
class Screen:
    """Where it is, and what says that it is there."""

    name: str
    path: str
    shown: Callable[[Page], None]


def screens(conversation: dict[str, Any]) -> list[Screen]:
    thread = f"/conversations/{conversation['conversation_id']}"
    return [
        Screen("conversations", "/conversations", _visible("[data-testid=conversations] a >> nth=0")),
        Screen("fil", thread, _visible("[data-testid=thread] li[data-author] >> nth=0")),
        Screen("client", f"/clients/{conversation['contact_id']}", _visible("main details >> nth=0")),
        Screen("telephone", "/telephone", _visible("[data-testid=phone]")),
        Screen("telephone-qui", "/telephone", _who_is_played),
        Screen("accueil", "/", _titled),
        Screen("assistant", "/assistant", _titled),
        Screen("supervision", "/supervision", _titled),
        Screen("compte", "/compte", _listed("Mes sessions")),
        Screen("formule", "/formule", _listed("Les formules")),
        Screen("compte-telephone", "/compte", _telephone_is_enrolled),
    ]


def screens_of_an_administrator() -> list[Screen]:
    return [
        Screen("equipe", "/equipe", _listed("Membres")),
        Screen("equipe-droits", "/equipe", _rights_are_changed),
        Screen("equipe-suspendre", "/equipe", _somebody_is_suspended),
        Screen("equipe-organisation", "/equipe", _the_organisation_is_edited),
        Screen("equipe-inviter", "/equipe", _somebody_is_invited),
        Screen("cles-nouvelle", "/cles", _a_key_is_chosen),
        Screen("cles-montree", "/cles", _a_key_is_shown),
        Screen("cles", "/cles", _a_key_is_listed),
        Screen("cles-revoquer", "/cles", _a_key_is_revoked),
        Screen("licences", "/licences", _licences_are_listed),
        Screen("licences-choisies", "/licences", _licences_are_chosen),
        Screen("licences-groupe", "/licences", _an_act_on_many_is_tried),
        Screen("licences-creer", "/licences", _a_licence_is_asked_for),
        Screen("licences-reglages", "/licences", _the_sale_is_arranged),
        Screen("licences-revoquer", "/licences", _a_licence_is_revoked),
        Screen("licence", "/licences", _a_licence_is_opened),
        Screen("licence-renouveler", "/licences", _a_licence_is_renewed),
        Screen("licences-calendrier", "/licences/calendrier", _titled),
        Screen("licences-import", "/licences/import", _an_import_is_tried),
        Screen("licences-imports", "/licences/import", _listed("Imports passés")),
        Screen("journal", "/journal", _a_line_is_opened),
        Screen("journal-sensible", "/journal?genre=sensible", _visible("main details >> nth=0")),
        Screen("journal-exporter", "/journal", _the_journal_is_exported),
    ]


def screens_of_the_operator() -> list[Screen]:
    return [
        Screen("plateforme", "/plateforme", _organisations),
        Screen("plateforme-entrer", "/plateforme", _one_is_entered),
        Screen("plateforme-suspendre", "/plateforme", _one_is_suspended),
        Screen("visite", "/plateforme", _a_visit),
    ]


def _visible(selector: str) -> Callable[[Page], None]:
    return lambda page: expect(page.locator(selector)).to_be_visible()


def _titled(page: Page) -> None:
    expect(page.locator("main h1").or_(page.get_by_text(NOWHERE))).to_be_visible()


def _who_is_played(page: Page) -> None:
    page.get_by_role("button", name="Jouer quelqu'un d'autre").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def _listed(name: str) -> Callable[[Page], None]:
    return lambda page: expect(page.get_by_role("list", name=name).get_by_role("listitem").first).to_be_visible()


def _telephone_is_enrolled(page: Page) -> None:
    page.get_by_role("button", name="Activer").click()
    expect(page.get_by_alt_text("QR code")).to_be_visible()


def _rights_are_changed(page: Page) -> None:
    page.get_by_role("button", name="Gérer Camille Roussel").click()
    page.get_by_role("menuitem", name="Changer les droits").click()
    page.get_by_role("checkbox", name="Répondre aux clients").uncheck()
    page.get_by_role("checkbox", name="Connecter et régler les canaux").check()


def _the_organisation_is_edited(page: Page) -> None:
    page.get_by_role("button", name="Modifier", exact=True).click()
    expect(page.get_by_role("dialog").get_by_label("Fuseau horaire")).to_be_visible()


def _somebody_is_invited(page: Page) -> None:
    page.get_by_role("button", name="Inviter").click()
    expect(page.get_by_text("pour qui répond aux clients")).to_be_visible()


def _somebody_is_suspended(page: Page) -> None:
    page.get_by_role("button", name="Gérer Camille Roussel").click()
    page.get_by_role("menuitem", name="Suspendre").click()
    expect(page.get_by_label("Motif")).to_be_focused()


def _a_key_is_chosen(page: Page) -> None:
    page.get_by_role("button", name="Créer une clé").click()
    page.get_by_label("Nom", exact=True).fill("Boutique en ligne")
    page.get_by_role("checkbox", name="Voir les clients").check()
    page.get_by_role("checkbox", name="Répondre aux clients").check()
    page.get_by_role("radio", name="Jamais").check()


def _a_key_is_shown(page: Page) -> None:
    _a_key_is_chosen(page)
    page.get_by_role("button", name="Créer la clé").click()
    expect(page.get_by_label("Clé d'API", exact=True)).to_be_visible()


def _a_key_is_listed(page: Page) -> None:
    _listed("Clés")(page)
    page.locator("main details summary").first.click()


def _a_key_is_revoked(page: Page) -> None:
    page.get_by_role("button", name="Révoquer Boutique en ligne").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()


def _licences_are_listed(page: Page) -> None:
    expect(page.get_by_role("link", name="contact@institut-eden.example")).to_be_visible()
    expect(page.get_by_role("list", name="À surveiller")).to_be_visible()


def _licences_are_chosen(page: Page) -> None:
    for email in ("contact@institut-eden.example", "vente@cle-partagee.example"):
        page.get_by_role("checkbox", name=f"Choisir la licence de {email}").check()
    expect(page.get_by_text("2 licences choisies")).to_be_visible()


def _an_act_on_many_is_tried(page: Page) -> None:
    _licences_are_chosen(page)
    page.get_by_role("button", name="Prolonger").click()
    page.get_by_label("Motif").fill("Panne du 12 mars")
    page.get_by_role("button", name="Voir ce que cela donnerait").click()
    expect(page.get_by_text("Rien n'est fait encore")).to_be_visible()


def _a_licence_is_asked_for(page: Page) -> None:
    page.get_by_role("button", name="Créer une licence").click()
    expect(page.get_by_text("Premium · 29 € par mois")).to_be_visible()


def _the_sale_is_arranged(page: Page) -> None:
    page.get_by_role("button", name="Autres actions sur les licences").click()
    page.get_by_role("menuitem", name="Régler la vente").click()
    expect(page.get_by_label("Devise")).to_have_value("EUR")


def _a_licence_is_revoked(page: Page) -> None:
    page.get_by_role("button", name="Actions sur la licence de contact@institut-eden.example").click()
    page.get_by_role("menuitem", name="Révoquer").click()
    expect(page.get_by_label("Tapez REVOQUER pour confirmer")).to_be_visible()


def _a_licence_is_opened(page: Page) -> None:
    page.get_by_role("link", name="accueil@beaute-croix-rousse.example").click()
    _listed("Histoire")(page)


def _a_licence_is_renewed(page: Page) -> None:
    _a_licence_is_opened(page)
    page.get_by_role("button", name="Renouveler").click()
    expect(page.get_by_text("Elle finira le")).to_be_visible()


def _an_import_is_tried(page: Page) -> None:
    rows = b"email;hwid;plan\nawa@exemple.fr;HW-SCREEN-1;premium\npas une adresse;HW-SCREEN-2;starter\n"
    page.locator("input[type=file]").set_input_files({"name": "clients.csv", "mimeType": "text/csv", "buffer": rows})
    _listed("Lignes")(page)


def _a_line_is_opened(page: Page) -> None:
    page.locator("main summary").nth(1).click()
    expect(page.get_by_text("Adresse IP").nth(1)).to_be_visible()


def _the_journal_is_exported(page: Page) -> None:
    page.get_by_role("button", name="Exporter").click()
    expect(page.get_by_text("L'export est lui-même inscrit au journal")).to_be_visible()


def _organisations(page: Page) -> None:
    expect(page.get_by_role("button", name="Entrer chez Institut Lumière")).to_be_visible()


def _one_is_entered(page: Page) -> None:
    page.get_by_role("button", name="Entrer chez Institut Lumière").click()
    expect(page.get_by_label("Motif")).to_be_focused()


def _one_is_suspended(page: Page) -> None:
    page.get_by_role("button", name="Gérer Institut Lumière").click()
    page.get_by_role("menuitem", name="Suspendre").click()
    expect(page.get_by_label("Motif")).to_be_focused()


def _a_visit(page: Page) -> None:
    _one_is_entered(page)
    page.get_by_label("Motif").fill("Ticket 42")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Visite", exact=True)).to_be_visible()
    expect(page.locator("main h1")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_every_screen_is_accessible(browser: Browser, system: System, width: int, scheme: str) -> None:
    ada = Customer(system)
    ada.writes("Quels sont vos horaires d'ouverture ?")
    ada.until_answered("read")
    narrow = width < 640
    options = {"viewport": {"width": width, "height": 844 if narrow else 900}, "color_scheme": scheme}
    wrong: list[str] = []
    with Person.visiting(browser, system, has_touch=narrow, is_mobile=narrow, **options) as sophie:
        sophie.opens("/connexion")
        expect(sophie.page.get_by_label("Mot de passe")).to_be_visible()
        wrong += looked_at(sophie.page, f"connexion-{width}-{scheme}")
        sophie.resume_session()
        wrong += toured(sophie, screens(ada.conversations()[0]), f"{width}-{scheme}")
    with Person.visiting(browser, system, has_touch=narrow, is_mobile=narrow, **options) as helene:
        helene.is_registered(ADMINISTRATOR)
        helene.resume_session(ADMINISTRATOR.email)
        wrong += toured(helene, screens_of_an_administrator(), f"{width}-{scheme}")
    with Person.visiting(browser, system, has_touch=narrow, is_mobile=narrow, **options) as boss:
        boss.is_signed_in_since(timedelta(), OPERATOR)
        wrong += toured(boss, screens_of_the_operator(), f"{width}-{scheme}")
    with Person.visiting(browser, system, has_touch=narrow, is_mobile=narrow, **options) as marc:
        marc.opens("/connexion")
        marc.sign_in(OPERATOR.email)
        marc.page.get_by_role("button", name="Commencer").click()
        expect(marc.page.get_by_alt_text("QR code")).to_be_visible()
        wrong += looked_at(marc.page, f"connexion-telephone-{width}-{scheme}")
    assert not wrong, "\n".join(wrong)


def toured(person: Person, screens: list[Screen], how: str) -> list[str]:
    """What axe finds wrong with each."""
    wrong: list[str] = []
    for screen in screens:
        person.opens(screen.path)
        screen.shown(person.page)
        if person.page.get_by_text(NOWHERE).count():
            continue
        person.is_told_live()
        wrong += looked_at(person.page, f"{screen.name}-{how}")
    return wrong
