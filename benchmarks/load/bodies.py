"""Webhooks as WhatsApp Cloud posts them, signed beforehand: whoever posts them computes nothing."""

import hashlib
import hmac
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.pace import SECRETS

PHONES = 200
"""Customers, who write one after the other: with 200 messages a second each writes once a second."""


def write(path: Path, count: int, *, endpoint: str, texts: Sequence[str], seed: int) -> None:
    """A line for each webhook: the id of its message, its signature and its body, parted by tabs.

    `endpoint` is the number that receives; no id comes twice, nor with another seed.
    """
    rng = random.Random(seed)
    with path.open("w") as file:
        for n in range(count):
            message_id = f"wamid.{rng.getrandbits(128):032x}"
            body = _body(endpoint, message_id, f"3363998{n % PHONES:04}", rng.choice(texts))
            file.write(f"{message_id}\t{_signature(body)}\t{body}\n")


def _body(endpoint: str, message_id: str, phone: str, text: str) -> str:
    message = {
        "from": phone,
        "id": message_id,
        "timestamp": str(int(time.time())),
        "type": "text",
        "text": {"body": text},
    }
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "15550783881", "phone_number_id": endpoint},
        "contacts": [{"profile": {"name": "Camille"}, "wa_id": phone}],
        "messages": [message],
    }
    entry = {"id": f"9{endpoint}", "changes": [{"field": "messages", "value": value}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]})


def _signature(body: str) -> str:
    return f"sha256={hmac.new(SECRETS['app_secret'].encode(), body.encode(), hashlib.sha256).hexdigest()}"
