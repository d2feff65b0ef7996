"""The web process: serves the API, and the live stream that the projector feeds through the database."""

import importlib.metadata
import socket
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

import psycopg
import structlog
import uvicorn
from anyio import to_thread
from eventsourcing.persistence import InterfaceError, OperationalError
from fastapi import FastAPI

from adapters.access.key_uses import WrittenKeyUses
from adapters.journal.flow import JournalFlows
from adapters.journal.listing import JournalListing
from adapters.journal.of_channel import JournalOfChannel
from adapters.journal.refusals import JournalRefusals
from adapters.journal.writer import JournalWriter
from adapters.licence_door.door import GatheringDoor
from adapters.limits.portions import Portions
from adapters.limits.redis import RedisLimits
from adapters.live.hub import Hub
from adapters.live.reading import LiveReading
from adapters.messaging.simulator import bodies
from adapters.postgres.listener import Listener
from adapters.postgres.pools import PLANNED_ONCE, open_pool, organisation_session
from adapters.secrets.api_keys import ApiKeyTexts
from adapters.secrets.one_time_codes import TotpCodes
from adapters.secrets.passwords import Argon2Passwords
from adapters.supervision.doctor import BoundedDoctor
from adapters.supervision.machinery import MachineryState
from api.app import create_app
from api.dashboard import Dashboard
from api.services import ApiServices
from application import channel_check
from application.api_keys import IssuedKeys
from application.assistant.assistant import Assistant
from application.audit import Audit
from application.channel_check import Checks
from application.channel_credentials import Credentials
from application.channel_health import Watch
from application.contacts import Contacts
from application.entrance import Entrance
from application.invitations import Invitations
from application.licence_checks import LicenceChecks
from application.members import Members
from application.passwords import PasswordChanges
from application.places import Team
from application.platform import Platform
from application.proofs import Proofs
from application.replies import Replies
from application.second_factor import SecondFactors
from application.sessions import Sessions
from application.sign_in import SignIns
from application.sign_up import SignUps
from application.standing import Standings
from application.template_sends import TemplateSends
from application.templates import Templates
from application.webhooks import Gate
from application.windows import Windows
from domain.conversations.content import Content
from runtime import garbage, observability, readiness
from runtime.composition import House, open_house
from runtime.edge import rules_of
from runtime.loops import Loop
from runtime.settings import Settings
from runtime.stopping import until_told

THREADS = 16
"""Requests that work at once, each with at most one connection of each pool."""
PATIENCE = 3.0
"""Seconds that a request waits for a connection: providers hang up after ten, and a thread must not wait as long."""
GRACE = 10  # seconds that a request may still take once the process is told to stop
MOST_HEADERS = 64 * 1024  # bytes

UNAVAILABLE = (psycopg.OperationalError, psycopg.InterfaceError, OperationalError, InterfaceError)

log = structlog.get_logger(__name__)


def run(settings: Settings) -> None:
    """Serve until told to stop; what was begun is finished first."""
    until_told()  # uvicorn raises the signal again once it has stopped: by then nobody must die of it
    observability.start(settings, "web")
    with ExitStack() as stack:
        house = stack.enter_context(open_house(settings, pool_size=THREADS, patience=PATIENCE))
        live_pool = open_pool(house.dsn("app"), size=4, patience=PATIENCE, settings=PLANNED_ONCE)
        stack.callback(live_pool.close)
        hub = Hub(LiveReading(live_pool))
        services = api_services(house, hub, stack)
        start_live(house, hub, stack)
        Server(configuration(settings, create_app(services, dashboard=dashboard(), lifespan=_lifespan)), hub).run()


def api_services(house: House, hub: Hub, stack: ExitStack) -> ApiServices:
    """What the API works with; `stack` closes it."""
    settings = house.settings
    journal = JournalWriter(house.pool, house.day_keys, house.clock)
    stack.callback(journal.close)
    journal_of_channel = JournalOfChannel(house.pool)
    threads = ThreadPoolExecutor(channel_check.AT_ONCE, thread_name_prefix="check")
    stack.callback(threads.shutdown, wait=False, cancel_futures=True)
    checks = Checks(house.bus, house.channels, journal_of_channel, house.clock, settings.public_url, threads)
    doctor = BoundedDoctor(house.pool, settings.redis_url)
    stack.callback(doctor.close)
    aside = ThreadPoolExecutor(1, thread_name_prefix="aside")
    stack.callback(aside.shutdown)
    tokens, passwords = house.tokens, Argon2Passwords()
    sign_ins = SignIns(house.bus, house.ledger, house.vault, passwords, house.master_key, house.clock, aside.submit)
    sessions = Sessions(house.bus, tokens, house.clock, settings.session_lifetime)
    factors = SecondFactors(house.bus, house.vault, house.clock, TotpCodes(), house.master_key)
    limits = RedisLimits(settings.redis_url)
    stack.callback(limits.close)
    door = GatheringDoor(LicenceChecks(house.bus, house.licences))
    stack.callback(door.close)
    reading = partial(organisation_session, house.app_pool)
    windows = Windows(house.channels, house.clock, reading)
    replies = Replies(house.bus, house.master_key, house.clock, house.ownership, windows, house.quota)
    team = Team(house.bus, house.ledger, house.clock, reading)
    key_texts = ApiKeyTexts(house.master_key)
    return ApiServices(
        bus=house.bus,
        ledger=house.ledger,
        audit=Audit(reading, house.ledger.seen),
        assistant=Assistant(house.bus, reading, house.language, house.model_patience, settings.model_prompt_tokens),
        channels=house.channels,
        checks=checks,
        credentials=Credentials(house.bus, house.vault, house.channels, checks),
        watch=Watch(house.channels, journal_of_channel),
        gate=Gate(house.channels, journal),
        sign_ins=sign_ins,
        passwords=PasswordChanges(
            house.bus, house.vault, passwords, house.master_key, tokens, house.clock, sign_ins, aside.submit
        ),
        invitations=Invitations(
            house.bus, house.ledger, house.vault, passwords, house.master_key, tokens, house.clock, team
        ),
        sign_ups=SignUps(house.bus, house.master_key, house.clock),
        sign_up_open=settings.sign_up,
        sessions=sessions,
        proofs=Proofs(house.bus, house.clock, sign_ins, factors),
        platform=Platform(house.bus, tokens, house.clock),
        second_factors=factors,
        entrance=Entrance(house.bus, sessions, factors, tokens, house.clock),
        standings=Standings(house.ledger, house.vault, house.clock),
        members=Members(house.bus, house.ledger, factors, team, reading),
        team=team,
        quota=house.quota,
        keys=IssuedKeys(house.bus, house.vault, key_texts, house.clock),
        key_texts=key_texts,
        key_uses=WrittenKeyUses(house.pool, house.app_pool, aside.submit),
        ownership=house.ownership,
        replies=replies,
        windows=windows,
        templates=Templates(house.bus, house.channels, house.clock, reading),
        template_sends=TemplateSends(house.bus, replies),
        contacts=Contacts(house.bus, house.ledger),
        licences=house.licences,
        tokens=tokens,
        indexes=house.master_key,
        limits=Portions(limits),
        clock=house.clock,
        files=house.files,
        journal=journal,
        refusals=JournalRefusals(house.pool),
        webhooks=JournalListing(house.pool),
        replays=house.replays,
        batches=house.batches,
        batch_files=house.batch_files,
        flows=JournalFlows(house.pool),
        live=hub,
        presence=house.screens,
        mailbox=house.mailbox,
        door=door,
        licence_files=house.licence_files,
        supervision=MachineryState(house.pool),
        doctor=doctor,
        reading=reading,
        simulate=_simulate,
        unavailable=UNAVAILABLE,
        public_url=settings.public_url,
        body_limit=settings.body_limit,
        edge=rules_of(settings),
        version=version(),
        demo=settings.demo,
    )


def start_live(house: House, hub: Hub, stack: ExitStack) -> None:
    """Feed the hub each time the projector has moved; `stack` stops it."""
    loop = Loop("live", hub.advance)
    loop.start()
    stack.callback(loop.stop)
    listener = Listener(house.dsn("app"), {"projected": loop.wake})
    stack.callback(listener.close)


def configuration(settings: Settings, app: FastAPI) -> uvicorn.Config:
    """How uvicorn serves: it trusts no header of a proxy, and logs through our own log only."""
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=GRACE,
        h11_max_incomplete_event_size=MOST_HEADERS,
    )


class Server(uvicorn.Server):
    """Tells when it listens, and lets the followers of the live stream go before it waits for requests to end."""

    def __init__(self, config: uvicorn.Config, hub: Hub) -> None:
        super().__init__(config)
        self.hub = hub
        self.on_listening = readiness.announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets)
        if self.started:
            garbage.spare_what_is_loaded()
            self.on_listening()
            log.info("web_ready", port=self.config.port)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop."""
        self.hub.close()
        await super().shutdown(sockets)


def dashboard() -> Dashboard | None:
    """The dashboard, where it was built: beside `src` in a checkout, beside the packages in a wheel."""
    packages = Path(__file__).resolve().parents[2]
    for bundle in (packages.parent / "web" / "dist", packages / "palabre_dashboard"):
        if (bundle / "index.html").exists():
            return Dashboard(bundle)
    log.warning("no_dashboard")
    return None


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    to_thread.current_default_thread_limiter().total_tokens = THREADS
    yield


def _simulate(endpoint: str, message_id: str, sender: str, name: str, content: Content, at: datetime) -> bytes:
    return bodies.body(endpoint, [bodies.message(message_id, sender, content, at=at, name=name)])


def version() -> str:
    """The version that runs."""
    try:
        return importlib.metadata.version("palabre")
    except importlib.metadata.PackageNotFoundError:  # run from a checkout
        return "dev"
