"""A person at the dashboard, in a browser of their own that notes whatever goes wrong in it."""

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

from application.sessions import Sessions
from domain.fact import SYSTEM, Context
from runtime.composition import open_house
from runtime.demo.house import Member, register
from tests.e2e.system import System
from tests.earlier import Earlier

TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""


TOKEN_S = 300.0


@dataclass
class Person:
    """One tab. `complaints` are console errors, page errors, violations of the content policy."""

    system: System
    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    @classmethod
    @contextmanager
    def visiting(cls, browser: Browser, system: System, **options: Any) -> Iterator["Person"]:
        """Somebody who opens a browser; when they leave, it must have had nothing to complain of."""
        chosen = {"viewport": {"width": 1440, "height": 900}, "locale": "fr-FR", "reduced_motion": "reduce"} | options
        context = browser.new_context(base_url=system.running.url, **chosen)
        context.add_init_script(TELL_VIOLATIONS)
        person = cls(system, context, context.new_page())
        person.page.on("console", person._heard)
        person.page.on("pageerror", lambda error: person.complaints.append(str(error)))
        yield person
        context.close()
        unexpected = person.unexpected()
        assert not unexpected, "\n".join(unexpected)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.text} ({message.location.get('url')})")

    def expects(self, complaint: str) -> None:
        """Chromium reports each refused or failed request: a journey says which ones are part of it."""
        self.expected.append(complaint)

    def unexpected(self) -> list[str]:
        return [one for one in self.complaints if not any(re.search(known, one) for known in self.expected)]

    # signing in

    @property
    def credentials(self) -> tuple[str, str]:
        email, password = (line.split(": ", 1)[1] for line in self.system.lines[1:3])
        return email, password

    def is_registered(self, member: Member) -> None:
        """Somebody new, with the password of every member. Nothing when they are there already."""
        with open_house(self.system.settings, pool_size=2) as house:
            register(house, member, self.credentials[1])

    def sign_in(self, email: str | None = None, password: str | None = None) -> None:
        """Fill in the form that is on the screen; the manager's without more."""
        known = self.credentials
        self.page.get_by_label("Adresse e-mail").fill(email or known[0])
        self.page.get_by_label("Mot de passe").fill(password or known[1])
        self.page.get_by_role("button", name="Se connecter").click()

    def resume_session(self, email: str | None = None) -> None:
        """Come with a session that is already open: what most journeys begin with. Every member has the password."""
        body = {"email": email or self.credentials[0], "password": self.credentials[1]}
        answer = self.system.http.post("/auth/login", json=body)
        assert answer.status_code == 200, answer.text
        told = answer.json()
        self._keeps(told["token"], told["expires_in"], told["session_ends_at"], told["user"]["id"])

    def is_signed_in_since(self, ago: timedelta, member: Member) -> None:
        """Come with a session that was opened so long ago, with no second factor."""
        with open_house(self.system.settings, pool_size=2) as house:
            sessions = Sessions(house.bus, house.tokens, Earlier(house.clock, ago), house.settings.session_lifetime)
            opened = sessions.open(Context(member.organisation_id, SYSTEM), member.user_id)
        self._keeps(opened.token, TOKEN_S, opened.ends_at.isoformat(), str(member.user_id))

    def _keeps(self, token: str, expires_in: float, ends_at: str, user_id: str) -> None:
        kept = json.dumps(
            {
                "token": token,
                "freshUntil": (time.time() + expires_in) * 1000,
                "endsAt": ends_at,
                "userId": user_id,
            }
        )
        keep = f"sessionStorage.setItem('palabre.session', {json.dumps(kept)})"
        self.context.add_init_script(f"if (location.pathname !== '/connexion') {keep}")

    # what is on the screen

    def opens(self, path: str) -> None:
        self.page.goto(path)

    @property
    def lines(self) -> Locator:
        """The lines of the list of conversations."""
        return self.page.get_by_test_id("conversations").get_by_role("link")

    def line(self, text: str) -> Locator:
        return self.lines.filter(has_text=text)

    @property
    def bubbles(self) -> Locator:
        """The messages of the thread."""
        return self.page.get_by_test_id("thread").locator("li[data-author]")

    def opens_conversation(self, number: str) -> str:
        """The last one of a number. Gives its id."""
        answer = self.system.http.get("/api/conversations", params={"search": number})
        conversation_id: str = answer.json()["data"][0]["conversation_id"]
        self.opens(f"/conversations/{conversation_id}")
        expect(self.bubbles.first).to_be_visible()
        return conversation_id

    def is_told_live(self) -> None:
        """From here on, what happens comes by itself."""
        expect(self.page.locator("[data-connection=live]")).to_be_attached()
