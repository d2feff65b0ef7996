"""Templates of a WhatsApp Business account: how they are listed, and what they say.

Source: Meta, "WhatsApp Business account, message templates" and "Template components" (Graph API v23.0).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

import httpx

from adapters.messaging.listing import everything, told_by
from adapters.messaging.templates import blanks, category, name, prose, status
from adapters.messaging.untrusted import items, label, mapping, mappings, text
from adapters.messaging.whatsapp_cloud.errors import CLOUD, code
from adapters.messaging.whatsapp_cloud.template_notices import key_of, quality, reason
from application.ports.messaging import Failure, ProviderTemplate
from domain.channels.template_events import Button, ButtonKind, HeaderKind, Obstacle, Variable, Wording

Json = Mapping[str, Any]

_FIELDS = "id,name,language,category,status,components,quality_score,rejected_reason,parameter_format"
_PAGE = 200
_FORMATS: Mapping[str, HeaderKind] = {
    "TEXT": "text",
    "IMAGE": "image",
    "VIDEO": "video",
    "GIF": "video",
    "DOCUMENT": "document",
    "LOCATION": "location",
}
_BUTTONS: Mapping[str, ButtonKind] = {
    "QUICK_REPLY": "quick_reply",
    "URL": "url",
    "PHONE_NUMBER": "phone",
    "COPY_CODE": "copy_code",
    "VOICE_CALL": "other",
}
_PLAIN = {"HEADER", "BODY", "FOOTER", "BUTTONS"}

_NOT_ALLOWED = "Le jeton Meta n'a pas le droit de lire les modèles. Accordez-lui whatsapp_business_management."
_NO_ACCOUNT = "Meta ne trouve pas ce compte WhatsApp Business. Vérifiez le « waba_id » du canal."


def templates(client: httpx.Client, base_url: str, waba_id: str, token: str) -> Sequence[ProviderTemplate]:
    """Every template of the account. Raises `TemplatesUnavailable`."""
    url = f"{base_url}/{quote(waba_id, safe='')}/message_templates"
    headers = {"Authorization": f"Bearer {token}"}

    def ask(after: str) -> httpx.Request:
        params = {"fields": _FIELDS, "limit": str(_PAGE), **({"after": after} if after else {})}
        return client.build_request("GET", url, params=params, headers=headers)

    found = (_template(one) for one in everything(client, ask, "data", _next, _failure))
    return list({one.key: one for one in found if one is not None}.values())


def _next(body: Json) -> str:
    """Where the next page begins. Its address is never followed: it carries the token, and leads where it likes."""
    paging = mapping(body.get("paging"))
    return text(mapping(paging.get("cursors")).get("after")) if paging.get("next") else ""


def _failure(body: Json, http_status: int) -> Failure:
    found = code(mapping(body.get("error")))
    if found in {3, 10} or (found is not None and 200 <= found < 300):
        return Failure(str(found), _NOT_ALLOWED)
    if found in {33, 100}:
        return Failure(str(found), _NO_ACCOUNT)
    return told_by(CLOUD, found, http_status)


def _template(listed: Json) -> ProviderTemplate | None:
    called, language = name(listed.get("name")), name(listed.get("language"))
    if not called or not language:
        return None
    return ProviderTemplate(
        key=key_of(called, language),
        reference=name(listed.get("id")),
        name=called,
        language=language,
        category=category(listed.get("category")),
        status=status(listed.get("status")),
        reason=reason(listed.get("rejected_reason")),
        quality=quality(mapping(listed.get("quality_score")).get("score")),
        wording=_wording(mappings(listed.get("components"))),
    )


def _wording(components: Sequence[Json]) -> Wording:
    parts = {label(one.get("type")).upper(): one for one in reversed(components)}
    header, body = parts.get("HEADER", {}), parts.get("BODY", {})
    shown = label(header.get("format")).upper()
    kind: HeaderKind = _FORMATS.get(shown, "text" if header.get("text") else "other") if header else "none"
    buttons = [_button(one) for one in mappings(parts.get("BUTTONS", {}).get("buttons"))]
    return Wording(
        header_kind=kind,
        header=prose(header.get("text")) if kind == "text" else "",
        body=prose(body.get("text")),
        footer=prose(parts.get("FOOTER", {}).get("text")),
        buttons=tuple(button for button, _, _ in buttons),
        variables=tuple(_variables(header if kind == "text" else {}, body, buttons)),
        obstacle=_obstacle(kind, parts.keys() <= _PLAIN and all(plain for _, _, plain in buttons)),
    )


def _obstacle(header: HeaderKind, plain: bool) -> Obstacle:
    if header in {"image", "video", "document"}:
        return "media_header"
    if header == "location":
        return "location_header"
    return "none" if plain and header != "other" else "component"


def _button(button: Json) -> tuple[Button, str, bool]:
    """The button, the example of its blank, and whether it can be filled in here."""
    claimed = label(button.get("type")).upper()
    kind = _BUTTONS.get(claimed, "other")
    target = {
        "url": prose(button.get("url")),
        "phone": name(button.get("phone_number")),
        "copy_code": "{{code}}",  # the whole code is the blank
    }.get(kind, "")
    example = button.get("example")
    first = prose(next(iter(items(example)), "")) or prose(example)
    return Button(kind=kind, text=prose(button.get("text")), target=target), first, claimed in _BUTTONS


def _variables(header: Json, body: Json, buttons: Sequence[tuple[Button, str, bool]]) -> Iterator[Variable]:
    yield from blanks(prose(header.get("text")), "header", _examples(header, "header_text"))
    yield from blanks(prose(body.get("text")), "body", _examples(body, "body_text"))
    for place, (button, example, _) in enumerate(buttons):
        if button.kind in {"url", "copy_code"}:
            for variable in blanks(button.target, "button", {}, place):
                yield variable.model_copy(update={"example": example})


def _examples(component: Json, field: str) -> dict[str, str]:
    """Examples by name: ``header_text`` is a list, ``body_text`` a list of lists, named ones are objects."""
    example = mapping(component.get("example"))
    given = items(example.get(field))
    row = items(given[0]) if given and isinstance(given[0], list) else given
    found = {str(place): prose(value) for place, value in enumerate(row, 1)}
    for one in mappings(example.get(f"{field}_named_params")):
        found[name(one.get("param_name"))] = prose(one.get("example"))
    return found
