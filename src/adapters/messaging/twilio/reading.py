"""What a form of Twilio says: messages (one per file), or a receipt."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from adapters.messaging.identifiers import e164, identifier
from adapters.messaging.twilio.contents import contents
from adapters.messaging.twilio.errors import TWILIO
from adapters.messaging.twilio.forms import MESSAGE, Form, parse, status
from adapters.messaging.untrusted import identity, number
from application.ports.messaging import (
    DeliveryStatus,
    Failure,
    Identifier,
    Inbound,
    InboundMessage,
    Notice,
    Receipt,
)

_STATUSES: Mapping[str, DeliveryStatus] = {
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "failed": "failed",
    "undelivered": "failed",
}


def read(payload: bytes, received_at: datetime) -> Sequence[Inbound]:
    """What the form says. Twilio gives no time: a message is as old as its reception, a receipt has none."""
    try:
        form = parse(payload)
    except ValueError:
        return [Notice("unreadable")]
    claimed = status(form)
    return [_receipt(claimed, form)] if claimed else list(_messages(form, received_at))


def _messages(form: Form, received_at: datetime) -> Iterator[Inbound]:
    sid, sender = _sid(form), _sender(form)
    if not sid or not sender:
        yield Notice("message", "Message sans auteur ou sans id")
        return
    for position, content in enumerate(contents(form)):
        yield InboundMessage(
            provider_message_id=f"{sid}/{position}" if position else sid,
            sender=sender,
            sent_at=received_at,
            content=content,
            profile_name=form.first("ProfileName"),
            replies_to=form.first("OriginalRepliedMessageSid"),
        )


def _sid(form: Form) -> str:
    return form.first("MessageSid") or form.first("SmsMessageSid") or form.first("SmsSid")


def _sender(form: Form) -> list[Identifier]:
    """Who wrote: the address first, and the number that WhatsApp knows when the address does not show it."""
    address, known = form.first("From").removeprefix("whatsapp:").strip(), form.first("WaId")
    found = [identifier(address)] if address else []
    if known.isascii() and known.isdigit() and not any(one.kind == "phone" for one in found):
        found.insert(0, Identifier("phone", e164(known)))
    return found


def _receipt(claimed: str, form: Form) -> Inbound:
    sid = _sid(form)
    if claimed not in _STATUSES or not sid:
        return Notice(f"status.{claimed}")
    return Receipt(
        provider_message_id=sid,
        status=_STATUSES[claimed],
        at=None,
        our_id=identity(form.last(MESSAGE)),
        failure=_failure(form) if _STATUSES[claimed] == "failed" else None,
    )


def _failure(form: Form) -> Failure:
    code = number(form.first("ErrorCode"))
    return TWILIO.failure(int(code) if code else None)
