"""One telephone per provider: it writes the bodies that the provider would post, and signs them."""

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Protocol
from urllib.parse import urlencode
from uuid import UUID

import httpx

from adapters.messaging.http import pooled
from adapters.messaging.simulator import bodies
from adapters.messaging.simulator.adapter import Simulator
from adapters.messaging.twilio.adapter import Twilio
from adapters.messaging.whatsapp_cloud.adapter import WhatsAppCloud
from application.ports.messaging import ChannelAccess, Inbound, Messaging, Part, Webhook
from domain.conversations.content import Parameter, Template, Text

NOW = datetime(2026, 9, 14, 10, 30, tzinfo=UTC)
CUSTOMER = "+33639980001"
URL = "https://palabre.example/api/webhooks"
FILLED = Template(
    template_id=UUID(int=7),
    name="commande",
    language="fr",
    reference="HX" + "1" * 32,
    parameters=(
        Parameter(part="header", name="1", value="A7"),
        Parameter(part="body", name="1", value="Awa"),
        Parameter(part="body", name="2", value="lundi"),
        Parameter(part="button", name="1", value="A7", button=1, button_kind="url"),
        Parameter(part="button", name="code", value="PROMO", button=2, button_kind="copy_code"),
    ),
    body="Bonjour Awa, le lundi.",
)
"""A template with something in each of its parts."""

Item = dict[str, Any]


class Phone(Protocol):
    """What the contract tests need to know of a provider."""

    adapter: Messaging
    access: ChannelAccess
    dated: bool  # the provider tells when a message was sent
    signature: str  # the header that proves
    secret: str  # what it is made with

    def text(self, id: str, body: str, *, at: datetime = NOW, sender: str = CUSTOMER) -> Item: ...
    def receipt(self, id: str, status: str, *, at: datetime = NOW, our_id: UUID | None = None) -> Item: ...
    def webhooks(self, items: Sequence[Item], **unknown: str) -> list[Webhook]: ...


class Reached(Phone, Protocol):
    """A provider that is called over the network."""

    def at(self, base_url: str, client: httpx.Client | None = None) -> Messaging: ...
    def sending_url(self) -> str: ...
    def yes(self, id: str) -> httpx.Response: ...
    def no(self, status: int, code: int) -> httpx.Response: ...


class Correcting(Phone, Protocol):
    """A provider that passes on what customers do to their messages and settings."""

    def edit(self, id: str, target: str, body: str, *, at: datetime = NOW) -> Item: ...
    def deletion(self, id: str, target: str, *, at: datetime = NOW) -> Item: ...
    def preference(self, allowed: bool, *, at: datetime = NOW) -> Item: ...


def heard(phone: Phone, items: Sequence[Item], received_at: datetime = NOW) -> list[Inbound]:
    """What the adapter reads of what the phone posts."""
    return [
        inbound
        for webhook in phone.webhooks(items)
        for part in phone.adapter.split(webhook)
        for inbound in phone.adapter.read(part.payload, received_at)
    ]


def parts(phone: Phone, items: Sequence[Item]) -> list[Part]:
    """How the adapter splits what the phone posts."""
    return [part for webhook in phone.webhooks(items) for part in phone.adapter.split(webhook)]


def with_secrets(access: ChannelAccess, secret: str) -> ChannelAccess:
    """The same channel with other secrets."""
    return replace(access, secrets=dict.fromkeys(access.secrets, secret))


@dataclass
class CloudPhone:
    base_url: str = "https://graph.example/v23.0"
    number: str = "510000000000042"
    account: str = "620000000000007"
    secret: str = "cloud-secret"
    dated: bool = True
    signature: str = "x-hub-signature-256"
    access: ChannelAccess = field(init=False)
    adapter: Messaging = field(init=False)

    def __post_init__(self) -> None:
        self.adapter = self.at(self.base_url)
        self.access = ChannelAccess(
            "whatsapp_cloud",
            {"phone_number_id": self.number, "waba_id": self.account},
            {"access_token": "EAAtoken", "app_secret": self.secret, "verify_token": "hello"},
        )

    def at(self, base_url: str, client: httpx.Client | None = None) -> WhatsAppCloud:
        return WhatsAppCloud(client or pooled(2.0), base_url)

    def message(self, id: str, type: str, content: Any, *, at: datetime = NOW, sender: str = CUSTOMER) -> Item:
        message = {
            "from": sender.removeprefix("+"),
            "id": id,
            "timestamp": str(int(at.timestamp())),
            "type": type,
            type: content,
        }
        return {"messages": message}

    def text(self, id: str, body: str, *, at: datetime = NOW, sender: str = CUSTOMER) -> Item:
        return self.message(id, "text", {"body": body}, at=at, sender=sender)

    def receipt(self, id: str, status: str, *, at: datetime = NOW, our_id: UUID | None = None) -> Item:
        told: Item = {"id": id, "status": status, "timestamp": str(int(at.timestamp())), "recipient_id": "33639980001"}
        if our_id:
            told["biz_opaque_callback_data"] = str(our_id)
        return {"statuses": told}

    def edit(self, id: str, target: str, body: str, *, at: datetime = NOW) -> Item:
        corrected = {"type": "text", "text": {"body": body}}
        return self.message(id, "edit", {"original_message_id": target, "message": corrected}, at=at)

    def deletion(self, id: str, target: str, *, at: datetime = NOW) -> Item:
        return self.message(id, "revoke", {"original_message_id": target}, at=at)

    def preference(self, allowed: bool, *, at: datetime = NOW) -> Item:
        return {
            "user_preferences": {
                "wa_id": CUSTOMER.removeprefix("+"),
                "category": "marketing_messages",
                "value": "resume" if allowed else "stop",
                "timestamp": int(at.timestamp()),
            }
        }

    def change(self, items: Sequence[Item], number: str | None = None, **unknown: str) -> Item:
        value: Item = {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "33700000042", "phone_number_id": number or self.number},
            "contacts": [{"profile": {"name": "Aïcha Benali"}, "wa_id": CUSTOMER.removeprefix("+")}],
            **unknown,
        }
        for item in items:
            for key, one in item.items():
                value.setdefault(key, []).append({**one, **unknown})
        field = "user_preferences" if "user_preferences" in value else "messages"
        return {"field": field, "value": value, **unknown}

    def document(self, changes: Sequence[Item], account: str | None = None, **unknown: str) -> Item:
        entry = {"id": account or self.account, "changes": list(changes), **unknown}
        return {"object": "whatsapp_business_account", "entry": [entry], **unknown}

    def signed(self, document: Any) -> Webhook:
        body = json.dumps(document).encode()
        digest = hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()
        return Webhook(f"{URL}/whatsapp_cloud", {self.signature: f"sha256={digest}"}, body)

    def webhooks(self, items: Sequence[Item], **unknown: str) -> list[Webhook]:
        return [self.signed(self.document([self.change(items, **unknown)], **unknown))]

    def sending_url(self) -> str:
        return f"{self.base_url}/{self.number}/messages"

    def yes(self, id: str) -> httpx.Response:
        body = {"messaging_product": "whatsapp", "contacts": [{"input": "1"}], "messages": [{"id": id}]}
        return httpx.Response(200, json=body)

    def no(self, status: int, code: int) -> httpx.Response:
        return httpx.Response(status, json={"error": {"message": "no", "type": "OAuthException", "code": code}})


@dataclass
class TwilioPhone:
    base_url: str = "https://twilio.example/2010-04-01"
    content_base_url: str = "https://content.example/v1"
    account: str = "AC" + "5" * 32
    number: str = "whatsapp:+33700000042"
    secret: str = "twilio-secret"
    dated: bool = False
    signature: str = "x-twilio-signature"
    access: ChannelAccess = field(init=False)
    adapter: Messaging = field(init=False)

    def __post_init__(self) -> None:
        self.adapter = self.at(self.base_url)
        settings = {"account_sid": self.account, "number": self.number}
        self.access = ChannelAccess("twilio", settings, {"auth_token": self.secret})

    def at(self, base_url: str, client: httpx.Client | None = None) -> Twilio:
        return Twilio(client or pooled(2.0), base_url, self.content_base_url)

    def text(self, id: str, body: str, *, at: datetime = NOW, sender: str = CUSTOMER) -> Item:
        return self.message(id, sender=sender, Body=body, MessageType="text")

    def message(self, id: str, *, sender: str = CUSTOMER, **fields: str) -> Item:
        return {
            "SmsMessageSid": id,
            "MessageSid": id,
            "SmsStatus": "received",
            "AccountSid": self.account,
            "From": f"whatsapp:{sender}",
            "To": self.number,
            "NumMedia": "0",
            "ProfileName": "Aïcha Benali",
            "Body": "",
            **fields,
        }

    def receipt(self, id: str, status: str, *, at: datetime = NOW, our_id: UUID | None = None, **fields: str) -> Item:
        return {
            "?": f"?message={our_id}" if our_id else "",
            "MessageSid": id,
            "MessageStatus": status,
            "SmsStatus": status,
            "AccountSid": self.account,
            "From": self.number,
            "To": f"whatsapp:{CUSTOMER}",
            **fields,
        }

    def webhooks(self, items: Sequence[Item], **unknown: str) -> list[Webhook]:
        return [self._webhook({**item, **unknown}) for item in items]

    def _webhook(self, fields: Item) -> Webhook:
        return self.signed(f"{URL}/twilio{fields.pop('?', '')}", list(fields.items()))

    def signed(self, url: str, pairs: list[tuple[str, str]]) -> Webhook:
        covered = url + "".join(name + value for name, value in sorted(set(pairs)))
        digest = hmac.new(self.secret.encode(), covered.encode(), hashlib.sha1).digest()
        headers = {self.signature: base64.b64encode(digest).decode()}
        headers["content-type"] = "application/x-www-form-urlencoded; charset=UTF-8"
        return Webhook(url, headers, urlencode(pairs).encode())

    def sending_url(self) -> str:
        return f"{self.base_url}/Accounts/{self.account}/Messages.json"

    def yes(self, id: str) -> httpx.Response:
        return httpx.Response(201, json={"sid": id, "status": "queued", "error_code": None})

    def no(self, status: int, code: int) -> httpx.Response:
        return httpx.Response(status, json={"code": code, "message": "no", "status": status})


@dataclass
class SimulatorPhone:
    name: str = "demo"
    secret: str = "simulator-secret"
    dated: bool = True
    signature: str = bodies.SIGNATURE
    access: ChannelAccess = field(init=False)
    adapter: Messaging = field(default_factory=Simulator)

    def __post_init__(self) -> None:
        self.access = ChannelAccess("simulator", {"endpoint": self.name}, {"secret": self.secret})

    def text(self, id: str, body: str, *, at: datetime = NOW, sender: str = CUSTOMER) -> Item:
        return bodies.text(id, sender, body, at=at, name="Aïcha Benali")

    def receipt(self, id: str, status: Any, *, at: datetime = NOW, our_id: UUID | None = None) -> Item:
        return bodies.receipt(id, status, at=at, our_id=our_id)

    def edit(self, id: str, target: str, body: str, *, at: datetime = NOW) -> Item:
        return bodies.edit(id, CUSTOMER, target, Text(body=body), at=at)

    def deletion(self, id: str, target: str, *, at: datetime = NOW) -> Item:
        return bodies.deletion(id, CUSTOMER, target, at=at)

    def preference(self, allowed: bool, *, at: datetime = NOW) -> Item:
        return bodies.preference("p1", CUSTOMER, allowed, at=at)

    def webhooks(self, items: Sequence[Item], **unknown: str) -> list[Webhook]:
        body = json.dumps({"endpoint": self.name, "messages": [{**item, **unknown} for item in items], **unknown})
        return [bodies.webhook(f"{URL}/simulator", body.encode(), self.secret)]
