"""Customers of the demonstration: what WhatsApp Cloud and Twilio would post for them, signed."""

import hashlib
import hmac
import itertools
import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import httpx
from twilio.request_validator import RequestValidator

from tests.e2e.system import System, until

_numbers = itertools.count(1)
NUMBER, WABA = "106540352242922", "102290129340398"
SENDER = "whatsapp:+14155238886"


def fresh_number() -> str:
    """A French mobile number that exists nowhere (the range for fiction), new each time."""
    return f"3363998{next(_numbers):04}"


@dataclass
class Customer:
    """One person with a phone."""

    system: System
    number: str = field(default_factory=fresh_number)
    name: str = "Camille"

    @property
    def phone(self) -> str:
        return f"+{self.number}"

    # WhatsApp Cloud

    def cloud_body(self, text: str, id: str | None = None) -> bytes:
        message = {
            "from": self.number,
            "id": id or f"wamid.{uuid4().hex}",
            "timestamp": str(int(time.time())),
            "type": "text",
            "text": {"body": text},
        }
        value = {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "15550783881", "phone_number_id": NUMBER},
            "contacts": [{"profile": {"name": self.name}, "wa_id": self.number}],
            "messages": [message],
        }
        entry = {"id": WABA, "changes": [{"field": "messages", "value": value}]}
        return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()

    def writes(self, text: str, id: str | None = None) -> httpx.Response:
        return post_cloud(self.system, self.cloud_body(text, id))

    # Twilio

    def writes_by_twilio(self, text: str, **more: str) -> httpx.Response:
        sid = f"SM{uuid4().hex}"
        form = {
            "MessageSid": sid,
            "AccountSid": "AC00000000000000000000000000000001",
            "From": f"whatsapp:{self.phone}",
            "To": SENDER,
            "Body": text,
            "NumMedia": "0",
            "ProfileName": self.name,
            "WaId": self.number,
            **more,
        }
        return post_twilio(self.system, form)

    # what the agent sees

    def conversations(self) -> list[dict[str, Any]]:
        answer = self.system.http.get("/api/conversations", params={"search": self.number, "limit": 100})
        assert answer.status_code == 200, answer.text
        data: list[dict[str, Any]] = answer.json()["data"]
        return data

    def messages(self) -> list[dict[str, Any]]:
        """Oldest first, of all the conversations of this number."""
        found: list[dict[str, Any]] = []
        for conversation in self.conversations():
            found += self._thread(conversation["conversation_id"])
        return sorted(found, key=lambda message: (message["at"], message["sequence"]))

    def _thread(self, conversation_id: str) -> list[dict[str, Any]]:
        """All the pages of a conversation."""
        path, found, cursor = f"/api/conversations/{conversation_id}/messages", [], ""
        while cursor is not None:
            page = self.system.http.get(path, params={"limit": 100, **({"cursor": cursor} if cursor else {})}).json()
            found += page["data"]
            cursor = page["next_cursor"]
        return found

    def said(self) -> list[str]:
        return [one["content"]["body"] for one in self.messages() if one["author"] == "contact" and one["content"]]

    def answers(self) -> list[dict[str, Any]]:
        return [one for one in self.messages() if one["author"] != "contact"]

    def until_answered(self, *statuses: str, within: float = 30) -> dict[str, Any]:
        """The last answer, once its status is one of these."""
        until(lambda: any(one["status"] in statuses for one in self.answers()[-1:]), within)
        return self.answers()[-1]


def sign_cloud(body: bytes, secret: str = "demo-app-secret") -> dict[str, str]:
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {"X-Hub-Signature-256": f"sha256={digest}", "Content-Type": "application/json"}


def post_cloud(system: System, body: bytes, secret: str = "demo-app-secret") -> httpx.Response:
    return system.http.post("/api/webhooks/whatsapp-cloud", content=body, headers=sign_cloud(body, secret))


def post_twilio(
    system: System, form: dict[str, str], token: str = "demo-twilio-token", query: str = ""
) -> httpx.Response:
    path = "/api/webhooks/twilio" + (f"?{query}" if query else "")
    signature = RequestValidator(token).compute_signature(f"{system.running.url}{path}", form)
    headers = {"X-Twilio-Signature": signature, "Content-Type": "application/x-www-form-urlencoded"}
    return system.http.post(path, content=urlencode(form).encode(), headers=headers)
