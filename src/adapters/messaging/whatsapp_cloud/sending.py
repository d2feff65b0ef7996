"""A message of ours in the words of the WhatsApp Cloud API, and what its answer proves."""

from collections.abc import Iterator, Sequence
from typing import Any

import httpx

from adapters.messaging.refusals import retry_after
from adapters.messaging.untrusted import load, mapping, mappings, text
from adapters.messaging.whatsapp_cloud.errors import CLOUD, code
from application.ports.messaging import Accepted, Identifier, Outbound, SendUncertain
from domain.conversations.content import Content, Location, Media, Parameter, Template, Text

_CAPTIONED = {"image", "video", "document"}


def composed(outbound: Outbound) -> dict[str, Any]:
    """The body of the request. Raises `ValueError` for a content that nobody can send.

    `biz_opaque_callback_data` comes back in the statuses. Source: Meta, "Messages API reference".
    """
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        **_recipient(outbound.to),
        **_content(outbound.content),
        **({"context": {"message_id": outbound.replies_to}} if outbound.replies_to else {}),
        "biz_opaque_callback_data": str(outbound.message_id),
    }


def _recipient(to: Identifier) -> dict[str, str]:
    """`to` for a phone, `recipient` for a business-scoped id. Source: Meta, "Business-scoped user IDs" (2026-05-28)."""
    match to.kind:
        case "phone":
            return {"to": to.value.removeprefix("+")}
        case "bsuid":
            return {"recipient": to.value}
        case "provider":
            return {"to": to.value}
        case _:
            raise ValueError(f"WhatsApp cannot reach somebody known by {to.kind}")


def _content(content: Content) -> dict[str, Any]:
    match content:
        case Text():
            return {"type": "text", "text": {"body": content.body, "preview_url": False}}
        case Media():
            return {"type": content.media, content.media: _media(content)}
        case Location():
            return {"type": "location", "location": _location(content)}
        case Template():
            return {"type": "template", "template": _template(content)}
        case _:
            raise ValueError(f"{content.kind} is received, never sent")


def _media(media: Media) -> dict[str, str]:
    place = "link" if media.reference.startswith(("http://", "https://")) else "id"
    sent = {place: media.reference}
    if media.caption and media.media in _CAPTIONED:
        sent["caption"] = media.caption
    if media.filename and media.media == "document":
        sent["filename"] = media.filename
    return sent


def _location(place: Location) -> dict[str, Any]:
    named = {key: value for key, value in (("name", place.name), ("address", place.address)) if value}
    return {"latitude": place.latitude, "longitude": place.longitude, **named}


def _template(template: Template) -> dict[str, Any]:
    """Source: Meta, "Messages API reference, template object". The language is deterministic: the one asked for."""
    return {
        "name": template.name,
        "language": {"policy": "deterministic", "code": template.language},
        **({"components": list(_components(template.parameters))} if template.parameters else {}),
    }


def _components(parameters: Sequence[Parameter]) -> Iterator[dict[str, Any]]:
    for part in ("header", "body"):
        if filled := [one for one in parameters if one.part == part]:
            yield {"type": part, "parameters": [_parameter(one) for one in filled]}
    for one in parameters:
        if one.part == "button" and one.button_kind == "copy_code":
            code = {"type": "coupon_code", "coupon_code": one.value}
            yield {"type": "button", "sub_type": "copy_code", "index": str(one.button), "parameters": [code]}
        elif one.part == "button":
            end = {"type": "text", "text": one.value}
            yield {"type": "button", "sub_type": "url", "index": str(one.button), "parameters": [end]}


def _parameter(one: Parameter) -> dict[str, str]:
    named = {} if one.name.isdecimal() else {"parameter_name": one.name}
    return {"type": "text", **named, "text": one.value}


def concluded(answer: httpx.Response) -> Accepted:
    """The message as accepted. Raises `SendRefused`, or `SendUncertain` when the answer proves nothing."""
    try:
        body = mapping(load(answer.content))
    except ValueError:
        body = {}
    if "error" in body or not answer.is_success:
        raise CLOUD.refusal(code(mapping(body.get("error"))), answer.status_code, retry_after(answer))
    sent = mappings(body.get("messages"))
    provider_message_id = text(sent[0].get("id")) if sent else ""
    if not provider_message_id:
        raise SendUncertain("accepted without an id")
    return Accepted(provider_message_id)
