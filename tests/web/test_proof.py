"""What cannot be undone, asked for by somebody who signed in some time ago."""

import pytest
from playwright.sync_api import Locator, expect

from domain.tenancy.session import PROVED_FOR
from runtime.demo.house import AGENTS
from tests.e2e.customers import Customer
from tests.web.looked_at import looked_at
from tests.web.person import Person

ASKED = "status of 403"
WRONG = "status of 422"
TITLE = "Confirmez que c'est bien vous"


@pytest.fixture
def camille(visitor: Person) -> Person:
    """An agent who signed in a while ago."""
    visitor.is_signed_in_since(PROVED_FOR, AGENTS[0])
    visitor.expects(ASKED)
    return visitor


def erasure(person: Person, ada: Customer) -> Locator:
    """The dialog that erases her, all filled in."""
    ada.writes("Bonjour")
    ada.until_answered("read")
    person.opens(f"/clients/{ada.conversations()[0]['contact_id']}")
    person.page.get_by_role("button", name="Supprimer ce client").click()
    dialog = person.page.get_by_role("dialog", name="Supprimer ce client")
    dialog.get_by_label("Pour confirmer, écrivez SUPPRIMER").fill("SUPPRIMER")
    return dialog


def test_a_customer_is_erased_once_the_password_was_given_again(camille: Person) -> None:
    dialog = erasure(camille, Customer(camille.system))
    dialog.get_by_label("Pour confirmer").press("Enter")
    asked = camille.page.get_by_role("dialog", name=TITLE)
    password = asked.get_by_label("Mot de passe")
    expect(password).to_be_focused()
    assert looked_at(camille.page, "preuve-1440-light") == []
    camille.expects(WRONG)
    password.fill("un autre")
    password.press("Enter")
    expect(asked.get_by_text("Ce n'est pas votre mot de passe actuel.")).to_be_visible()
    expect(password).to_be_focused()
    password.fill(camille.credentials[1])
    password.press("Enter")
    expect(asked).to_have_count(0)
    expect(dialog).to_have_count(0)
    expect(camille.page.get_by_text("Client supprimé.")).to_be_visible()


def test_who_would_rather_not_is_back_where_they_were_and_nothing_is_done(camille: Person) -> None:
    dialog = erasure(camille, Customer(camille.system))
    dialog.get_by_role("button", name="Supprimer pour toujours").click()
    camille.page.get_by_role("dialog", name=TITLE).get_by_role("button", name="Annuler").click()
    expect(dialog.get_by_text("Confirmez d'abord que c'est bien vous")).to_be_visible()
    expect(dialog.get_by_role("button", name="Supprimer pour toujours")).to_be_focused()
    camille.page.keyboard.press("Enter")
    camille.page.get_by_role("dialog", name=TITLE).get_by_label("Mot de passe").fill(camille.credentials[1])
    camille.page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
