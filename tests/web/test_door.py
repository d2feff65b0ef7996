"""The ways in for who has no password, or has forgotten it: by a link of a mail, in a browser."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from runtime.composition import open_house
from runtime.demo.house import INSTITUTE, Member, register
from tests.e2e.system import System, until
from tests.web.looked_at import looked_at
from tests.web.person import Person

pytestmark = pytest.mark.usefixtures("large_team")

CHOSEN = "un cheval correct agrafé"
LINK = re.compile(r"https?://[^/]+(/[a-z-]+#\S+)")


def someone(system: System, role: str, password: str) -> Member:
    """A member of the institute, registered. Gives who."""
    member = Member(INSTITUTE, f"{uuid4().hex[:8]}@institut-lumiere.demo", "Nadia Belkacem", role)  # type: ignore[arg-type]
    with open_house(system.settings, pool_size=2) as house:
        register(house, member, password)
    return member


def bearer(system: System, email: str, password: str) -> dict[str, str]:
    answer = system.http.post("/auth/login", json={"email": email, "password": password})
    assert answer.status_code == 200, answer.text
    return {"Authorization": f"Bearer {answer.json()['token']}"}


def link_of_letter(system: System, headers: dict[str, str], about: str) -> str:
    """Where the link of the last letter that says it leads, once the letter is there."""

    def found() -> list[str]:
        letters = system.http.get("/api/outbox/mail", headers=headers).json()["data"]
        return [match[1] for letter in letters if about in letter["text"] and (match := LINK.search(letter["text"]))]

    until(lambda: bool(found()), 20)
    return found()[0]


def test_who_is_invited_joins_and_signs_in(visitor: Person) -> None:
    password = visitor.credentials[1]
    admin = bearer(visitor.system, someone(visitor.system, "admin", password).email, password)
    email = f"{uuid4().hex[:8]}@exemple.fr"
    body = {"email": email, "name": "Inès Caron", "role": "agent"}
    invited = visitor.system.http.post("/api/invitations", json=body, headers={**admin, "Idempotency-Key": uuid4().hex})
    assert invited.status_code == 200, invited.text
    visitor.opens(link_of_letter(visitor.system, admin, "Inès Caron"))
    expect(visitor.page.get_by_role("heading", name="Rejoindre Institut Lumière")).to_be_visible()
    assert looked_at(visitor.page, "rejoindre-1440-light") == []
    visitor.expects("status of 422")
    visitor.page.get_by_label("Mot de passe").fill("court")
    visitor.page.get_by_role("button", name="Rejoindre l'équipe").click()
    expect(visitor.page.get_by_text("Choisissez au moins 12 caractères.")).to_be_visible()
    visitor.page.get_by_label("Mot de passe").fill(CHOSEN)
    visitor.page.get_by_role("button", name="Rejoindre l'équipe").click()
    expect(visitor.page.get_by_text("Bienvenue dans l'équipe.")).to_be_visible()
    visitor.page.get_by_role("link", name="Revenir à la connexion").click()
    visitor.sign_in(email, CHOSEN)
    expect(visitor.page.get_by_text("Institut Lumière")).to_be_visible()


def test_an_invitation_is_sent_and_withdrawn_from_the_screen_of_the_team(visitor: Person) -> None:
    visitor.resume_session()
    visitor.opens("/equipe")
    visitor.page.get_by_role("button", name="Inviter").click()
    dialog = visitor.page.get_by_role("dialog")
    dialog.get_by_label("Nom").fill("Karim Haddad")
    dialog.get_by_label("Adresse e-mail").fill(f"{uuid4().hex[:8]}@exemple.fr")
    dialog.get_by_text("Responsable").click()
    assert looked_at(visitor.page, "equipe-inviter-1440-light") == []
    dialog.get_by_role("button", name="Envoyer l'invitation").click()
    waiting = visitor.page.get_by_role("list", name="Invitations en attente")
    expect(waiting).to_contain_text("Karim Haddad")
    expect(waiting).to_contain_text("Invité comme responsable")
    waiting.get_by_role("button", name="Retirer l'invitation de Karim Haddad").click()
    visitor.page.get_by_role("dialog").get_by_role("button", name="Retirer l'invitation").click()
    expect(waiting).to_have_count(0)


def test_an_organisation_is_opened_from_the_door(visitor: Person) -> None:
    visitor.opens("/connexion")
    visitor.page.get_by_role("link", name="Ouvrir une organisation").click()
    assert looked_at(visitor.page, "inscription-1440-light") == []
    email = f"{uuid4().hex[:8]}@exemple.fr"
    visitor.page.get_by_label("Nom de l'organisation").fill("Salon Nour")
    visitor.page.get_by_label("Votre nom").fill("Nour Haddad")
    visitor.page.get_by_label("Adresse e-mail").fill(email)
    visitor.page.get_by_role("button", name="Ouvrir l'organisation").click()
    expect(visitor.page.get_by_text(f"vient d'être envoyé à {email}")).to_be_visible()


def test_who_forgot_the_password_chooses_another(visitor: Person) -> None:
    password = visitor.credentials[1]
    admin = bearer(visitor.system, someone(visitor.system, "admin", password).email, password)
    member = someone(visitor.system, "agent", password)
    visitor.opens("/connexion")
    visitor.page.get_by_role("link", name="Mot de passe oublié ?").click()
    assert looked_at(visitor.page, "mot-de-passe-oublie-1440-light") == []
    visitor.page.get_by_label("Adresse e-mail").fill(member.email)
    visitor.page.get_by_role("button", name="Recevoir un lien").click()
    expect(visitor.page.get_by_text(f"Si {member.email} est l'adresse d'un membre")).to_be_visible()
    visitor.opens(link_of_letter(visitor.system, admin, "nouveau mot de passe"))
    visitor.page.get_by_label("Mot de passe").fill(CHOSEN)
    visitor.page.get_by_role("button", name="Changer de mot de passe").click()
    expect(visitor.page.get_by_text("Votre mot de passe est changé.")).to_be_visible()
    visitor.page.get_by_role("link", name="Revenir à la connexion").click()
    visitor.sign_in(member.email, CHOSEN)
    expect(visitor.page.get_by_text("Institut Lumière")).to_be_visible()


def test_a_link_that_is_incomplete_says_so(visitor: Person) -> None:
    for path in ("/rejoindre", "/mot-de-passe"):
        visitor.opens(path)
        expect(visitor.page.get_by_text("Ce lien est incomplet.")).to_be_visible()
