"""The composition root: which parts a process is made of. Nothing else builds adapters."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial

from adapters.event_store.ledger import PostgresLedger
from adapters.journal.day_keys import DayKeys
from adapters.journal.replays import JournalReplays
from adapters.licence_files.signer import Ed25519Licences
from adapters.licensing.batch_files import SealedBatchFiles
from adapters.mail.mailbox import KeptMail
from adapters.media.files import MediaFiles
from adapters.messaging.http import pooled
from adapters.messaging.registry import providers
from adapters.pace.redis import RedisPace, connect
from adapters.postgres.clock import DatabaseClock
from adapters.postgres.pools import Pool, open_pool, organisation_session
from adapters.postgres.roles import Role, Roles
from adapters.presence.screens import Screens
from adapters.secrets.keyring import Keyring
from adapters.secrets.master_key import MasterKey
from adapters.secrets.tokens import SessionTokens
from adapters.secrets.vault import Vault
from application.bus import Bus
from application.channels import Channels
from application.effect import Services
from application.intake import Intake
from application.licence_batches import Batches
from application.licence_files import LicenceFiles
from application.licensing import LicenceDesk
from application.message_quota import MessageQuota
from application.numbers import Numbers
from application.ownership import Ownership
from application.ports.language import LanguageModel
from application.ports.mail import Mails
from domain import catalogue as domain_catalogue
from projections import catalogue as projection_catalogue
from runtime.language import model_of
from runtime.mails import mails_of
from runtime.settings import Settings


@dataclass(frozen=True)
class House:
    """What the processes share. Each has its own, with its own connections."""

    settings: Settings
    master_key: MasterKey
    roles: Roles
    pool: Pool
    """as the writer"""
    keys_pool: Pool
    app_pool: Pool
    """as the app, under row-level security"""
    keyring: Keyring
    vault: Vault
    day_keys: DayKeys
    ledger: PostgresLedger
    bus: Bus
    clock: DatabaseClock
    channels: Channels
    intake: Intake
    files: MediaFiles
    language: LanguageModel | None
    tokens: SessionTokens
    mailbox: KeptMail
    mails: Mails
    screens: Screens
    pace: RedisPace
    replays: JournalReplays
    quota: MessageQuota
    batch_files: SealedBatchFiles

    @property
    def ownership(self) -> Ownership:
        """What people decide about conversations."""
        return Ownership(self.bus, self.ledger, partial(organisation_session, self.app_pool))

    @property
    def licences(self) -> LicenceDesk:
        """What is sold."""
        return LicenceDesk(self.bus, self.ledger, self.master_key, self.clock)

    @property
    def batches(self) -> Batches:
        """Many licences at once."""
        return Batches(self.bus, self.ledger, self.licences, self.batch_files, self.master_key)

    @property
    def licence_files(self) -> LicenceFiles:
        """The files of licences."""
        return LicenceFiles(self.bus, self.ledger, Ed25519Licences(self.master_key), self.clock)

    @property
    def model_patience(self) -> float:
        """Seconds that a model gets: its answer is saved well before the worker loses the row."""
        return min(self.settings.model_timeout, self.settings.effect_lease / 2)

    def dsn(self, role: Role) -> str:
        """The address of the main database, as a role."""
        return self.roles.dsn(self.settings.dsn, role)

    def services(self) -> Services:
        """What effects work with."""
        return Services(
            bus=self.bus,
            ledger=self.ledger,
            channels=self.channels,
            intake=self.intake,
            clock=self.clock,
            indexes=self.master_key,
            files=self.files,
            keys=self.keyring,
            pace=self.pace,
            replays=self.replays,
            quota=self.quota,
            batches=self.batches,
            reading=partial(organisation_session, self.app_pool),
            writing=self.pool.connection,
            public_url=self.settings.public_url,
            answer_max_age=self.settings.answer_max_age,
            media_limit=self.settings.media_limit,
            language=self.language,
            tokens=self.tokens,
            mails=self.mails,
            mailbox=self.mailbox,
            licence_files=self.licence_files,
            letters_per_minute=self.settings.letters_per_minute,
            presence=self.screens,
            model_patience=self.model_patience,
            prompt_tokens=self.settings.model_prompt_tokens,
        )


@contextmanager
def open_house(settings: Settings, *, pool_size: int = 8, patience: float = 10.0) -> Iterator[House]:
    """The parts, open; closed in reverse order at the end. `patience` is the wait for a connection, in seconds."""
    domain_catalogue.load()
    projection_catalogue.load()
    master_key = MasterKey.from_file(settings.key_file)
    roles = Roles(settings.role_prefix, master_key)
    with ExitStack() as stack:
        language = model_of(settings)
        if language:
            stack.callback(language.close)

        def pool_as(dsn: str, role: Role, size: int) -> Pool:
            pool = open_pool(roles.dsn(dsn, role), size=size, patience=patience)
            stack.callback(pool.close)
            return pool

        pool = pool_as(settings.dsn, "writer", pool_size)
        keys_pool = pool_as(settings.keys_dsn, "writer", pool_size)
        app_pool = pool_as(settings.dsn, "app", pool_size)
        keyring = Keyring(keys_pool, master_key)
        vault = Vault(keys_pool, master_key)
        ledger = PostgresLedger(roles.dsn(settings.dsn, "writer"), keyring, pool_size=2, patience=min(patience, 5.0))
        stack.callback(ledger.close)
        bus = Bus(ledger)
        client = pooled(settings.provider_timeout)
        stack.callback(client.close)
        redis = connect(settings.redis_url)
        stack.callback(redis.close)
        messaging = providers(
            client,
            whatsapp_cloud_base_url=settings.whatsapp_cloud_base_url,
            twilio_base_url=settings.twilio_base_url,
            twilio_messaging_base_url=settings.twilio_messaging_base_url,
            twilio_content_base_url=settings.twilio_content_base_url,
        )
        clock, day_keys = DatabaseClock(pool), DayKeys(keys_pool, master_key)
        channels = Channels(bus, vault, master_key, messaging)
        mailbox = KeptMail(pool, app_pool, keyring)
        screens = Screens(settings.redis_url)
        stack.callback(screens.close)
        yield House(
            settings=settings,
            master_key=master_key,
            roles=roles,
            pool=pool,
            keys_pool=keys_pool,
            app_pool=app_pool,
            keyring=keyring,
            vault=vault,
            day_keys=day_keys,
            ledger=ledger,
            bus=bus,
            clock=clock,
            channels=channels,
            intake=Intake(bus, ledger, master_key, Numbers(bus, channels)),
            files=MediaFiles(pool, app_pool, keyring),
            language=language,
            tokens=SessionTokens(master_key, settings.token_lifetime),
            mailbox=mailbox,
            mails=mails_of(settings, client) or mailbox,
            screens=screens,
            pace=RedisPace(redis, burst=settings.recipient_burst),
            replays=JournalReplays(pool),
            quota=MessageQuota(bus, clock, partial(organisation_session, app_pool)),
            batch_files=SealedBatchFiles(pool, day_keys, clock),
        )
