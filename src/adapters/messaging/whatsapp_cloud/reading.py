"""What a body of the WhatsApp Cloud API says, in its order: messages, reactions, receipts, and notices for the rest."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from adapters.messaging.untrusted import identity, items, label, load, mapping, mappings, moment, text
from adapters.messaging.whatsapp_cloud import notices, template_notices
from adapters.messaging.whatsapp_cloud.contents import content
from adapters.messaging.whatsapp_cloud.errors import CLOUD, code
from adapters.messaging.whatsapp_cloud.senders import Cards, name, sender
from application.ports.messaging import (
    DeliveryStatus,
    Failure,
    Identifier,
    Inbound,
    InboundDeletion,
    InboundEdit,
    InboundMessage,
    InboundPreference,
    InboundReaction,
    Notice,
    Receipt,
)

Json = Mapping[str, Any]

_STATUSES: Mapping[str, DeliveryStatus] = {
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "played": "read",  # a voice message that was listened to was also seen
    "failed": "failed",
}
_NOT_FROM_A_PERSON = {"system", "request_welcome"}
"""Written by WhatsApp itself: they open no 24-hour window and expect no answer."""

_PREFERENCES: Mapping[str, bool] = {"stop": False, "resume": True, "signup": True}

_TOLD = (
    "event",
    "message_template_name",
    "message_template_language",
    "new_category",
    "new_quality_score",
    "reason",
)


def read(payload: bytes, received_at: datetime) -> Sequence[Inbound]:
    """Every message, status and error of every change of every entry."""
    try:
        document = mapping(load(payload))
    except ValueError:
        return [Notice("unreadable")]
    entries = mappings(document.get("entry"))
    changes = [(entry, change) for entry in entries for change in mappings(entry.get("changes"))]
    return [found for entry, change in changes for found in _told(entry, change, received_at)]


def _told(entry: Json, change: Json, received_at: datetime) -> Iterator[Inbound]:
    field = label(change.get("field"))
    if field in template_notices.FIELDS:  # these carry their time on the entry, and nowhere else
        at = moment(entry.get("time"), received_at)
        found = template_notices.notice(field, mapping(change.get("value")), at)
        yield found or Notice(field, _summary(mapping(change.get("value"))))
    else:
        yield from _change(change, received_at)


def _change(change: Json, received_at: datetime) -> Iterator[Inbound]:
    field = label(change.get("field")) or "unknown"
    value = mapping(change.get("value"))
    match field:
        case "messages":
            yield from _messages(value, received_at)
        case "smb_message_echoes":
            yield from (Notice(field, label(echo.get("type"))) for echo in mappings(value.get("message_echoes")))
        case "user_preferences":
            cards = Cards(value)
            yield from (_preference(field, one, cards, received_at) for one in mappings(value.get("user_preferences")))
        case _:
            yield notices.notice(field, value) or Notice(field, _summary(value))


def _messages(value: Json, received_at: datetime) -> Iterator[Inbound]:
    if not value.keys() & _READERS.keys():
        yield Notice("messages", label(", ".join(value)))
    cards = Cards(value)
    for key, found in value.items():
        for one in items(found) if key in _READERS else ():
            yield _READERS[key](one, cards, received_at) if isinstance(one, dict) else Notice("malformed", key)


def _message(message: Json, cards: Cards, received_at: datetime) -> Inbound:
    kind = label(message.get("type")) or "unknown"
    if kind in _NOT_FROM_A_PERSON:
        return _system(kind, message)
    card = cards.of(message)
    provider_message_id, author = text(message.get("id")), sender(message, card)
    if message.get("group_id"):
        return Notice(f"group.{kind}")
    if not provider_message_id or not author:
        return Notice(f"message.{kind}", "Message sans auteur ou sans id")
    sent_at = moment(message.get("timestamp"), received_at)
    if kind in _ABOUT_ANOTHER:
        return _ABOUT_ANOTHER[kind](provider_message_id, message, author, sent_at)
    return InboundMessage(
        provider_message_id=provider_message_id,
        sender=author,
        sent_at=sent_at,
        content=content(message),
        profile_name=name(card),
        replies_to=text(mapping(message.get("context")).get("id")),
    )


def _reaction(provider_message_id: str, message: Json, author: Sequence[Identifier], sent_at: datetime) -> Inbound:
    """A reaction; without an emoji it takes the former one away."""
    reaction = mapping(message.get("reaction"))
    target = text(reaction.get("message_id"))
    if not target:
        return Notice("message.reaction", "Réaction sans message")
    return InboundReaction(provider_message_id, target, author, text(reaction.get("emoji")), sent_at)


def _edit(provider_message_id: str, message: Json, author: Sequence[Identifier], sent_at: datetime) -> Inbound:
    """The whole message again, as it reads now."""
    edit = mapping(message.get("edit"))
    target = text(edit.get("original_message_id"))
    if not target:
        return Notice("message.edit", "Correction sans message")
    return InboundEdit(provider_message_id, target, author, content(mapping(edit.get("message"))), sent_at)


def _revoke(provider_message_id: str, message: Json, author: Sequence[Identifier], sent_at: datetime) -> Inbound:
    target = text(mapping(message.get("revoke")).get("original_message_id"))
    if not target:
        return Notice("message.revoke", "Suppression sans message")
    return InboundDeletion(provider_message_id, target, author, sent_at)


def _system(kind: str, message: Json) -> Notice:
    system = mapping(message.get("system"))
    return Notice(f"{kind}.{label(system.get('type'))}".rstrip("."), text(system.get("body")))


def _receipt(status: Json, _: Cards, received_at: datetime) -> Inbound:
    provider_message_id, claimed = text(status.get("id")), label(status.get("status"))
    if claimed not in _STATUSES or not provider_message_id:
        return Notice(f"status.{claimed or 'unknown'}")
    return Receipt(
        provider_message_id=provider_message_id,
        status=_STATUSES[claimed],
        at=moment(status.get("timestamp"), received_at),
        our_id=identity(status.get("biz_opaque_callback_data")),
        failure=_failure(mappings(status.get("errors"))) if claimed == "failed" else None,
    )


def _failure(errors: Sequence[Json]) -> Failure:
    return CLOUD.failure(code(errors[0]) if errors else None)


def _error(error: Json, _: Cards, __: datetime) -> Inbound:
    failure = CLOUD.failure(code(error))
    return Notice("error", f"{failure.code} : {failure.reason}")


def _preference(field: str, preference: Json, cards: Cards, received_at: datetime) -> Inbound:
    """Whether promotions are welcome. Source: Meta, "user_preferences" (stop, resume; signup through a link)."""
    category, choice = label(preference.get("category")), label(preference.get("value"))
    who = {"from": preference.get("wa_id"), "from_user_id": preference.get("user_id")}
    author = sender(who, cards.of(who))
    if category != "marketing_messages" or choice not in _PREFERENCES or not author:
        return Notice(field, f"{category} : {choice}")
    return InboundPreference(author, _PREFERENCES[choice], moment(preference.get("timestamp"), received_at))


def _summary(value: Json) -> str:
    return " · ".join(filter(None, (label(value.get(key)) for key in _TOLD)))


_READERS: Mapping[str, Callable[[Json, Cards, datetime], Inbound]] = {
    "messages": _message,
    "statuses": _receipt,
    "errors": _error,
}

_ABOUT_ANOTHER: Mapping[str, Callable[[str, Json, Sequence[Identifier], datetime], Inbound]] = {
    "reaction": _reaction,
    "edit": _edit,
    "revoke": _revoke,
}
"""What a customer does to a message that is already there."""
