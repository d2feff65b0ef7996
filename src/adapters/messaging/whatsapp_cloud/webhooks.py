"""Webhooks of the WhatsApp Cloud API: the signature, and for whom a body is."""

import hashlib
import hmac
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from adapters.messaging.untrusted import dump, load, mapping, mappings, text
from application.ports.messaging import Part, Webhook

_OBJECT = "whatsapp_business_account"
_PREFIX = "sha256="
_ENDPOINTS = 1000  # Meta batches up to 1,000 updates; more numbers in one body is somebody else

Change = Mapping[str, Any]


def verify(webhook: Webhook, app_secret: str) -> bool:
    """Whether `X-Hub-Signature-256` is the HMAC-SHA256 of the raw body, keyed with the app secret.

    Source: fbsamples/whatsapp-business-jaspers-market. Meta escapes non-ASCII characters: only the raw bytes count.
    """
    claimed = webhook.headers.get("x-hub-signature-256", "")
    if not app_secret or not claimed.startswith(_PREFIX):
        return False
    expected = hmac.new(app_secret.encode(), webhook.body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(claimed.removeprefix(_PREFIX).encode("utf-8", "replace"), expected.encode())


def split(body: bytes) -> Sequence[Part]:
    """The changes of each endpoint, in order of first appearance; the body itself when it is for one only."""
    document = load(body)
    if not isinstance(document, dict) or document.get("object") != _OBJECT:
        raise ValueError("not a webhook of the WhatsApp Cloud API")
    entries: dict[str, dict[int, dict[str, Any]]] = {}
    for position, entry, change in _changes(document):
        endpoint = _endpoint(entry, change)
        if endpoint:
            kept = entries.setdefault(endpoint, {}).setdefault(position, {**entry, "changes": []})
            kept["changes"].append(change)
    if len(entries) > _ENDPOINTS:
        raise ValueError("too many endpoints in one body")
    if len(entries) == 1:
        return [Part(endpoint, body) for endpoint in entries]
    return [Part(endpoint, _recompose(document, mine)) for endpoint, mine in entries.items()]


def _changes(document: Mapping[str, Any]) -> Iterator[tuple[int, Mapping[str, Any], Change]]:
    for position, entry in enumerate(mappings(document.get("entry"))):
        for change in mappings(entry.get("changes")):
            yield position, entry, change


def _endpoint(entry: Mapping[str, Any], change: Change) -> str:
    """The number that a change is about, else the WhatsApp Business account (a partner's own id may be in `entry`)."""
    value = mapping(change.get("value"))
    number = text(mapping(value.get("metadata")).get("phone_number_id"))
    if number:
        return number
    account = text(mapping(value.get("waba_info")).get("waba_id")) or text(entry.get("id"))
    return of_account(account) if account else ""


def of_account(waba_id: str) -> str:
    """The endpoint of a WhatsApp Business account: all its numbers."""
    return f"waba:{waba_id}"


def _recompose(document: Mapping[str, Any], entries: Mapping[int, Mapping[str, Any]]) -> bytes:
    return dump({"object": document["object"], "entry": list(entries.values())})
