"""What a body of the simulator says."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from adapters.messaging.identifiers import identifier
from adapters.messaging.untrusted import coordinates, identity, items, label, load, mapping, moment, text
from application.ports.messaging import (
    DeliveryStatus,
    Failure,
    Inbound,
    InboundDeletion,
    InboundEdit,
    InboundMessage,
    InboundPreference,
    InboundReaction,
    Notice,
    Receipt,
)
from domain.conversations.content import Content, Location, Template, Unsupported

_CONTENT: TypeAdapter[Content] = TypeAdapter(Content)
_STATUSES: Mapping[str, DeliveryStatus] = {"sent": "sent", "delivered": "delivered", "read": "read", "failed": "failed"}

Json = Mapping[str, Any]


def read(payload: bytes, received_at: datetime) -> Sequence[Inbound]:
    """Every item, in order."""
    try:
        document = mapping(load(payload))
    except ValueError:
        return [Notice("unreadable")]
    return [_item(mapping(item), received_at) for item in items(document.get("messages"))]


def _item(item: Json, received_at: datetime) -> Inbound:
    if not text(item.get("id")):
        return Notice("malformed")
    if "status" in item:
        return _receipt(item, received_at)
    if not text(item.get("from")):
        return Notice("malformed")
    reader = next((found for key, found in _READERS.items() if key in item), _message)
    return reader(item, received_at)


def _message(item: Json, received_at: datetime) -> InboundMessage:
    return InboundMessage(
        provider_message_id=text(item.get("id")),
        sender=[identifier(text(item.get("from")))],
        sent_at=moment(item.get("at"), received_at),
        content=_content(item.get("content")),
        profile_name=text(item.get("name")),
        replies_to=text(item.get("replies_to")),
    )


def _content(claimed: object) -> Content:
    unsupported = Unsupported(type=label(mapping(claimed).get("kind")) or "unknown")
    try:
        content = _CONTENT.validate_python({key: _clean(value) for key, value in mapping(claimed).items()})
    except (ValidationError, RecursionError):
        return unsupported
    if isinstance(content, Template):  # sent, never received
        return unsupported
    if isinstance(content, Location) and not coordinates(content.latitude, content.longitude):
        return unsupported
    return content


def _clean(value: object) -> object:
    if isinstance(value, list):
        return [_clean(one) for one in value]
    return text(value) if isinstance(value, str) else value


def _reaction(item: Json, received_at: datetime) -> Inbound:
    target = text(item.get("target"))
    if not target:
        return Notice("malformed", "target")
    return InboundReaction(
        provider_message_id=text(item.get("id")),
        target_provider_message_id=target,
        sender=[identifier(text(item.get("from")))],
        emoji=text(item.get("emoji")),
        sent_at=moment(item.get("at"), received_at),
    )


def _edit(item: Json, received_at: datetime) -> Inbound:
    target = text(item.get("edits"))
    if not target:
        return Notice("malformed", "edits")
    return InboundEdit(
        provider_message_id=text(item.get("id")),
        target_provider_message_id=target,
        sender=[identifier(text(item.get("from")))],
        content=_content(item.get("content")),
        sent_at=moment(item.get("at"), received_at),
    )


def _deletion(item: Json, received_at: datetime) -> Inbound:
    target = text(item.get("deletes"))
    if not target:
        return Notice("malformed", "deletes")
    return InboundDeletion(
        provider_message_id=text(item.get("id")),
        target_provider_message_id=target,
        sender=[identifier(text(item.get("from")))],
        sent_at=moment(item.get("at"), received_at),
    )


def _preference(item: Json, received_at: datetime) -> Inbound:
    allowed = item.get("promotions")
    if not isinstance(allowed, bool):
        return Notice("malformed", "promotions")
    return InboundPreference([identifier(text(item.get("from")))], allowed, moment(item.get("at"), received_at))


def _receipt(item: Json, received_at: datetime) -> Inbound:
    claimed = label(item.get("status"))
    if claimed not in _STATUSES:
        return Notice(f"status.{claimed or 'unknown'}")
    failure = mapping(item.get("failure"))
    return Receipt(
        provider_message_id=text(item.get("id")),
        status=_STATUSES[claimed],
        at=moment(item.get("at"), received_at),
        our_id=identity(item.get("our_id")),
        failure=Failure(text(failure.get("code")), text(failure.get("reason"))) if claimed == "failed" else None,
    )


_READERS: Mapping[str, Callable[[Json, datetime], Inbound]] = {
    "target": _reaction,
    "edits": _edit,
    "deletes": _deletion,
    "promotions": _preference,
}
"""By the key that only such an item has; a message has none of them."""
