"""Asking Twilio about a sender: the account, whether the number is one of its senders, and where its messages go.

Source: Twilio OpenAPI, `api/v2010` (Accounts) and `messaging/v2` (Channels/Senders, WhatsApp).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import httpx

from adapters.messaging.asking import Answer, ask, gathered
from adapters.messaging.files import is_same_server
from adapters.messaging.identifiers import e164
from adapters.messaging.twilio.findings import FINDINGS
from adapters.messaging.untrusted import mapping, mappings, text
from application.ports.connecting import Checkup, NumberNotice
from domain.channels.number import UNLIMITED, Quality

SANDBOX = "whatsapp:+14155238886"
"""The number that all accounts share in the sandbox. Source: Twilio, "Try out the WhatsApp sandbox"."""

_PAGES = 10
_PENDING = {"CREATING", "PENDING_VERIFICATION", "VERIFYING", "TWILIO_REVIEW", "DRAFT", "STUBBED"}
_QUALITIES: Mapping[str, Quality] = {"HIGH": "high", "MEDIUM": "medium", "LOW": "low"}
_LIMITS = {"250": 250, "1K": 1_000, "2K": 2_000, "10K": 10_000, "100K": 100_000, "UNLIMITED": UNLIMITED}

Json = Mapping[str, Any]


@dataclass(slots=True)
class TwilioCheck:
    """One check. `number` is written as Twilio writes addresses."""

    client: httpx.Client = field(repr=False)
    base_url: str
    messaging_url: str
    credentials: str = field(repr=False)
    account: str
    number: str
    webhook_url: str
    notice: NumberNotice | None = None

    def run(self) -> Checkup:
        """Everything, in order; what makes the rest pointless ends it."""
        return Checkup(gathered(self._codes(), FINDINGS), self.notice)

    def _codes(self) -> Iterator[str]:
        answer = self._ask(f"{self.base_url}/Accounts/{quote(self.account, safe='')}.json")
        if not answer.yes:
            yield "CREDENTIALS_INVALID"
            return
        if text(answer.body.get("status")) not in ("", "active"):
            yield "ACCOUNT_INACTIVE"
            return
        yield "ACCOUNT_ACTIVE"
        if text(answer.body.get("type")) == "Trial":
            yield "ACCOUNT_ON_TRIAL"
        if self.number == SANDBOX:
            yield "SANDBOX"  # its webhook is in no API
            return
        yield from self._of_sender()

    def _of_sender(self) -> Iterator[str]:
        url: str = f"{self.messaging_url}/Channels/Senders?Channel=whatsapp&PageSize=100"
        for _ in range(_PAGES):
            answer = self._ask(url)
            if not answer.yes:
                yield "SENDERS_NOT_SHOWN"
                return
            for sender in mappings(answer.body.get("senders")):
                if text(sender.get("sender_id")) == self.number:
                    yield from self._told(sender)
                    return
            url = self._next(answer)
            if not url:
                yield "SENDER_UNKNOWN"
                return
        yield "SENDERS_NOT_SHOWN"  # more senders than we leaf through

    def _told(self, sender: Json) -> Iterator[str]:
        properties = mapping(sender.get("properties"))
        self.notice = NumberNotice(
            "check",
            number=e164(self.number),
            quality=_QUALITIES.get(text(properties.get("quality_rating")).upper()),
            customers_per_day=_LIMITS.get(text(properties.get("messaging_limit")).upper().partition(" ")[0]),
        )
        status = text(sender.get("status"))
        if status in _PENDING:
            yield "SENDER_PENDING"
        else:
            yield "SENDER_ONLINE" if status.startswith("ONLINE") else "SENDER_OFFLINE"
        webhook = mapping(sender.get("webhook"))
        address = text(webhook.get("callback_url"))
        if not address:
            yield "WEBHOOK_MISSING"
        elif address.partition("#")[0] != self.webhook_url:  # after the sign: how often Twilio tries again
            yield "WEBHOOK_ELSEWHERE"
        elif text(webhook.get("callback_method")) not in ("", "POST"):
            yield "WEBHOOK_NOT_POSTED"
        else:
            yield "WEBHOOK_HERE"

    def _next(self, answer: Answer) -> str:
        """The next page, when it is on the same server: the credentials go nowhere else."""
        claimed = text(mapping(answer.body.get("meta")).get("next_page_url"))
        try:
            same = is_same_server(httpx.URL(claimed), httpx.URL(self.messaging_url))
        except httpx.InvalidURL:
            return ""
        return claimed if same else ""

    def _ask(self, url: str) -> Answer:
        return ask(self.client, url, {"Authorization": self.credentials})
