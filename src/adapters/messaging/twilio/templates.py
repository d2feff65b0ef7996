"""Contents of a Twilio account with what WhatsApp decided about them: how they are listed, and what they say.

Source: Twilio, Content API v1, "List Content Approvals". Twilio posts nothing about templates: they are asked for.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx

from adapters.messaging.listing import everything, told_by
from adapters.messaging.templates import MOST_VARIABLES, category, in_order, name, prose, status
from adapters.messaging.twilio.errors import TWILIO
from adapters.messaging.untrusted import items, label, mapping, mappings, number, text
from application.ports.messaging import Failure, ProviderTemplate
from domain.channels.template_events import Button, ButtonKind, HeaderKind, Variable, Wording
from domain.channels.template_text import variables_of

Json = Mapping[str, Any]

_PAGE = 500
_ACTIONS: Mapping[str, ButtonKind] = {
    "QUICK_REPLY": "quick_reply",
    "URL": "url",
    "PHONE_NUMBER": "phone",
    "PHONE": "phone",
    "COPY_CODE": "copy_code",
}
_FILES: Mapping[str, HeaderKind] = {
    "jpg": "image",
    "jpeg": "image",
    "png": "image",
    "webp": "image",
    "mp4": "video",
    "3gp": "video",
    "pdf": "document",
}
_IN_SESSION_ONLY = {"twilio/list-picker", "twilio/location"}
"""Contents that cannot start a conversation. Source: Twilio, error 63016."""


def templates(client: httpx.Client, base_url: str, credentials: str) -> Sequence[ProviderTemplate]:
    """Every content of the account. Raises `TemplatesUnavailable`."""

    def ask(place: str) -> httpx.Request:
        params = {"PageSize": str(_PAGE), **dict(parse_qsl(place))}
        headers = {"Authorization": credentials}
        return client.build_request("GET", f"{base_url}/ContentAndApprovals", params=params, headers=headers)

    found = (_template(one) for one in everything(client, ask, "contents", _next, _failure))
    return list({one.key: one for one in found if one is not None}.values())


def _next(body: Json) -> str:
    """The place of the next page: of its address only the query, so that it leads nowhere else."""
    query = urlsplit(text(mapping(body.get("meta")).get("next_page_url"))).query
    return "&".join(part for part in query.split("&") if part.startswith(("Page=", "PageToken=")))


def _failure(body: Json, http_status: int) -> Failure:
    code = number(body.get("code"))
    return told_by(TWILIO, int(code) if code else None, http_status)


def _template(listed: Json) -> ProviderTemplate | None:
    sid, approval = name(listed.get("sid")), mapping(listed.get("approval_requests"))
    kinds = {label(kind): mapping(content) for kind, content in mapping(listed.get("types")).items()}
    if not sid or not kinds:
        return None
    asked = label(approval.get("content_type"))
    kind = asked if asked in kinds else next(iter(kinds))
    return ProviderTemplate(
        key=sid,
        reference=sid,
        name=name(approval.get("name")) or name(listed.get("friendly_name")) or sid,
        language=name(listed.get("language")),
        category=category(approval.get("category")),
        status=status(approval.get("status")),
        reason=prose(approval.get("rejection_reason"))[:500],
        wording=_wording(kind, kinds[kind], mapping(listed.get("variables"))),
    )


def _wording(kind: str, content: Json, defaults: Json) -> Wording:
    files = [prose(one) for one in items(content.get("media"))] or [prose(content.get("media"))]
    header = prose(content.get("header_text"))
    body = prose(content.get("body")) or prose(content.get("title"))
    footer = prose(content.get("footer")) or prose(content.get("subtitle"))
    buttons = tuple(_button(one) for one in mappings(content.get("actions")))
    read = " ".join([header, body, footer, *files, *(f"{one.text} {one.target}" for one in buttons)])
    names = in_order([*variables_of(read), *(name(one) for one in defaults)])[:MOST_VARIABLES]
    return Wording(
        header_kind=_header(files[0]) if files[0] else ("text" if header else "none"),
        header=header,
        body=body,
        footer=footer,
        buttons=buttons,
        variables=tuple(Variable(key=one, name=one, part="all", example=prose(defaults.get(one))) for one in names),
        obstacle="component" if kind in _IN_SESSION_ONLY else "none",
    )


def _header(file: str) -> HeaderKind:
    return _FILES.get(urlsplit(file).path.rpartition(".")[2].lower(), "other")


def _button(action: Json) -> Button:
    kind = _ACTIONS.get(label(action.get("type")).upper(), "quick_reply" if action.get("id") else "other")
    target = prose(action.get("url")) or prose(action.get("phone")) or prose(action.get("code"))
    return Button(kind=kind, text=prose(action.get("title")), target=target)
