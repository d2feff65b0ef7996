"""WhatsApp through Twilio."""

import base64
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import quote

import httpx

from adapters.messaging.http import deliver
from adapters.messaging.twilio import connecting, reading, sending, webhooks
from adapters.messaging.twilio import media as files
from adapters.messaging.twilio import templates as listed
from adapters.messaging.twilio.checking import TwilioCheck
from adapters.messaging.twilio.errors import TWILIO
from adapters.messaging.twilio.findings import FINDINGS
from application.ports.connecting import Checkup, Field, SetupStep
from application.ports.messaging import (
    WHATSAPP_WINDOW,
    Accepted,
    ChannelAccess,
    File,
    Inbound,
    Outbound,
    Pace,
    Part,
    ProviderTemplate,
    Webhook,
)
from domain.conversations.content import Media

ANY_ACCOUNT = "*"
"""Instead of an account: whatever account the number is called by. For demonstrations only."""
MESSAGING = "https://messaging.twilio.com/v2"


class Twilio:
    """A WhatsApp sender of Twilio. `base_url` ends with the date that versions the API, `content_base_url` with the
    version of the Content API and `messaging_url` with that of the API of senders, all without a slash.

    A number alone names no channel: that of the sandbox is shared by many accounts.
    """

    provider = "twilio"
    label = "Twilio"
    fields: tuple[Field, ...] = connecting.FIELDS
    findings = FINDINGS
    codes_of_channel = TWILIO.of_channel()
    window: timedelta | None = WHATSAPP_WINDOW
    settings: tuple[str, ...] = ("account_sid", "number")
    secrets: tuple[str, ...] = ("auth_token",)
    pace = Pace(per_second=80, recipient_interval=6, account="account_sid", too_fast=frozenset({"63018"}))
    """Source: Twilio, "Rate limits for WhatsApp senders"; beyond, it queues for four hours, then fails."""

    def __init__(
        self, client: httpx.Client, base_url: str, content_base_url: str, messaging_url: str = MESSAGING
    ) -> None:
        self._client = client
        self._base_url = base_url.rstrip("/")
        self._content_base_url = content_base_url.rstrip("/")
        self._messaging_url = messaging_url.rstrip("/")

    def endpoint(self, settings: Mapping[str, str]) -> str:
        """The account and the number."""
        return f"{_account(settings)}/{sending.address(settings['number'])}"

    def shared_endpoints(self, settings: Mapping[str, str]) -> Sequence[str]:
        """None: every form names its number."""
        return ()

    def candidates(self, endpoint: str) -> Sequence[str]:
        """The number of that account, then the number of any account."""
        number = endpoint.partition("/")[2]
        return [endpoint, f"{ANY_ACCOUNT}/{number}"]

    def split(self, webhook: Webhook) -> Sequence[Part]:
        """For whom the form is: one endpoint, always."""
        return webhooks.split(webhook)

    def verify(self, webhook: Webhook, access: ChannelAccess) -> bool:
        """Whether the token of the channel signed the address and the fields."""
        return webhooks.verify(webhook, access.secrets.get("auth_token", "").strip())

    def read(self, payload: bytes, received_at: datetime) -> Sequence[Inbound]:
        """What the payload says."""
        return reading.read(payload, received_at)

    def send(self, access: ChannelAccess, outbound: Outbound) -> Accepted:
        """Send, once."""
        account = quote(_account(access.settings), safe=ANY_ACCOUNT)
        request = self._client.build_request(
            "POST",
            f"{self._base_url}/Accounts/{account}/Messages.json",
            data=sending.composed(outbound, access.settings["number"]),
            headers={"Authorization": _credentials(access)},
        )
        return sending.concluded(deliver(self._client, request))

    def fetch(self, access: ChannelAccess, media: Media, limit: int) -> File:
        """The bytes of a media."""
        return files.fetch(self._client, self._base_url, _credentials(access), media, limit)

    def check(self, access: ChannelAccess, webhook_url: str) -> Checkup:
        """What Twilio says of the account and the sender."""
        account = _account(access.settings)
        if account == ANY_ACCOUNT:
            return Checkup([FINDINGS["ACCOUNT_NOT_ASKED"]])
        number = sending.address(access.settings["number"])
        return TwilioCheck(
            self._client, self._base_url, self._messaging_url, _credentials(access), account, number, webhook_url
        ).run()

    def setup(self, webhook_url: str, verify_token: str) -> Sequence[SetupStep]:
        """From nothing to the first message, in Twilio's console."""
        return connecting.steps(webhook_url)

    def templates(self, access: ChannelAccess) -> Sequence[ProviderTemplate]:
        """The contents of the account, with what WhatsApp decided about them."""
        return listed.templates(self._client, self._content_base_url, _credentials(access))


def _account(settings: Mapping[str, str]) -> str:
    return settings["account_sid"].strip()


def _credentials(access: ChannelAccess) -> str:
    """HTTP Basic. Source: Twilio, "Requests, credentials"."""
    pair = f"{_account(access.settings)}:{access.secrets.get('auth_token', '').strip()}"
    return f"Basic {base64.b64encode(pair.encode()).decode()}"
