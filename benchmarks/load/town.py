"""An installation that is loaded from outside: its web process, and organisations with a number and a member."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID, uuid4

import httpx

from adapters.secrets.passwords import Argon2Passwords
from application.assistant.assistant import assistant_id
from application.sign_in import register_user
from benchmarks.machines import cpu_seconds, environment_kept
from benchmarks.pace import SECRETS, Number, organisation
from domain.assistant.faq import AddFaq
from domain.assistant.settings import DEFAULT_HANDOVER, DEFAULT_THRESHOLD, ConfigureAssistant
from domain.fact import SYSTEM, Context
from runtime.composition import House
from runtime.demo.faq import FAQ
from runtime.embedded import ports

PASSWORD = "correct horse battery staple"  # noqa: S105 - of an installation that is thrown away
LIMIT = "600000"  # a minute: ten thousand a second; the window keeps an entry for each request
PROVIDER_LIMIT = 80  # messages a second of a number, as WhatsApp takes them
STAND_IN = {"APP_SECRET": SECRETS["app_secret"]}
"""So that what the stand-in of the provider tells is in order."""


@contextmanager
def web_address() -> Iterator[str]:
    """Settings of a web process that nothing limits but the machine, in the environment while the context lasts, which
    then is as it was. Gives the address."""
    port = ports.free_port()
    url = f"http://127.0.0.1:{port}"
    limits = dict.fromkeys(("WEBHOOKS_PER_MINUTE", "PERSON_PER_MINUTE", "ANONYMOUS_PER_MINUTE"), LIMIT)
    settings = {**limits, "PORT": str(port), "PUBLIC_URL": url, "TOKEN_LIFETIME": "7200"}
    with environment_kept():
        os.environ.update({f"PALABRE_{name}": value for name, value in settings.items()})
        yield url


@dataclass(frozen=True)
class Team:
    """An organisation with the demonstration's FAQ, one number, and one member."""

    house: House
    organisation_id: UUID
    endpoint: str

    @classmethod
    def founded(cls, house: House, endpoint: str, *, automatic: bool, business: str = "") -> "Team":
        """`endpoint` is the number's id at the provider; `automatic`, whether the assistant answers."""
        team = cls(house, organisation(house, f"Institut {endpoint}"), endpoint)
        Number.connected(house, endpoint, team.organisation_id, PROVIDER_LIMIT)
        house.bus.execute(
            team.context,
            ConfigureAssistant(
                assistant_id=assistant_id(team.organisation_id),
                automatic=automatic,
                threshold=DEFAULT_THRESHOLD,
                handover=DEFAULT_HANDOVER,
                business=business,
            ),
            *(
                AddFaq(faq_id=uuid4(), question=entry.question, answer=entry.answer, variants=entry.variants)
                for entry in FAQ
            ),
        )
        register_user(
            bus=house.bus,
            vault=house.vault,
            passwords=Argon2Passwords(),
            indexes=house.master_key,
            context=team.context,
            user_id=uuid4(),
            email=team.email,
            name="Laura Petit",
            role="admin",
            password=PASSWORD,
        )
        return team

    @property
    def context(self) -> Context:
        return Context(self.organisation_id, SYSTEM)

    @property
    def email(self) -> str:
        return f"laura.{self.endpoint}@example.org"

    def token(self, url: str) -> str:
        """Of a session of the member."""
        answer = httpx.post(f"{url}/auth/login", json={"email": self.email, "password": PASSWORD}, timeout=60)
        answer.raise_for_status()
        return str(answer.json()["token"])


class Cpu:
    """Seconds of each program in each phase, by "program, phase"."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    @contextmanager
    def during(self, phase: str) -> Iterator[None]:
        """What the processes below this one take while the context lasts belongs to the phase."""
        before = cpu_seconds()
        yield
        after = cpu_seconds()
        self.add(phase, {name: seconds - before.get(name, 0.0) for name, seconds in after.items()})

    def add(self, phase: str, spent: Mapping[str, float]) -> None:
        """More seconds of a phase."""
        for name, seconds in spent.items():
            line = f"{name}, {phase}"
            if seconds > 0:
                self.spent[line] = round(self.spent.get(line, 0.0) + seconds, 1)
