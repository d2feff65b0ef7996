"""The WhatsApp Cloud API of Meta."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import quote

import httpx

from adapters.messaging.http import deliver
from adapters.messaging.whatsapp_cloud import connecting, reading, sending, webhooks
from adapters.messaging.whatsapp_cloud import media as files
from adapters.messaging.whatsapp_cloud import templates as listed
from adapters.messaging.whatsapp_cloud.checking import CloudCheck
from adapters.messaging.whatsapp_cloud.errors import CLOUD
from adapters.messaging.whatsapp_cloud.findings import FINDINGS
from application.ports.connecting import Checkup, Field, SetupStep
from application.ports.messaging import (
    WHATSAPP_WINDOW,
    Accepted,
    ChannelAccess,
    File,
    Inbound,
    MediaRefused,
    Outbound,
    Pace,
    Part,
    ProviderTemplate,
    Retry,
    SendRefused,
    TemplatesUnavailable,
    Webhook,
)
from domain.conversations.content import Media


class WhatsAppCloud:
    """A number of the WhatsApp Cloud API. `base_url` ends with the version of the Graph API, without a slash."""

    provider = "whatsapp_cloud"
    label = "WhatsApp Cloud (Meta)"
    fields: tuple[Field, ...] = connecting.FIELDS
    findings = FINDINGS
    codes_of_channel = CLOUD.of_channel()
    window: timedelta | None = WHATSAPP_WINDOW
    settings: tuple[str, ...] = ("phone_number_id", "waba_id")
    secrets: tuple[str, ...] = ("access_token", "app_secret", "verify_token")
    pace = Pace(per_second=80, recipient_interval=6, account="waba_id", too_fast=frozenset({"130429"}))
    """Source: Meta, "Messaging limits" and "Throughput" (2026-05)."""

    def __init__(self, client: httpx.Client, base_url: str) -> None:
        self._client = client
        self._base_url = base_url.rstrip("/")

    def endpoint(self, settings: Mapping[str, str]) -> str:
        """The id of the number."""
        return settings["phone_number_id"].strip()

    def shared_endpoints(self, settings: Mapping[str, str]) -> Sequence[str]:
        """The account of the number: what is about its templates or restrictions names no number."""
        return [webhooks.of_account(settings["waba_id"].strip())]

    def candidates(self, endpoint: str) -> Sequence[str]:
        """The number, or ``waba:{id}`` for what concerns all the numbers of an account."""
        return [endpoint]

    def split(self, webhook: Webhook) -> Sequence[Part]:
        """For whom the body is. It may be for several channels: each verifies the whole of it with its own secret."""
        return webhooks.split(webhook.body)

    def verify(self, webhook: Webhook, access: ChannelAccess) -> bool:
        """Whether the app secret of the channel signed the raw body."""
        return webhooks.verify(webhook, access.secrets.get("app_secret", "").strip())

    def read(self, payload: bytes, received_at: datetime) -> Sequence[Inbound]:
        """What the payload says, in its order."""
        return reading.read(payload, received_at)

    def send(self, access: ChannelAccess, outbound: Outbound) -> Accepted:
        """Send, once."""
        number = quote(self.endpoint(access.settings), safe="")
        request = self._client.build_request(
            "POST",
            f"{self._base_url}/{number}/messages",
            json=sending.composed(outbound),
            headers={"Authorization": f"Bearer {_token(access)}"},
        )
        return sending.concluded(deliver(self._client, request))

    def fetch(self, access: ChannelAccess, media: Media, limit: int) -> File:
        """The bytes of a media."""
        try:
            token = _token(access)
        except SendRefused as refused:
            raise MediaRefused(refused.failure.reason) from None
        return files.fetch(self._client, self._base_url, token, media, limit)

    def check(self, access: ChannelAccess, webhook_url: str) -> Checkup:
        """What Meta says of the token, the number and its account."""
        try:
            token = _token(access)
        except SendRefused:
            return Checkup([FINDINGS["TOKEN_INVALID"]])
        account = access.settings["waba_id"].strip()
        return CloudCheck(
            self._client, self._base_url, token, self.endpoint(access.settings), account, webhook_url
        ).run()

    def setup(self, webhook_url: str, verify_token: str) -> Sequence[SetupStep]:
        """From nothing to the first message, in Meta's console."""
        return connecting.steps(webhook_url, verify_token)

    def templates(self, access: ChannelAccess) -> Sequence[ProviderTemplate]:
        """The templates of the account."""
        try:
            token = _token(access)
        except SendRefused as refused:
            raise TemplatesUnavailable(refused.failure) from None
        return listed.templates(self._client, self._base_url, access.settings["waba_id"].strip(), token)


def _token(access: ChannelAccess) -> str:
    """The access token, when a header can carry it: an error about a bad header would quote the token."""
    token = access.secrets.get("access_token", "").strip()
    if not token or not token.isascii() or not token.isprintable():
        raise SendRefused(CLOUD.failure(190), Retry.CHANNEL)
    return token
