"""A message of ours in the words of Twilio, and what its answer proves."""

import json
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx

from adapters.messaging.refusals import retry_after
from adapters.messaging.twilio.errors import TWILIO
from adapters.messaging.untrusted import load, mapping, number, text
from application.ports.messaging import Accepted, Identifier, Outbound, SendUncertain
from domain.conversations.content import Content, Location, Media, Template, Text


def address(number_or_name: str) -> str:
    """An address on WhatsApp, as Twilio writes it."""
    return f"whatsapp:{number_or_name.replace(' ', '').removeprefix('whatsapp:')}"


def composed(outbound: Outbound, sender: str) -> dict[str, str]:
    """The form of the request. Raises `ValueError` for a content that nobody can send.

    Twilio cannot quote a message: `replies_to` is left out. Source: Twilio, "Messages resource, create".
    """
    form = {"From": address(sender), "To": _recipient(outbound.to), **_content(outbound.content)}
    if outbound.status_url:
        form["StatusCallback"] = _traced(outbound)
    return form


def _recipient(to: Identifier) -> str:
    if to.kind not in {"phone", "bsuid", "provider"}:
        raise ValueError(f"Twilio cannot reach somebody known by {to.kind}")
    return address(to.value)


def _content(content: Content) -> dict[str, str]:
    match content:
        case Text():
            return {"Body": content.body}
        case Media() if content.reference.startswith(("http://", "https://")):
            return {"MediaUrl": content.reference, **({"Body": content.caption} if content.caption else {})}
        case Media():
            raise ValueError("Twilio sends a file by its address only")
        case Location():
            return _location(content)
        case Template():
            return _template(content)
        case _:
            raise ValueError(f"{content.kind} is received, never sent")


def _location(place: Location) -> dict[str, str]:
    """A pin needs words beside it. Source: Twilio, "Location messages with WhatsApp"."""
    named = place.name or place.address or "Position"
    return {"Body": named, "PersistentAction": f"geo:{place.latitude},{place.longitude}|{named}"}


def _template(template: Template) -> dict[str, str]:
    """The content's id and its variables, without a body. Source: Twilio, "Send messages with the Content API"."""
    values = {one.name: one.value for one in template.parameters}
    filled = {"ContentVariables": json.dumps(values, ensure_ascii=False)} if values else {}
    return {"ContentSid": template.reference, **filled}


def _traced(outbound: Outbound) -> str:
    """The address of the status callback, with our id in its query: Twilio has no field for it."""
    parts = urlsplit(outbound.status_url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    query.setdefault("message", str(outbound.message_id))
    return parts._replace(query=urlencode(query)).geturl()


def concluded(answer: httpx.Response) -> Accepted:
    """The message as accepted. Raises `SendRefused`, or `SendUncertain` when the answer proves nothing."""
    try:
        body = mapping(load(answer.content))
    except ValueError:
        body = {}
    if not answer.is_success:
        raise TWILIO.refusal(_code(body.get("code")), answer.status_code, retry_after(answer))
    if text(body.get("status")) in {"failed", "undelivered"}:  # no callback follows an initial status
        raise TWILIO.refusal(_code(body.get("error_code")), httpx.codes.BAD_REQUEST)
    sid = text(body.get("sid"))
    if not sid:
        raise SendUncertain("accepted without an id")
    return Accepted(sid)


def _code(claimed: object) -> int | None:
    found = number(claimed)
    return int(found) if found else None
