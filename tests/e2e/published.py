"""The webhooks that providers publish, with our numbers, new ids and the time of now, signed and sent."""

import json
import time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl
from uuid import uuid4

from tests.e2e.customers import NUMBER, SENDER, WABA, Customer, fresh_number, post_cloud, post_twilio
from tests.e2e.system import System

Expected = list[tuple[Customer, int]]


def publish(system: System, folder: Path, provider: str) -> Expected:
    """Send every body twice. Gives the customers, and how many messages each wrote."""
    return _meta(system, folder) if provider == "meta" else _twilio(system, folder)


def _meta(system: System, folder: Path) -> Expected:
    expected: Expected = []
    for file in sorted(folder.glob("*/*.json")):
        document = json.loads(file.read_text())
        for body in [document] if "entry" in document else document.values():
            if isinstance(body, dict) and "entry" in body:
                expected += _publish_meta(system, body)
    return expected


def _publish_meta(system: System, body: dict[str, Any]) -> Expected:
    customer = Customer(system, fresh_number())
    wrote = 0
    for entry in body["entry"]:
        entry["id"] = WABA
        for change in entry["changes"]:
            value = change["value"]
            if "metadata" in value:
                value["metadata"]["phone_number_id"] = NUMBER
            if "waba_info" in value:
                value["waba_info"]["waba_id"] = WABA
            for contact in value.get("contacts", []):
                contact["wa_id"] = customer.number
                contact.pop("user_id", None)
            for message in value.get("messages", []):
                message |= {"from": customer.number, "id": f"wamid.{uuid4().hex}", "timestamp": str(int(time.time()))}
                message.pop("from_user_id", None)
                wrote += change["field"] == "messages" and _is_message(message)
            for status in value.get("statuses", []):
                status |= {"id": f"wamid.{uuid4().hex}", "recipient_id": customer.number}
    raw = json.dumps(body).encode()
    for _ in range(2):
        answer = post_cloud(system, raw)
        assert answer.status_code == 200, (answer.text, body)
    return [(customer, wrote)] if wrote else []


def _is_message(message: dict[str, Any]) -> bool:
    """Whether the thread shows it: not what is about another message, a notice of the system, nor a group's."""
    return message["type"] not in {"reaction", "revoke", "system", "request_welcome"} and "group_id" not in message


def _twilio(system: System, folder: Path) -> Expected:
    expected: Expected = []
    for file in sorted(folder.glob("*.form")):
        form = dict(parse_qsl(file.read_text().strip(), keep_blank_values=True))
        customer = Customer(system, fresh_number())
        status = form.get("MessageStatus", "")
        ours, theirs = ("From", "To") if status else ("To", "From")
        form |= {ours: SENDER, theirs: f"whatsapp:{customer.phone}", "MessageSid": f"SM{uuid4().hex}"}
        if "WaId" in form:
            form["WaId"] = customer.number
        for _ in range(2):
            answer = post_twilio(system, form)
            assert answer.status_code == 200, (answer.text, form)
        if not status:
            expected.append((customer, 1))
    return expected
