"""Files of the WhatsApp Cloud API: an id, then an address good for five minutes, then the bytes."""

from typing import Any
from urllib.parse import quote

import httpx

from adapters.messaging.files import BUSY, DENIED, GONE, Source, address, answered, kept, within
from adapters.messaging.untrusted import load, mapping, number, text
from adapters.messaging.whatsapp_cloud.errors import CLOUD, code
from application.ports.messaging import File, MediaRefused, Retry
from domain.conversations.content import Media

DOMAINS = ("fbcdn.net", "facebook.com", "whatsapp.net", "lookaside.fbsbx.com")


def fetch(client: httpx.Client, base_url: str, token: str, media: Media, limit: int) -> File:
    """The bytes of a media. Raises `MediaRefused`. Source: Meta, "Media, retrieve media URL, download media"."""
    kept(media.mime_type)
    credentials = {"Authorization": f"Bearer {token}"}
    source = Source(client, address(base_url), DOMAINS, lambda _: credentials)
    if media.reference.startswith("https://"):  # newer webhooks carry the address beside the id
        return source.download(media.reference, media.mime_type, limit)
    found = _found(client, f"{base_url}/{quote(media.reference, safe='')}", credentials)
    within(number(found.get("file_size")), limit)
    claimed_type = kept(text(found.get("mime_type")) or media.mime_type)
    return source.download(text(found.get("url")), claimed_type, limit)


def _found(client: httpx.Client, url: str, credentials: dict[str, str]) -> dict[str, Any]:
    try:
        answer = client.get(address(url), headers=credentials)
    except httpx.HTTPError as error:
        raise MediaRefused(BUSY, retry=True) from error
    try:
        body = mapping(load(answer.content))
    except ValueError:
        body = {}
    _decide(code(mapping(body.get("error"))))
    answered(answer.status_code)
    return dict(body)


def _decide(error: int | None) -> None:
    """A known code decides before the HTTP status does."""
    if error is None or error not in CLOUD.meanings:
        return
    match CLOUD.meanings[error][1]:
        case Retry.SOON | Retry.LATER | Retry.RECIPIENT:
            raise MediaRefused(BUSY, retry=True)
        case Retry.CHANNEL:
            raise MediaRefused(DENIED)
        case _:
            raise MediaRefused(GONE)
