"""An installation with the API in front of it, its organisations, and the people who call it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import httpx
from anyio.from_thread import BlockingPortal, start_blocking_portal
from argon2 import PasswordHasher
from fastapi import FastAPI

from adapters.live.hub import Hub
from adapters.live.reading import LiveReading
from adapters.messaging.simulator import bodies
from adapters.secrets.passwords import Argon2Passwords
from api.app import create_app
from api.services import ApiServices
from application.licensing import LicenceDesk, NewLicence
from application.sign_in import register_user
from domain.fact import SYSTEM, Actor, Context
from domain.tenancy.organisation import FoundOrganisation
from domain.tenancy.permissions import Role
from domain.tenancy.plan_changes import ChangePlan
from domain.tenancy.plans import PlanName
from runtime.processes.web import Server, api_services, configuration, start_live
from runtime.settings import Settings
from runtime.waiting import wait_until
from tests.drive import Drive, driving

QUICK = Argon2Passwords(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
PASSWORD = "correct horse battery staple"
SECRET = "the secret of the channel"
PEER = "203.0.113.7"

Response = httpx.Response


class Client:
    """Calls an app that runs in a loop of its own, as a synchronous client would."""

    def __init__(self, app: FastAPI, portal: BlockingPortal, peer: str = PEER) -> None:
        transport = httpx.ASGITransport(app, client=(peer, 40000))
        self._client = httpx.AsyncClient(transport=transport, base_url="http://palabre.test")
        self.portal = portal

    def request(self, method: str, path: str, **options: Any) -> Response:
        return self.portal.call(partial(self._client.request, method, path, **options))

    def close(self) -> None:
        self.portal.call(self._client.aclose)


class Stage:
    """The installation. `run` lets everything that follows from what was asked happen."""

    def __init__(self, drive: Drive, services: ApiServices, hub: Hub, portal: BlockingPortal) -> None:
        self.drive = drive
        self.services = services
        self.hub = hub
        self.app = create_app(services)
        self.client = Client(self.app, portal)
        self.portal = portal
        self.servers: list[Server] = []

    @property
    def settings(self) -> Settings:
        return self.drive.house.settings

    def run(self) -> None:
        self.drive.run()
        self.hub.advance()

    def followed(self) -> set[UUID]:
        """The organisations that somebody follows on the last server."""
        return self.servers[-1].hub.followed()

    def eventually(self, holds: Callable[[], bool], seconds: float = 5.0) -> bool:
        """Whether it comes true, asked again and again: for what another thread does."""
        return wait_until(holds, seconds)

    def with_services(self, peer: str = PEER, **changes: Any) -> Client:
        """A client of the same installation, with some parts changed; `peer` is the address that it calls from."""
        return Client(create_app(replace(self.services, **changes)), self.portal, peer)

    def team(
        self,
        name: str = "Institut Lumière",
        *,
        operator: bool = False,
        zone: str = "Europe/Paris",
        plan: PlanName = "enterprise",
    ) -> "Team":
        organisation_id = uuid4()
        self.drive.house.bus.execute(
            Context(organisation_id, SYSTEM),
            FoundOrganisation(
                organisation_id=organisation_id, organisation_name=name, time_zone=zone, operator=operator
            ),
            *([] if operator else [ChangePlan(organisation_id=organisation_id, plan=plan)]),
        )
        return Team(self, organisation_id)


@dataclass
class Person:
    """Somebody who is signed in."""

    stage: Stage
    user_id: UUID
    organisation_id: UUID
    session_id: UUID
    token: str

    def request(self, method: str, path: str, **options: Any) -> Response:
        headers = {"Authorization": f"Bearer {self.token}"} | options.pop("headers", {})
        return self.stage.client.request(method, path, headers=headers, **options)

    def get(self, path: str, **params: Any) -> Response:
        return self.request("GET", path, params={name: value for name, value in params.items() if value is not None})

    def post(self, path: str, json: Any = None, **headers: str) -> Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.request("POST", path, json=json, headers=named)

    def put(self, path: str, json: Any) -> Response:
        return self.request("PUT", path, json=json)

    def delete(self, path: str) -> Response:
        return self.request("DELETE", path)


@dataclass
class Team:
    """An organisation, with a channel of the simulator that customers write to."""

    stage: Stage
    organisation_id: UUID
    channel_id: UUID = field(default_factory=uuid4)
    endpoint: str = field(default_factory=lambda: f"line-{uuid4().hex[:8]}")
    _people: dict[str, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.stage.drive.house.channels.connect(
            Context(self.organisation_id, SYSTEM),
            self.channel_id,
            "simulator",
            "Accueil",
            {"endpoint": self.endpoint},
            {"secret": SECRET},
        )

    def person(self, role: Role = "admin") -> Person:
        """The member of the team with this role."""
        if role not in self._people:
            self._people[role] = self.hire(role)
        return self._people[role]

    def hire(self, role: Role, *, email: str = "", name: str = "Laura Petit", password: str = PASSWORD) -> Person:
        user_id = uuid4()
        house = self.stage.drive.house
        register_user(
            bus=house.bus,
            vault=house.vault,
            passwords=QUICK,
            indexes=house.master_key,
            context=Context(self.organisation_id, SYSTEM),
            user_id=user_id,
            email=email or f"{user_id.hex}@example.org",
            name=name,
            role=role,
            password=password,
        )
        opened = self.stage.services.sessions.open(Context(self.organisation_id, SYSTEM), user_id)
        return Person(self.stage, user_id, self.organisation_id, opened.session_id, opened.token)

    def sells(self, email: str = "awa@exemple.fr", hwid: str = "") -> UUID:
        """A licence of thirty days. Gives its id."""
        house, licence_id = self.stage.drive.house, uuid4()
        desk = LicenceDesk(house.bus, house.ledger, house.master_key, house.clock)
        new = NewLicence(email, hwid or f"HW-{licence_id}", "premium")
        desk.issue(Context(self.organisation_id, SYSTEM), licence_id, new)
        return licence_id

    def is_visited(self) -> UUID:
        """Somebody of the platform comes in. Gives the visit."""
        home = self.stage.team("Palabre", operator=True)
        nadia = home.hire("support", name="Nadia")
        by = Context(home.organisation_id, Actor("user", nadia.user_id))
        entered = self.stage.services.platform.enter(by, nadia.user_id, "Nadia", self.organisation_id, "Ticket 42")
        return entered.visit_id

    def webhook(self, text: str, *, phone: str = "+33639980001", name: str = "Ada", id: str = "") -> bytes:
        at = self.stage.drive.house.clock.now()
        return bodies.body(self.endpoint, [bodies.text(id or uuid4().hex, phone, text, at=at, name=name)])

    def delivers(self, body: bytes, secret: str = SECRET) -> Response:
        """The simulator posts the body."""
        headers = {"content-type": "application/json", bodies.SIGNATURE: bodies.sign(body, secret)}
        return self.stage.client.request("POST", "/api/webhooks/simulator", content=body, headers=headers)

    def hears(self, text: str, *, phone: str = "+33639980001", name: str = "Ada") -> dict[str, Any]:
        """A customer writes, everything follows. Gives the conversation as the inbox shows it."""
        assert self.delivers(self.webhook(text, phone=phone, name=name)).status_code == 200
        self.stage.run()
        found = self.person().get("/api/conversations", search=phone).json()["data"]
        conversation: dict[str, Any] = found[0]
        return conversation

    def messages(self, conversation_id: str) -> list[dict[str, Any]]:
        """The messages of a conversation, oldest first."""
        page = self.person().get(f"/api/conversations/{conversation_id}/messages").json()
        return list(reversed(page["data"]))


@contextmanager
def staged(settings: Settings, *, patience: float = 10.0) -> Iterator[Stage]:
    """`patience` is the wait for a connection, in seconds."""
    with ExitStack() as stack:
        drive = stack.enter_context(driving(settings, patience=patience))
        hub = Hub(LiveReading(drive.house.app_pool))
        services = api_services(drive.house, hub, stack)
        portal = stack.enter_context(start_blocking_portal())
        stage = Stage(drive, services, hub, portal)
        stack.callback(stage.client.close)
        yield stage


@contextmanager
def serving(stage: Stage, *, port: int = 0, **changes: Any) -> Iterator[str]:
    """The address of a real server on the installation, fed by the database as the web process is."""
    hub = Hub(LiveReading(stage.drive.house.app_pool))
    app = create_app(replace(stage.services, live=hub, **changes))
    config = configuration(stage.settings.model_copy(update={"port": port}), app)
    config.lifespan = "off"
    server = Server(config, hub)
    listening = threading.Event()
    server.on_listening = listening.set
    stage.servers.append(server)
    with ExitStack() as stack:
        start_live(stage.drive.house, hub, stack)
        thread = threading.Thread(target=server.run, name="test server")
        thread.start()
        assert listening.wait(10)
        try:
            yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(20)
            stage.servers.remove(server)
            assert not thread.is_alive()
