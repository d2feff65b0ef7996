"""What the API works with. The web process builds it: the API itself knows no adapter."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Protocol, cast
from uuid import UUID

from fastapi import Depends, Request
from psycopg import Connection

from api.rules import Rules
from application.api_keys import IssuedKeys
from application.assistant.assistant import Assistant
from application.audit import Audit
from application.bus import Bus
from application.channel_check import Checks
from application.channel_credentials import Credentials
from application.channel_health import Watch
from application.channels import Channels
from application.contacts import Contacts
from application.entrance import Entrance
from application.invitations import Invitations
from application.licence_batches import Batches
from application.licence_files import LicenceFiles
from application.licensing import LicenceDesk
from application.members import Members
from application.message_quota import MessageQuota
from application.ownership import Ownership
from application.passwords import PasswordChanges
from application.places import Team
from application.platform import Platform
from application.ports.api_keys import KeyTexts, KeyUses
from application.ports.batch_files import BatchFiles
from application.ports.clock import Clock
from application.ports.files import Files
from application.ports.gaps import Flows
from application.ports.health import Doctor
from application.ports.indexes import BlindIndexes
from application.ports.journal import Journal, Refusals
from application.ports.ledger import Ledger
from application.ports.licence_door import LicenceDoor
from application.ports.limits import Limits
from application.ports.live import Live
from application.ports.mail import Mailbox
from application.ports.presence import Presence
from application.ports.supervision import Supervision
from application.ports.tokens import Tokens
from application.ports.webhook_journal import Replays, WebhookJournal
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


class Simulate(Protocol):
    """Composes the payload that a phone of the simulator would post. `message_id` is the phone's own."""

    def __call__(
        self, endpoint: str, message_id: str, sender: str, name: str, content: Content, at: datetime
    ) -> bytes: ...


@dataclass(frozen=True)
class ApiServices:
    """The parts. Durations are seconds, sizes bytes.

    `reading` opens a session on the read models of one organisation; `unavailable` are the errors that mean
    "the database does not answer"; `patience` bounds the wait for a read model to catch up.
    """

    bus: Bus
    ledger: Ledger
    audit: Audit
    assistant: Assistant
    channels: Channels
    checks: Checks
    credentials: Credentials
    watch: Watch
    gate: Gate
    sign_ins: SignIns
    passwords: PasswordChanges
    invitations: Invitations
    sign_ups: SignUps
    sessions: Sessions
    proofs: Proofs
    platform: Platform
    second_factors: SecondFactors
    entrance: Entrance
    standings: Standings
    members: Members
    team: Team
    quota: MessageQuota
    keys: IssuedKeys
    key_texts: KeyTexts
    key_uses: KeyUses
    ownership: Ownership
    replies: Replies
    windows: Windows
    templates: Templates
    template_sends: TemplateSends
    contacts: Contacts
    licences: LicenceDesk
    tokens: Tokens
    indexes: BlindIndexes
    limits: Limits
    clock: Clock
    files: Files
    journal: Journal
    refusals: Refusals
    webhooks: WebhookJournal
    replays: Replays
    batches: Batches
    batch_files: BatchFiles
    flows: Flows
    live: Live
    presence: Presence
    mailbox: Mailbox
    door: LicenceDoor
    licence_files: LicenceFiles
    supervision: Supervision
    doctor: Doctor
    reading: Callable[[UUID], AbstractContextManager[Connection[Any]]]
    simulate: Simulate
    unavailable: tuple[type[Exception], ...]
    public_url: str
    body_limit: int
    edge: Rules
    version: str
    sign_up_open: bool = True
    demo: bool = False
    patience: float = 2.0
    heartbeat: float = 15.0


async def _of_the_app(request: Request) -> ApiServices:
    return cast(ApiServices, request.app.state.services)


Services = Annotated[ApiServices, Depends(_of_the_app)]
