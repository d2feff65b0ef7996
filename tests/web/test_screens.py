"""Every screen, wide and narrow, light and dark: accessible to all as far as axe can tell, and kept as pictures."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.customers import Customer
from tests.e2e.system import System
from tests.web.browser import ROOT
from tests.web.person import Person

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = Path(os.environ.get("PALABRE_SHOTS", ROOT / "build" / "shots"))
NOWHERE = "Cette page n'existe pas."
ASK_AXE = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.any.map((one) => one.message).join(" ")}: ${node.html.slice(0, 200)}`));
}"""
SETTLED = """() => document.fonts.status === "loaded"
  && !document.querySelector("[role=status][aria-label=Chargement]")
  && [...document.images].every((image) => image.complete)"""


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
    ]


def _visible(selector: str) -> Callable[[Page], None]:
    return lambda page: expect(page.locator(selector)).to_be_visible()


def _titled(page: Page) -> None:
    expect(page.locator("main h1").or_(page.get_by_text(NOWHERE))).to_be_visible()


def _who_is_played(page: Page) -> None:
    page.get_by_role("button", name="Jouer quelqu'un d'autre").click()
    expect(page.get_by_role("dialog")).to_be_visible()


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
        for screen in screens(ada.conversations()[0]):
            sophie.opens(screen.path)
            screen.shown(sophie.page)
            if sophie.page.get_by_text(NOWHERE).count():
                continue
            sophie.is_told_live()
            wrong += looked_at(sophie.page, f"{screen.name}-{width}-{scheme}")
    assert not wrong, "\n".join(wrong)


def looked_at(page: Page, name: str) -> list[str]:
    """Keep a picture; give what axe finds wrong. It comes by the debugger: the policy lets no script in."""
    page.wait_for_function(SETTLED)
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png")
    page.evaluate(AXE.read_text())
    violations: list[str] = page.evaluate(ASK_AXE)
    return [f"{name}: {violation}" for violation in violations]
