"""Drives an installation without processes or waiting: each part is advanced until there is nothing to do."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg

from adapters.journal.reader import JournalReader
from adapters.journal.writer import JournalWriter
from adapters.outbox.performer import Performer
from adapters.postgres.pools import Pool, open_pool
from adapters.projector.policies import PolicyRunner, TurnSettings
from adapters.projector.runner import ProjectionRunner
from application.effect import handlers
from application.ports.connecting import Checkup, Field, Finding, SetupStep
from application.ports.journal import Arrival
from application.ports.messaging import (
    Accepted,
    ChannelAccess,
    File,
    Inbound,
    Messaging,
    Outbound,
    Pace,
    Part,
    ProviderTemplate,
    TemplatesUnavailable,
    Webhook,
)
from domain.assistant.faq import AddFaq
from domain.conversations.content import Media
from domain.fact import SYSTEM, Context
from domain.tenancy.organisation import FoundOrganisation
from runtime.composition import House, open_house
from runtime.settings import Settings

WELL = Finding("WELL", "ok", "credentials", "Tout va bien.")
SILENT = Finding("PROVIDER_UNREACHABLE", "error", "provider", "Le fournisseur ne répond pas.", "Réessayez.")
UNHURRIED = Pace(per_second=1000, recipient_interval=0, account="number", too_fast=frozenset({"130429"}))


@dataclass
class FakeProvider:
    """The messaging port, in memory: a test says what arrives, and what the provider answers."""

    provider: str = "fake"
    settings: tuple[str, ...] = ("number",)
    secrets: tuple[str, ...] = ("token",)
    label: str = "Fournisseur d'essai"
    fields: tuple[Field, ...] = ()
    findings: Mapping[str, Finding] = field(default_factory=lambda: {WELL.code: WELL, SILENT.code: SILENT})
    codes_of_channel: frozenset[str] = frozenset({"190"})
    checkup: Checkup = field(default_factory=lambda: Checkup([WELL]))
    used: list[ChannelAccess] = field(default_factory=list)
    window: timedelta | None = timedelta(hours=24)
    pace: Pace = UNHURRIED
    inbound: dict[bytes, list[Inbound]] = field(default_factory=dict)
    sent: list[Outbound] = field(default_factory=list)
    answers: list[Exception] = field(default_factory=list)
    during: Callable[[], object] = bool
    files: dict[str, File] = field(default_factory=dict)
    listed: list[ProviderTemplate] | TemplatesUnavailable = field(default_factory=list)

    def endpoint(self, settings: Mapping[str, str]) -> str:
        return settings["number"]

    def shared_endpoints(self, settings: Mapping[str, str]) -> list[str]:
        return []

    def candidates(self, endpoint: str) -> list[str]:
        return [endpoint]

    def split(self, webhook: Webhook) -> list[Part]:
        raise NotImplementedError

    def verify(self, webhook: Webhook, access: ChannelAccess) -> bool:
        raise NotImplementedError

    def read(self, payload: bytes, received_at: datetime) -> list[Inbound]:
        return self.inbound[payload]

    def send(self, access: ChannelAccess, outbound: Outbound) -> Accepted:
        self.during()
        self.sent.append(outbound)
        self.used.append(access)
        if self.answers:
            raise self.answers.pop(0)
        return Accepted(f"out-{outbound.message_id}")

    def fetch(self, access: ChannelAccess, media: Media, limit: int) -> File:
        return self.files[media.reference]

    def check(self, access: ChannelAccess, webhook_url: str) -> Checkup:
        return self.checkup

    def setup(self, webhook_url: str, verify_token: str) -> list[SetupStep]:
        return []

    def templates(self, access: ChannelAccess) -> list[ProviderTemplate]:
        if isinstance(self.listed, TemplatesUnavailable):
            raise self.listed
        return list(self.listed)


class Drive:
    """One installation, with a fake provider, and its parts."""

    def __init__(self, house: House, projector_pool: Pool) -> None:
        self.house = house
        self.provider = FakeProvider()
        providers: dict[str, Messaging] = {**house.channels.providers, "fake": self.provider}
        house.channels.providers = providers
        self.journal = JournalWriter(house.pool, house.day_keys, house.clock)
        self.reader = JournalReader(house.pool, house.day_keys, providers, house.intake)
        self.projections = ProjectionRunner(house.ledger, projector_pool)
        turns = TurnSettings(silence=0.0, cap=5.0, answer_max_age=900.0)
        self.policies = PolicyRunner(house.ledger, house.bus, projector_pool, turns)
        self.performer = self.performer_with()

    def performer_with(self, **changes: Any) -> Performer:
        """A performer whose services are changed."""
        return Performer(self.house.pool, replace(self.house.services(), **changes), handlers())

    def close(self) -> None:
        self.journal.close()

    def organisation(self, name: str = "Institut Lumière") -> UUID:
        organisation_id = uuid4()
        self.house.bus.execute(
            Context(organisation_id, SYSTEM), FoundOrganisation(organisation_id=organisation_id, organisation_name=name)
        )
        return organisation_id

    def channel(self, organisation_id: UUID, number: str = "+33100000000") -> UUID:
        channel_id = uuid4()
        self.house.channels.connect(
            Context(organisation_id, SYSTEM), channel_id, "fake", "Accueil", {"number": number}, {"token": "t"}
        )
        return channel_id

    def faq(self, organisation_id: UUID, question: str, answer: str) -> UUID:
        faq_id = uuid4()
        self.house.bus.execute(
            Context(organisation_id, SYSTEM), AddFaq(faq_id=faq_id, question=question, answer=answer)
        )
        return faq_id

    def arrive(self, organisation_id: UUID, channel_id: UUID, *items: Inbound) -> None:
        """A webhook with these items is kept in the journal."""
        payload = uuid4().bytes
        self.provider.inbound[payload] = list(items)
        self.journal.keep([Arrival(organisation_id, channel_id, "fake", payload)]).result()

    def run(self) -> None:
        """Until nothing is left to do."""
        while self._round():
            pass

    def perform_due(self) -> int:
        """Perform the effects that are due. Gives how many."""
        with self.house.pool.connection() as connection:
            rows = connection.execute(
                "SELECT id FROM outbox.effects WHERE state = 'pending' AND due_at <= clock_timestamp() ORDER BY due_at"
            ).fetchall()
        return sum(self.performer.perform(effect_id) is not None for (effect_id,) in rows)

    def effects(self) -> list[tuple[str, str, str]]:
        """(kind, state, last error) of every effect, oldest first."""
        with self.house.pool.connection() as connection:
            return connection.execute(
                "SELECT kind, state, last_error FROM outbox.effects ORDER BY created_at, kind"
            ).fetchall()

    def make_due(self) -> None:
        """Time passes, for what waits."""
        with self.house.pool.connection() as connection:
            connection.execute("UPDATE outbox.effects SET due_at = clock_timestamp() WHERE state = 'pending'")

    def table(self, name: str) -> list[tuple[object, ...]]:
        """A read model as it is, rows in order."""
        with psycopg.connect(self.house.dsn("projector")) as connection:
            return sorted(connection.execute(f"SELECT * FROM read.{name}").fetchall(), key=repr)  # type: ignore[arg-type]

    def _round(self) -> bool:
        worked = False
        while self.reader.advance():
            worked = True
        before = self._places()
        while self.policies.advance() or self.projections.advance():
            pass
        return self.perform_due() > 0 or self._places() != before or worked

    def _places(self) -> object:
        with self.house.pool.connection() as connection:
            return connection.execute(
                "SELECT (SELECT max(position) FROM ledger.facts), (SELECT sum(position) FROM policy.bookmarks),"
                " (SELECT sum(position) FROM read.generations),"
                " (SELECT count(*) FROM journal.webhooks WHERE state = 'received')"
            ).fetchone()


@contextmanager
def driving(settings: Settings, *, patience: float = 10.0) -> Iterator[Drive]:
    with ExitStack() as stack:
        house = stack.enter_context(open_house(settings, pool_size=6, patience=patience))
        pool = open_pool(house.dsn("projector"), size=3)
        stack.callback(pool.close)
        drive = Drive(house, pool)
        stack.callback(drive.close)
        yield drive
