"""A look at a screen: a picture of it, and what axe has to say."""

import os
from pathlib import Path

from playwright.sync_api import Page

from tests.web.browser import ROOT

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = Path(os.environ.get("PALABRE_SHOTS", ROOT / "build" / "shots"))
ASK_AXE = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.any.map((one) => one.message).join(" ")}: ${node.html.slice(0, 200)}`));
}"""
# On a phone a dialog that begins with a field waits for the keyboard before it shows, for 600 ms at most.
SETTLED = """() => document.fonts.status === "loaded"
  && !document.querySelector("[role=status][aria-label=Chargement]")
  && [...document.querySelectorAll("[role=dialog]")].every((one) => one.checkVisibility({ opacityProperty: true }))
  && [...document.images].every((image) => image.complete)"""


def looked_at(page: Page, name: str) -> list[str]:
    """Keep a picture; give what axe finds wrong. It comes by the debugger: the policy lets no script in."""
    page.wait_for_function(SETTLED)
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png")
    page.evaluate(AXE.read_text())
    violations: list[str] = page.evaluate(ASK_AXE)
    return [f"{name}: {violation}" for violation in violations]
