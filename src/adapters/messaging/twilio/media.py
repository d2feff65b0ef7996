"""Files of Twilio: an address of its API that leads, by a redirect, to its content network."""

import httpx

from adapters.messaging.files import Source, address, is_same_server, kept
from application.ports.messaging import File
from domain.conversations.content import Media

API = "api.twilio.com"
DOMAINS = ("twilio.com", "media.twiliocdn.com", "mms.twiliocdn.com")


def fetch(client: httpx.Client, base_url: str, credentials: str, media: Media, limit: int) -> File:
    """The bytes of a media. Raises `MediaRefused`.

    Only the API sees the credentials: the content network is given signed addresses, good for hours.
    Source: Twilio, "Protect media access with HTTP basic authentication".
    """
    kept(media.mime_type)
    base = address(base_url)

    def headers(url: httpx.URL) -> dict[str, str]:
        trusted = is_same_server(url, base) or url.host == API
        return {"Authorization": credentials} if trusted else {}

    return Source(client, base, DOMAINS, headers).download(media.reference, media.mime_type, limit)
