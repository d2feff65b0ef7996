"""The messaging port: what a provider of WhatsApp must be able to do, in our words.

An adapter translates and nothing else: it holds no state, opens no transaction and takes no decision.
The same contract tests run over every adapter.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal, Protocol
from uuid import UUID

from application.ports.connecting import Checkup, Field, Finding, NumberNotice, SetupStep
from domain.channels.template_events import TemplateStatus, Wording
from domain.conversations.content import Content, Media

WHATSAPP_WINDOW = timedelta(hours=24)
"""How long after a customer's message free text may leave. Source: Meta, "Customer service windows"."""
OUT_OF_WINDOW = "Plus de 24 h depuis le dernier message du client : envoyez un modèle approuvé."
"""Why free text does not leave, whoever says so: us before sending, or the provider."""

IdentifierKind = Literal["phone", "bsuid", "lid", "email", "hwid", "provider"]


@dataclass(frozen=True, slots=True)
class Identifier:
    """One way to know a contact. Phones are E.164 (``+33612345678``)."""

    kind: IdentifierKind
    value: str


@dataclass(frozen=True, slots=True)
class Webhook:
    """A webhook as it came. `url` is the public address it was signed for, built from configuration, with its query."""

    url: str
    headers: Mapping[str, str]  # names in lower case
    body: bytes


@dataclass(frozen=True, slots=True)
class Part:
    """What one body holds for one endpoint.

    `endpoint` is what the provider calls our number; `payload` is the part of the body for it: the
    body itself when it is for one endpoint only, else re-composed. It is what the journal keeps.
    """

    endpoint: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """A message from a customer. `sender` is never empty; the first identifier is the address we can answer to."""

    provider_message_id: str
    sender: Sequence[Identifier]
    sent_at: datetime
    content: Content
    profile_name: str = ""
    replies_to: str = ""  # the provider's id of the message quoted


@dataclass(frozen=True, slots=True)
class InboundReaction:
    """An emoji put on a message; an empty emoji takes it away."""

    provider_message_id: str
    target_provider_message_id: str
    sender: Sequence[Identifier]
    emoji: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class InboundEdit:
    """New words for a message of the customer. `sent_at` is when it was corrected."""

    provider_message_id: str
    target_provider_message_id: str
    sender: Sequence[Identifier]
    content: Content
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class InboundDeletion:
    """A message that the customer deleted for everybody, at `sent_at`."""

    provider_message_id: str
    target_provider_message_id: str
    sender: Sequence[Identifier]
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class InboundPreference:
    """Whether the customer lets WhatsApp bring our promotions: a setting there, since `at`."""

    sender: Sequence[Identifier]
    allowed: bool
    at: datetime


DeliveryStatus = Literal["sent", "delivered", "read", "failed"]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why the provider did not deliver: its code and a French sentence that a person understands."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """A status of a message of ours. `our_id` is the id that we gave the provider to carry, when it came back."""

    provider_message_id: str
    status: DeliveryStatus
    at: datetime | None  # None when the provider gives no time
    our_id: UUID | None = None
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Anything else the provider tells (template status, account update, error out of band): kept, shown, no effect."""

    kind: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TemplateNotice:
    """What the provider tells of a template: None is not told. `key` tells two templates of a channel apart.

    `changed`: its text is another, and must be read; `gone`: it was deleted.
    """

    key: str
    name: str
    language: str
    at: datetime
    status: TemplateStatus | None = None
    reason: str = ""
    category: str | None = None
    quality: str | None = None
    changed: bool = False
    gone: bool = False


Inbound = (
    InboundMessage
    | InboundReaction
    | InboundEdit
    | InboundDeletion
    | InboundPreference
    | Receipt
    | NumberNotice
    | TemplateNotice
    | Notice
)


class Retry(StrEnum):
    """What to do about a send that the provider refused."""

    SOON = "soon"  # seconds: transient trouble
    SLOWER = "slower"  # seconds, and the whole number at a lower rate: throughput limit
    LATER = "later"  # minutes: account-wide limit
    RECIPIENT = "recipient"  # delay this recipient only
    NEVER = "never"  # permanent for this message
    CHANNEL = "channel"  # credentials or account: stop the channel, alert


class SendRefused(Exception):
    """The provider answered, and did not take the message. `retry_after` is the seconds it asks for, 0 for none."""

    def __init__(self, failure: Failure, retry: Retry, retry_after: float = 0.0) -> None:
        super().__init__(f"{failure.code}: {failure.reason}")
        self.failure = failure
        self.retry = retry
        self.retry_after = retry_after


class SendUncertain(Exception):
    """No answer that proves anything (timeout after the request left, connection cut): it may have been sent."""


class NotSent(Exception):
    """The request never left (connection refused, no address): it is safe to try again."""


class MediaRefused(Exception):
    """The file cannot be kept: gone, too large, or of a type we do not take. `reason` is French."""

    def __init__(self, reason: str, *, retry: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry = retry


class TemplatesUnavailable(Exception):
    """The provider did not list its templates, or not all of them. `failure` says why and what to do."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(f"{failure.code}: {failure.reason}")
        self.failure = failure


@dataclass(frozen=True, slots=True)
class ProviderTemplate:
    """A template as its provider lists it. `key` is that of its notices, `reference` what a message names it by."""

    key: str
    reference: str
    name: str
    language: str
    category: str
    status: TemplateStatus
    wording: Wording
    reason: str = ""
    quality: str = ""


@dataclass(frozen=True, slots=True)
class Outbound:
    """A message to send. `message_id` is ours, and travels with it where the provider allows."""

    message_id: UUID
    to: Identifier
    content: Content
    replies_to: str = ""  # the provider's id of the message quoted
    status_url: str = ""  # where the provider may post statuses (our id is in its query)


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider took the message. `provider_message_id` is its id."""

    provider_message_id: str


@dataclass(frozen=True, slots=True)
class File:
    """The bytes of a media, with the type the provider claims."""

    content: bytes = field(repr=False)
    mime_type: str


@dataclass(frozen=True, slots=True)
class ChannelAccess:
    """What an adapter needs to act for one channel. `settings` are not secret, `secrets` never logged."""

    provider: str
    settings: Mapping[str, str]
    secrets: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Pace:
    """How many messages a provider takes: `per_second` from a number (a channel may know better, by its setting
    ``messages_per_second``), and to one recipient one every `recipient_interval` seconds.

    `account` names the setting by which numbers share their account's limits. `too_fast` are the codes by which a
    failed delivery says that the number is too fast.
    """

    per_second: float
    recipient_interval: float
    account: str = ""
    too_fast: frozenset[str] = frozenset()


class Messaging(Protocol):
    """A provider of WhatsApp.

    `settings` and `secrets` name what a channel of this provider must hold, `fields` describe each of them, `label` is
    the provider's name for people. `findings` holds all that a check can find and a notice can restrict, by code;
    `codes_of_channel` the codes of refused messages for which the channel is to blame. `window` is how long after a
    message of the customer free text may leave; None where it always may. All calls are synchronous and safe from any
    thread.
    """

    provider: str
    label: str
    window: timedelta | None
    fields: tuple[Field, ...]
    findings: Mapping[str, Finding]
    settings: tuple[str, ...]
    secrets: tuple[str, ...]
    codes_of_channel: frozenset[str]
    pace: Pace

    def endpoint(self, settings: Mapping[str, str]) -> str:
        """The endpoint of a channel with these settings: what `split` will call it. Unique per installation."""
        ...

    def shared_endpoints(self, settings: Mapping[str, str]) -> Sequence[str]:
        """Endpoints that the channel shares with others of its account (what concerns all of them comes there)."""
        ...

    def candidates(self, endpoint: str) -> Sequence[str]:
        """The endpoints to look up for what `split` returned, most precise first."""
        ...

    def split(self, webhook: Webhook) -> Sequence[Part]:
        """For whom the body is. Raises `ValueError` on a body that is not of this provider. Reads, proves nothing."""
        ...

    def verify(self, webhook: Webhook, access: ChannelAccess) -> bool:
        """Whether the signature over the raw body was made with the channel's secret, in constant time."""
        ...

    def read(self, payload: bytes, received_at: datetime) -> Sequence[Inbound]:
        """What the payload says, in its order. Never raises on content nobody has seen before: that is a `Notice`
        or `Unsupported`. A claimed time in the future of `received_at` is clamped to it."""
        ...

    def send(self, access: ChannelAccess, outbound: Outbound) -> Accepted:
        """Send. Raises `SendRefused`, `SendUncertain` or `NotSent`."""
        ...

    def fetch(self, access: ChannelAccess, media: Media, limit: int) -> File:
        """The bytes of a media, at most `limit`. Raises `MediaRefused`."""
        ...

    def templates(self, access: ChannelAccess) -> Sequence[ProviderTemplate]:
        """All the templates of the account, within half a minute. Raises `TemplatesUnavailable` rather than give some
        of them: what is not listed is taken for gone."""
        ...

    def check(self, access: ChannelAccess, webhook_url: str) -> Checkup:
        """Ask the provider how the channel is; `webhook_url` is where it should post. Changes nothing there.

        Never raises: what cannot be asked is a finding.
        """
        ...

    def setup(self, webhook_url: str, verify_token: str) -> Sequence[SetupStep]:
        """The steps from nothing to the first message, with the values of this installation."""
        ...
