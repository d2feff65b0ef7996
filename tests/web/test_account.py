"""Proving who one is with a telephone, seeing where one is signed in, and an administrator who runs the team."""

import re
import time
from collections.abc import Iterator

import pyotp
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from runtime.demo.house import AGENTS, INSTITUTE, OPERATOR, PALABRE, Member
from tests.e2e.system import System
from tests.web.looked_at import looked_at
from tests.web.person import Person

pytestmark = pytest.mark.usefixtures("large_team")

REFUSED = "status of 401"
WRONG = "status of 422"
FORBIDDEN = "status of 403"
CHOSEN = "un cheval correct agrafé"
STEP_S = 30
RESET = "Réinitialiser la double authentification"
ADMINISTRATOR = Member(INSTITUTE, "direction@institut-lumiere.demo", "Hélène Aubry", "admin")
NORA = Member(INSTITUTE, "nora@institut-lumiere.demo", "Nora Petit", "agent")
ALEX = Member(PALABRE, "alex@palabre.demo", "Alex Morel", "support")
CLAIRE = Member(INSTITUTE, "claire@institut-lumiere.demo", "Claire Vidal", "agent")
OMAR = Member(INSTITUTE, "omar@institut-lumiere.demo", "Omar Haddad", "agent")
PAUL = Member(INSTITUTE, "paul@institut-lumiere.demo", "Paul Girard", "agent")


class Telephone:
    """An authenticator application, which was shown what is on the screen."""

    def __init__(self, page: Page) -> None:
        assert page.get_by_alt_text("QR code").evaluate("(image) => image.decode().then(() => image.naturalWidth)") > 0
        self.codes = pyotp.TOTP(page.get_by_test_id("secret").inner_text().replace(" ", ""))

    def code(self, steps: int = 0) -> str:
        """The code of now; or of so many steps ahead, as a telephone whose clock is fast shows it."""
        return self.codes.at(int(time.time()) + steps * STEP_S)


@pytest.fixture
def helene(browser: Browser, system: System) -> Iterator[Person]:
    """An administrator of the institute, looking at the team."""
    with Person.visiting(browser, system) as helene:
        helene.is_registered(ADMINISTRATOR)
        helene.resume_session(ADMINISTRATOR.email)
        helene.opens("/equipe")
        helene.is_told_live()
        yield helene


def test_a_member_enrols_a_telephone_and_signs_in_with_it(visitor: Person) -> None:
    visitor.is_registered(NORA)
    page = visitor.page
    visitor.opens("/compte")
    visitor.sign_in(NORA.email)
    expect(page.get_by_role("heading", name="Mon compte")).to_be_visible()
    page.get_by_role("button", name="Activer").click()
    telephone = Telephone(page)
    page.get_by_label("Code affiché par l'application").fill(telephone.code())
    page.get_by_role("dialog").get_by_role("button", name="Activer").click()
    codes = recovery_codes(page)
    page.keyboard.press("Escape")  # by mistake: they would not be shown again
    assert looked_at(page, "compte-codes-1440-light") == []
    page.get_by_label("Je les ai notés").check()
    page.get_by_role("button", name="Terminer", exact=True).click()
    expect(page.get_by_text("Il reste 10 codes de secours.")).to_be_visible()

    page.get_by_role("button", name="Votre compte").click()
    page.get_by_role("menuitem", name="Se déconnecter").click()
    visitor.sign_in(NORA.email)
    expect(page.get_by_label("Code", exact=True)).to_be_focused()
    assert looked_at(page, "connexion-code-1440-light") == []
    visitor.expects(WRONG)
    answers(page, "000 000" if telephone.code(1) != "000000" else "000 001")
    expect(page.get_by_text("Ce code est faux ou a déjà servi.")).to_be_visible()
    answers(page, telephone.code(1))
    expect(page).to_have_url(f"{visitor.system.running.url}/compte")

    page.get_by_role("button", name="Votre compte").click()
    page.get_by_role("menuitem", name="Se déconnecter").click()
    visitor.sign_in(NORA.email)
    answers(page, codes[0].upper())
    expect(page.get_by_text("Il reste 9 codes de secours.")).to_be_visible()


def test_going_back_asks_for_the_password_again(visitor: Person) -> None:
    visitor.is_registered(ALEX)
    visitor.opens("/connexion")
    visitor.sign_in(ALEX.email)
    visitor.page.get_by_role("button", name="Revenir").click()
    expect(visitor.page.get_by_label("Mot de passe")).to_be_visible()


def test_a_challenge_that_is_over_leads_back_to_the_password(visitor: Person) -> None:
    visitor.context.route(
        "**/auth/second-factor/enrolment", lambda route: route.continue_(post_data='{"challenge":"e30"}')
    )
    visitor.expects(REFUSED)
    visitor.is_registered(ALEX)
    visitor.opens("/connexion")
    visitor.sign_in(ALEX.email)
    visitor.page.get_by_role("button", name="Commencer").click()
    expect(visitor.page.get_by_role("alert")).to_contain_text("Saisissez à nouveau votre mot de passe.")
    expect(visitor.page.get_by_label("Mot de passe")).to_be_visible()


def test_who_runs_the_platform_must_enrol_before_the_first_screen(visitor: Person) -> None:
    page = visitor.page
    visitor.opens("/connexion?suite=/compte")
    visitor.sign_in(OPERATOR.email)
    page.get_by_role("button", name="Commencer").click()
    telephone = Telephone(page)
    page.get_by_label("Code affiché par l'application").fill(telephone.code())
    page.get_by_role("button", name="Confirmer").click()
    assert len(set(recovery_codes(page))) == 10
    assert looked_at(page, "connexion-codes-1440-light") == []
    proceed = page.get_by_role("button", name="Continuer")
    expect(proceed).to_be_disabled()
    page.get_by_label("Je les ai notés").check()
    proceed.click()
    expect(page).to_have_url(f"{visitor.system.running.url}/compte")
    expect(page.get_by_text("elle ne se retire pas")).to_be_visible()
    expect(page.get_by_role("button", name="Retirer")).to_have_count(0)


def test_a_session_is_ended_from_another_device(browser: Browser, visitor: Person) -> None:
    visitor.is_registered(PAUL)
    visitor.opens("/compte")
    visitor.sign_in(PAUL.email)
    sessions = visitor.page.get_by_role("list", name="Mes sessions").get_by_role("listitem")
    expect(sessions).to_have_count(1)
    expect(sessions).to_contain_text("Cet appareil")
    visitor.is_told_live()
    with Person.visiting(browser, visitor.system) as elsewhere:
        elsewhere.expects(REFUSED)
        elsewhere.opens("/")
        elsewhere.sign_in(PAUL.email)
        elsewhere.is_told_live()
        expect(sessions).to_have_count(2)  # told live
        visitor.page.get_by_role("button", name=re.compile("^Terminer la session")).click()
        expect(sessions).to_have_count(1)
        expect(elsewhere.page.get_by_text("Votre session est terminée")).to_be_visible()

    visitor.page.get_by_role("button", name="Tout terminer").click()
    dialog = visitor.page.get_by_role("dialog")
    expect(dialog).to_contain_text("celui-ci compris")
    dialog.get_by_role("button", name="Tout terminer").click()
    expect(visitor.page.get_by_label("Mot de passe")).to_be_visible()


def test_the_other_sessions_are_ended_at_once_and_this_one_goes_on(browser: Browser, visitor: Person) -> None:
    visitor.is_registered(OMAR)
    visitor.opens("/compte")
    visitor.sign_in(OMAR.email)
    visitor.is_told_live()
    sessions = visitor.page.get_by_role("list", name="Mes sessions").get_by_role("listitem")
    expect(sessions).to_have_count(1)
    expect(visitor.page.get_by_role("button", name="Terminer les autres sessions")).to_have_count(0)
    with Person.visiting(browser, visitor.system) as elsewhere:
        elsewhere.expects(REFUSED)
        elsewhere.opens("/")
        elsewhere.sign_in(OMAR.email)
        elsewhere.is_told_live()
        expect(sessions).to_have_count(2)
        assert looked_at(visitor.page, "compte-sessions-1440-light") == []
        visitor.page.get_by_role("button", name="Terminer les autres sessions").click()
        expect(visitor.page.get_by_text("Vos autres sessions sont terminées.")).to_be_visible()
        expect(sessions).to_have_count(1)
        expect(elsewhere.page.get_by_text("Votre session est terminée")).to_be_visible()
    visitor.page.reload()
    expect(sessions).to_have_count(1)


def test_a_password_is_changed_and_this_session_alone_goes_on(browser: Browser, visitor: Person) -> None:
    visitor.is_registered(CLAIRE)
    page = visitor.page
    visitor.opens("/compte")
    visitor.sign_in(CLAIRE.email)
    visitor.is_told_live()
    with Person.visiting(browser, visitor.system) as elsewhere:
        elsewhere.expects(REFUSED)
        elsewhere.opens("/")
        elsewhere.sign_in(CLAIRE.email)
        elsewhere.is_told_live()
        page.get_by_role("button", name="Changer", exact=True).click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("Au moins 12 caractères")
        expect(dialog).to_contain_text("Vos autres sessions se terminent")
        visitor.expects(WRONG)
        visitor.expects(REFUSED)  # what was asked with the token of before, while the new one was on its way
        changes_password(dialog, "un autre", CHOSEN)
        expect(dialog.get_by_text("Ce n'est pas votre mot de passe actuel.")).to_be_visible()
        changes_password(dialog, visitor.credentials[1], "Claire-Vidal-2026")
        expect(dialog.get_by_text("se devine trop facilement")).to_be_visible()
        assert looked_at(page, "compte-mot-de-passe-1440-light") == []
        changes_password(dialog, visitor.credentials[1], CHOSEN)
        expect(page.get_by_text("Votre mot de passe est changé.")).to_be_visible()
        expect(dialog).to_have_count(0)
        expect(elsewhere.page.get_by_text("Votre session est terminée")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Mon compte")).to_be_visible()
    expect(page.get_by_role("list", name="Mes sessions").get_by_role("listitem")).to_have_count(1)
    page.get_by_role("button", name="Votre compte").click()
    page.get_by_role("menuitem", name="Se déconnecter").click()
    visitor.sign_in(CLAIRE.email, CHOSEN)
    expect(page.get_by_role("heading", name="Mon compte")).to_be_visible()


def test_who_has_a_second_factor_is_seen_and_its_reset_is_offered_for_them_alone(
    helene: Person, visitor: Person
) -> None:
    sami = Member(INSTITUTE, "sami@institut-lumiere.demo", "Sami Benali", "agent")
    helene.is_registered(sami)
    visitor.opens("/compte")
    visitor.sign_in(sami.email)
    helene.page.reload()
    expect(line(helene.page, sami)).not_to_contain_text("Double authentification")
    line(helene.page, sami).get_by_role("button", name=f"Gérer {sami.name}").click()
    expect(helene.page.get_by_role("menuitem", name="Suspendre", exact=True)).to_be_visible()
    expect(helene.page.get_by_role("menuitem", name=RESET)).to_have_count(0)
    helene.page.keyboard.press("Escape")
    visitor.page.get_by_role("button", name="Activer").click()
    visitor.page.get_by_label("Code affiché par l'application").fill(Telephone(visitor.page).code())
    visitor.page.get_by_role("dialog").get_by_role("button", name="Activer").click()
    recovery_codes(visitor.page)
    helene.page.reload()
    expect(line(helene.page, sami)).to_contain_text("Double authentification")
    assert looked_at(helene.page, "equipe-double-1440-light") == []
    visitor.expects(REFUSED)
    managed(helene.page, sami, RESET).get_by_role("button", name="Réinitialiser").click()
    expect(line(helene.page, sami)).not_to_contain_text("Double authentification")


def test_rights_that_are_withdrawn_leave_the_screen_at_once(browser: Browser, helene: Person) -> None:
    helene.is_registered(PAUL)
    with Person.visiting(browser, helene.system) as paul:
        paul.resume_session(PAUL.email)
        paul.opens("/compte")
        paul.is_told_live()
        telephone = paul.page.get_by_role("link", name="Téléphone")
        expect(telephone).to_be_visible()
        dialog = managed(helene.page, PAUL, "Changer les droits")
        dialog.get_by_role("checkbox", name=re.compile("^Jouer un client")).uncheck()
        dialog.get_by_role("button", name="Enregistrer").click()
        expect(line(helene.page, PAUL)).to_contain_text("1 droit retiré")
        expect(telephone).to_have_count(0)
        dialog = managed(helene.page, PAUL, "Changer le rôle")
        dialog.get_by_label("Responsable").check()
        dialog.get_by_role("button", name="Enregistrer").click()
        expect(line(helene.page, PAUL)).to_contain_text("Responsable")


def test_who_is_suspended_is_led_to_the_door_and_stays_there(browser: Browser, helene: Person) -> None:
    ines = Member(INSTITUTE, "ines.martin@institut-lumiere.demo", "Inès Martin", "agent")
    helene.is_registered(ines)
    with Person.visiting(browser, helene.system) as suspended:
        suspended.resume_session(ines.email)
        suspended.opens("/conversations")
        suspended.is_told_live()
        suspended.expects(REFUSED)
        dialog = managed(helene.page, ines, "Suspendre")
        dialog.get_by_label("Motif").fill("Départ de l'institut")
        dialog.get_by_role("button", name="Suspendre").click()
        expect(line(helene.page, ines)).to_contain_text("Motif : Départ de l'institut")
        expect(suspended.page.get_by_text("Votre session est terminée")).to_be_visible()
        suspended.expects(FORBIDDEN)
        suspended.sign_in(ines.email)
        expect(suspended.page.get_by_role("alert")).to_contain_text("suspendu par un administrateur")

        dialog = managed(helene.page, ines, "Réintégrer")
        dialog.get_by_role("button", name="Réintégrer").click()
        expect(line(helene.page, ines)).not_to_contain_text("Suspendu")
        suspended.sign_in(ines.email)
        expect(suspended.page.get_by_role("navigation", name="Navigation principale")).to_be_visible()


def test_the_rule_is_changed_once_what_follows_was_read(helene: Person) -> None:
    rule = helene.page.get_by_role("switch", name=re.compile("demandée à tous"))
    rule.click()
    expect(rule).not_to_be_checked()
    helene.page.get_by_role("dialog").get_by_role("button", name="Demander à tous").click()
    expect(rule).to_be_checked()
    rule.click()
    helene.page.get_by_role("dialog").get_by_role("button", name="Ne plus demander").click()
    expect(rule).not_to_be_checked()


def test_the_organisation_is_called_otherwise_and_lives_by_other_clocks(helene: Person) -> None:
    page = helene.page
    helene.opens("/equipe")
    for name, zone in (("Institut Aurore", "Africa/Douala"), ("Institut Lumière", "Europe/Paris")):
        page.get_by_role("button", name="Modifier", exact=True).click()
        page.get_by_role("dialog").get_by_label("Nom").fill(name)
        page.get_by_role("dialog").get_by_label("Fuseau horaire").select_option(zone)
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.get_by_text(f"À l'heure de {zone}")).to_be_visible()
        expect(page.get_by_role("banner")).to_contain_text(name)


def test_nobody_acts_on_themselves_and_who_may_not_act_has_nothing_to_act_with(helene: Person, visitor: Person) -> None:
    expect(line(helene.page, ADMINISTRATOR)).to_contain_text("Vous")
    expect(line(helene.page, ADMINISTRATOR).get_by_role("button")).to_have_count(0)
    visitor.resume_session(AGENTS[0].email)
    visitor.opens("/equipe")
    expect(line(visitor.page, ADMINISTRATOR)).to_be_visible()
    expect(visitor.page.get_by_role("button", name=re.compile("^Gérer"))).to_have_count(0)
    expect(visitor.page.get_by_role("switch")).to_have_count(0)
    expect(visitor.page.get_by_role("link", name="Équipe")).to_have_count(0)


def test_on_a_phone_the_team_is_in_the_menu_of_the_account(browser: Browser, system: System) -> None:
    narrow = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    with Person.visiting(browser, system, **narrow) as helene:
        helene.is_registered(ADMINISTRATOR)
        helene.resume_session(ADMINISTRATOR.email)
        helene.opens("/compte")
        places = helene.page.get_by_role("navigation", name="Navigation principale").get_by_role("link")
        expect(places).to_have_count(5)
        helene.page.get_by_role("button", name="Votre compte").click()
        helene.page.get_by_role("menuitem", name="Équipe").click()
        expect(line(helene.page, ADMINISTRATOR)).to_be_visible()


def recovery_codes(page: Page) -> list[str]:
    listed = page.get_by_role("list", name="Vos codes de secours").get_by_role("listitem")
    expect(listed).to_have_count(10)
    return listed.all_inner_texts()


def answers(page: Page, code: str) -> None:
    page.get_by_label("Code", exact=True).fill(code)
    page.get_by_role("button", name="Se connecter").click()


def changes_password(dialog: Locator, current: str, password: str) -> None:
    dialog.get_by_label("Mot de passe actuel").fill(current)
    dialog.get_by_label("Nouveau mot de passe").fill(password)
    dialog.get_by_role("button", name="Changer le mot de passe").click()


def line(page: Page, member: Member) -> Locator:
    return page.get_by_role("list", name="Membres").get_by_role("listitem").filter(has_text=member.name)


def managed(page: Page, member: Member, act: str) -> Locator:
    """The dialog of an act."""
    line(page, member).get_by_role("button", name=f"Gérer {member.name}").click()
    page.get_by_role("menuitem", name=act, exact=True).click()
    return page.get_by_role("dialog")
