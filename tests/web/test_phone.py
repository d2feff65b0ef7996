"""The demonstration phone: a customer is played, the assistant and the team answer."""

import re

from playwright.sync_api import Locator, expect

from tests.web.person import Person

HOURS = "Bonjour, quels sont vos horaires ?"


def balloons(person: Person) -> Locator:
    return person.page.get_by_test_id("phone").locator("li[data-own]")


def theirs(person: Person) -> Locator:
    return person.page.get_by_test_id("phone").locator("li[data-own=false]")


def test_what_is_learnt_is_what_the_phone_gets(sophie: Person) -> None:
    _teach(sophie, "horaires", HOURS, "Ouvert tous les jours de 8 h à 20 h.")
    sophie.opens("/telephone?personne=leila")
    sophie.page.get_by_role("button", name="Une question").click()
    expect(balloons(sophie).first).to_contain_text(HOURS)
    expect(theirs(sophie)).to_contain_text("Ouvert tous les jours de 8 h à 20 h.")
    expect(balloons(sophie).first.locator("[data-mark=read]")).to_be_attached()


def _teach(person: Person, topic: str, question: str, answer: str) -> None:
    """Change an entry of the FAQ on its screen."""
    person.opens(f"/assistant/faq?recherche={topic}")
    page = person.page
    page.get_by_role("list", name="Questions de la FAQ").get_by_role("link").first.click()
    editor = page.get_by_role("form", name="Modifier la question")
    editor.get_by_label("Réponse").fill(answer)
    editor.get_by_label("Ajouter une variante").fill(question)
    page.keyboard.press("Enter")
    expect(editor.get_by_role("list").get_by_text(question)).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(editor).to_have_count(0)


def test_everything_a_customer_may_say_arrives_once_and_the_team_answers_beside(sophie: Person) -> None:
    sophie.opens("/telephone?personne=awa")
    team = sophie.page.get_by_role("region", name="Côté équipe")
    expect(team.get_by_text("Envoyez un premier message")).to_be_visible()
    for example in ("Parler à quelqu'un", "Une position", "Un bouton"):
        sophie.page.get_by_role("button", name=example, exact=True).click()
    sophie.page.get_by_label("Message", exact=True).fill("Première ligne")
    sophie.page.keyboard.press("Shift+Enter")
    sophie.page.keyboard.type("Seconde ligne")
    sophie.page.keyboard.press("Enter")
    own = sophie.page.get_by_test_id("phone").locator("li[data-own=true]")
    expect(own.filter(has=sophie.page.locator("[data-mark=delivered], [data-mark=read]"))).to_have_count(4)
    expect(own).to_have_count(4)
    expect(own.last).to_contain_text("Première ligne\nSeconde ligne", use_inner_text=True)
    expect(team.locator("li[data-author=contact]")).to_have_count(4)

    team.get_by_label("Votre réponse").fill("Bonjour Awa, c'est Sophie.")
    sophie.page.keyboard.press("Control+Enter")
    expect(theirs(sophie).last).to_contain_text("Bonjour Awa, c'est Sophie.")
    team.get_by_role("link", name="Ouvrir dans Conversations").click()
    expect(sophie.bubbles.filter(has_text="Bonjour Awa, c'est Sophie.")).to_be_visible()


def test_anybody_can_be_played_with_the_keyboard_alone(sophie: Person) -> None:
    sophie.opens("/telephone")
    sophie.page.get_by_role("button", name="Jouer quelqu'un d'autre").press("Enter")
    dialog = sophie.page.get_by_role("dialog", name="Qui jouez-vous ?")
    dialog.get_by_label("Nom").press_sequentially("Odile Brun")
    dialog.get_by_label("Numéro").fill("le mien")
    dialog.get_by_label("Numéro").press("Enter")
    expect(dialog.get_by_text("Un numéro de téléphone a de 6 à 15 chiffres")).to_be_visible()
    dialog.get_by_label("Numéro").fill("06 39 98 77 77")
    dialog.get_by_label("Numéro").press("Enter")
    expect(dialog).to_have_count(0)
    expect(sophie.page.get_by_role("region", name="Vous êtes Odile Brun")).to_be_visible()
    expect(sophie.page).to_have_url(re.compile(r"/telephone$"))
    sophie.page.get_by_label("Message", exact=True).press_sequentially("Bonjour")
    sophie.page.keyboard.press("Enter")
    expect(balloons(sophie).first.locator("[data-mark=delivered], [data-mark=read]")).to_be_attached()
    sophie.page.reload()
    expect(balloons(sophie).first).to_contain_text("Bonjour")


def test_a_line_that_is_suspended_is_said_and_resumed_here(sophie: Person) -> None:
    channels = sophie.system.http.get("/api/channels").json()["data"]
    line = next(one["channel_id"] for one in channels if one["provider"] == "simulator")
    sophie.system.http.post(f"/api/channels/{line}/suspend", json={"reason": "Travaux."}).raise_for_status()
    sophie.opens("/telephone")
    expect(sophie.page.get_by_text("La ligne de démonstration est suspendue : Travaux.")).to_be_visible()
    sophie.page.get_by_role("button", name="Rétablir la ligne").click()
    expect(sophie.page.get_by_label("Message", exact=True)).to_be_visible()
