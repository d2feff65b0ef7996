"""Bodies of the simulator: what a demonstration phone posts, and how it signs.

``{"endpoint": "demo", "messages": [...]}``, where a message is one of:

- ``{"id", "from", "name", "at", "replies_to", "content": {"kind": "text", "body": …}}`` (any content of the domain);
- ``{"id", "from", "at", "target", "emoji"}``, a reaction;
- ``{"id", "from", "at", "edits", "content"}``, new words for the message that `edits` names;
- ``{"id", "from", "at", "deletes"}``, the message that `deletes` names, taken back;
- ``{"id", "from", "at", "promotions": true}``, whether promotions are welcome;
- ``{"id", "at", "status", "our_id", "failure": {"code", "reason"}}``, a receipt.

`at` is Unix seconds. Ids are the sender's own.
"""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from adapters.messaging.untrusted import dump
from application.ports.messaging import DeliveryStatus, Failure, Webhook
from domain.conversations.content import Choice, Content, Location, Text

SIGNATURE = "x-palabre-signature"

Item = dict[str, Any]


def message(id: str, sender: str, content: Content, *, at: datetime, name: str = "", replies_to: str = "") -> Item:
    """Any message. `sender` is a phone number or a business-scoped user id."""
    return {
        "id": id,
        "from": sender,
        "name": name,
        "at": at.timestamp(),
        "replies_to": replies_to,
        "content": content.model_dump(mode="json"),
    }


def text(id: str, sender: str, body: str, *, at: datetime, name: str = "") -> Item:
    """A text."""
    return message(id, sender, Text(body=body), at=at, name=name)


def choice(id: str, sender: str, picked: Choice, *, at: datetime, replies_to: str = "") -> Item:
    """A button or a list row that was picked."""
    return message(id, sender, picked, at=at, replies_to=replies_to)


def location(id: str, sender: str, latitude: float, longitude: float, *, at: datetime) -> Item:
    """A point on the map."""
    return message(id, sender, Location(latitude=latitude, longitude=longitude), at=at)


def reaction(id: str, sender: str, target: str, emoji: str, *, at: datetime) -> Item:
    """An emoji on the message `target`; an empty one takes it away."""
    return {"id": id, "from": sender, "target": target, "emoji": emoji, "at": at.timestamp()}


def edit(id: str, sender: str, target: str, content: Content, *, at: datetime) -> Item:
    """The message `target` as it reads now."""
    return {"id": id, "from": sender, "edits": target, "content": content.model_dump(mode="json"), "at": at.timestamp()}


def deletion(id: str, sender: str, target: str, *, at: datetime) -> Item:
    """The message `target`, deleted for everybody."""
    return {"id": id, "from": sender, "deletes": target, "at": at.timestamp()}


def preference(id: str, sender: str, allowed: bool, *, at: datetime) -> Item:
    """Whether promotions are welcome."""
    return {"id": id, "from": sender, "promotions": allowed, "at": at.timestamp()}


def receipt(
    id: str, status: DeliveryStatus, *, at: datetime, our_id: UUID | None = None, failure: Failure | None = None
) -> Item:
    """A status of the message that `send` called `id`."""
    told = {"code": failure.code, "reason": failure.reason} if failure else None
    return {
        "id": id,
        "status": status,
        "at": at.timestamp(),
        "our_id": str(our_id) if our_id else "",
        "failure": told,
    }


def body(endpoint: str, items: Sequence[Item]) -> bytes:
    """The body that carries them."""
    return dump({"endpoint": endpoint, "messages": list(items)})


def sign(body: bytes, secret: str) -> str:
    """The signature of a body: its HMAC-SHA256, in hexadecimal."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def webhook(url: str, body: bytes, secret: str) -> Webhook:
    """The request to post."""
    headers = {"content-type": "application/json", SIGNATURE: sign(body, secret)}
    return Webhook(url=url, headers=headers, body=body)
