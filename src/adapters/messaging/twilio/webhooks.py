"""Webhooks of Twilio: the signature, and for whom a form is."""

from collections.abc import Sequence
from urllib.parse import parse_qs, urlsplit

from twilio.request_validator import RequestValidator

from adapters.messaging.twilio.forms import Form, marked, parse, status
from application.ports.messaging import Part, Webhook


def verify(webhook: Webhook, auth_token: str) -> bool:
    """Whether `X-Twilio-Signature` was made with the token, over the public address and every field.

    A JSON body is covered by its digest in the address (`bodySHA256`). Source: Twilio, "Webhooks security".
    """
    signature = webhook.headers.get("x-twilio-signature", "")
    if not auth_token or not signature:
        return False
    try:
        return bool(RequestValidator(auth_token).validate(webhook.url, _signed(webhook), signature))
    except ValueError:
        return False


def _signed(webhook: Webhook) -> Form | str:
    """The parameters that the signature covers. Raises `ValueError` when the body has none that it could."""
    if _is_form(webhook):
        return parse(webhook.body)
    if "bodySHA256" not in parse_qs(urlsplit(webhook.url).query):
        raise ValueError("nothing signs this body")
    return webhook.body.decode()


def _is_form(webhook: Webhook) -> bool:
    kind = webhook.headers.get("content-type", "application/x-www-form-urlencoded")
    return kind.partition(";")[0].strip().lower() == "application/x-www-form-urlencoded"


def split(webhook: Webhook) -> Sequence[Part]:
    """The one part of a form. Our number is `From` in a status callback, `To` in a message from a customer."""
    if not _is_form(webhook):
        raise ValueError("not a form")
    form = parse(webhook.body)
    account, number = form.first("AccountSid"), form.first("From" if status(form) else "To")
    if not account or not number:
        raise ValueError("not a webhook of Twilio")
    return [Part(f"{account}/{number}", marked(webhook.body, webhook.url))]
