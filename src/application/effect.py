"""Effects: what is done outside, from a row of the outbox. A handler may run twice, and acts once.

@performs("deliver_message")
def deliver(job: Job, services: Services) -> Result: ...
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from psycopg import Connection

from application.bus import Bus
from application.channels import Channels
from application.intake import Intake
from application.licence_batches import Batches
from application.licence_files import LicenceFiles
from application.message_quota import MessageQuota
from application.ports.clock import Clock
from application.ports.files import Files
from application.ports.indexes import BlindIndexes
from application.ports.language import LanguageModel
from application.ports.ledger import Ledger
from application.ports.mail import Mailbox, Mails
from application.ports.pace import Pacemaker
from application.ports.presence import Presence
from application.ports.secrets import Keys
from application.ports.tokens import Tokens
from application.ports.webhook_journal import Replays
from domain.discovery import modules


@dataclass(frozen=True, slots=True)
class Services:
    """What effects work with. `reading` opens a session on the read models of one organisation, `writing` one on
    the tables of policies. `language` (None where the installation has no model) gets `model_patience` seconds and
    `prompt_tokens` tokens for an answer."""

    bus: Bus
    ledger: Ledger
    channels: Channels
    intake: Intake
    clock: Clock
    indexes: BlindIndexes
    files: Files
    keys: Keys
    pace: Pacemaker
    replays: Replays
    quota: MessageQuota
    batches: Batches
    reading: Callable[[UUID], AbstractContextManager[Connection[Any]]]
    writing: Callable[[], AbstractContextManager[Connection[Any]]]
    public_url: str
    answer_max_age: float
    media_limit: int
    language: LanguageModel | None
    tokens: Tokens
    mails: Mails
    mailbox: Mailbox
    licence_files: LicenceFiles
    letters_per_minute: int
    presence: Presence
    model_patience: float
    prompt_tokens: int


@dataclass(frozen=True, slots=True)
class Job:
    """A claimed row of the outbox. `attempt` starts at 1."""

    organisation_id: UUID
    kind: str
    refs: Mapping[str, str]
    attempt: int
    causation: int | None

    def id(self, name: str) -> UUID:
        """A reference that is an id."""
        return UUID(self.refs[name])


@dataclass(frozen=True, slots=True)
class Done:
    """Nothing more to do."""


@dataclass(frozen=True, slots=True)
class Later:
    """To be tried again after a while."""

    wait: timedelta
    reason: str


@dataclass(frozen=True, slots=True)
class NotYet:
    """Its turn comes after a while: that was no attempt. When it is `alone` in waiting, others may go before it."""

    wait: timedelta
    alone: bool = False


Result = Done | Later | NotYet
Handler = Callable[[Job, Services], Result]

_handlers: dict[str, Handler] = {}


def performs(kind: str) -> Callable[[Handler], Handler]:
    """Register the handler of a kind of effect."""

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        return handler

    return register


def handlers() -> dict[str, Handler]:
    """Every handler, found by walking the package."""
    modules("application.effects")
    return _handlers


def back_off(attempt: int, *, first: float = 2.0, longest: float = 300.0) -> timedelta:
    """2 s, 4 s, 8 s … at most 5 minutes."""
    return timedelta(seconds=min(longest, first * 2 ** (attempt - 1)))
