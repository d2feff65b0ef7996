"""Letters by SendGrid (`POST /v3/mail/send`). Source: Twilio SendGrid, "Mail Send" and "Errors" of its v3 API.

It has no idempotency key: an answer that proves nothing leaves the letter uncertain. 202 says that it was taken, not
that it arrived.
"""

from base64 import b64encode
from collections.abc import Mapping
from datetime import timedelta
from email.utils import parseaddr, parsedate_to_datetime
from typing import Any

import httpx
import structlog

from adapters.messaging import untrusted
from adapters.messaging.http import deliver
from adapters.messaging.refusals import LONGEST_ASKED, retry_after
from application.ports.mail import Attachment, Letter, MailNotSent, MailRefused, MailUncertain
from application.ports.messaging import NotSent, SendUncertain

BASE_URL = "https://api.sendgrid.com"
EUROPE_URL = "https://api.eu.sendgrid.com"
ADDRESS = "personalizations.0.to"
"""How the fields of an error begin when the address is to blame."""
UNTRACKED: Mapping[str, Any] = {
    "click_tracking": {"enable": False, "enable_text": False},
    "open_tracking": {"enable": False},
    "subscription_tracking": {"enable": False},
}
"""Links hold secrets: they lead where they say, and through nobody else."""

log = structlog.get_logger(__name__)


class SendGridMails:
    """The `Mails` port. `base_url` is without the version of the API, `sender` as in ``Palabre <a@b.fr>``."""

    def __init__(self, client: httpx.Client, key: str, sender: str, base_url: str = BASE_URL) -> None:
        self._client = client
        self._key = key
        self._sender = sender
        self._url = f"{base_url.rstrip('/')}/v3/mail/send"

    def send(self, letter: Letter) -> None:
        """Hand the letter over."""
        headers = {"Authorization": f"Bearer {self._key}", "Accept": "application/json"}
        try:
            request = self._client.build_request("POST", self._url, json=self._body(letter), headers=headers)
        except UnicodeEncodeError:  # a lone surrogate: no server could write to it
            raise MailRefused("ADDRESS_INVALID") from None
        try:
            answer = deliver(self._client, request)
        except NotSent as error:
            log.warning("mail_server_unreachable", error=str(error))
            raise MailNotSent("UNREACHABLE") from error
        except SendUncertain as error:
            raise MailUncertain from error
        if answer.status_code != httpx.codes.ACCEPTED:
            raise _refusal(answer)

    def _body(self, letter: Letter) -> dict[str, Any]:
        name, address = parseaddr(self._sender)
        return {
            "personalizations": [{"to": [{"email": letter.to}], "custom_args": {"mail_id": str(letter.mail_id)}}],
            "from": {"email": address, **({"name": name} if name else {})},
            "subject": letter.subject,
            "content": [{"type": "text/plain", "value": letter.text}],
            # Derived: if it ever arrives twice, mail programs show one. Neither header is among the reserved ones.
            "headers": {
                "Message-ID": f"<{letter.mail_id}@{address.rpartition('@')[2]}>",
                "Auto-Submitted": "auto-generated",
            },
            "tracking_settings": UNTRACKED,
            **({"attachments": [_attached(one) for one in letter.attachments]} if letter.attachments else {}),
        }


def _attached(file: Attachment) -> dict[str, str]:
    return {
        "content": b64encode(file.content).decode(),
        "filename": file.name,
        "type": file.mime_type,
        "disposition": "attachment",
    }


def _refusal(answer: httpx.Response) -> MailNotSent | MailUncertain:
    """What an answer other than a yes proves."""
    status = answer.status_code
    code = str(status)
    match status:
        case httpx.codes.BAD_REQUEST if _blames_the_address(answer.content):
            return MailRefused(code)
        case httpx.codes.REQUEST_ENTITY_TOO_LARGE:
            return MailRefused(code)
        case httpx.codes.TOO_MANY_REQUESTS | httpx.codes.SERVICE_UNAVAILABLE:
            return MailNotSent(code, _wait(answer))
        case _ if 400 <= status < 500 and status != httpx.codes.REQUEST_TIMEOUT:
            log.warning("mail_server_refused", status=status)  # a key, a sender, an account: ours to mend
            return MailNotSent(code)
        case _:
            return MailUncertain(code)


def _blames_the_address(body: bytes) -> bool:
    """Whether the errors are about the recipient, and nothing else."""
    try:
        errors = untrusted.mappings(untrusted.mapping(untrusted.load(body)).get("errors"))
    except ValueError:
        return False
    fields = [untrusted.text(error.get("field")) for error in errors]
    return bool(fields) and all(one.startswith(ADDRESS) for one in fields)


def _wait(answer: httpx.Response) -> timedelta:
    """Until it takes letters again: Retry-After, else X-RateLimit-Reset, by its own clock."""
    if asked := retry_after(answer):
        return timedelta(seconds=asked)
    reset = answer.headers.get("x-ratelimit-reset", "").strip()
    try:
        now = parsedate_to_datetime(answer.headers.get("date", "")).timestamp()
    except ValueError:
        return timedelta()
    if not (reset.isascii() and reset.isdecimal()):
        return timedelta()
    return timedelta(seconds=min(max(0.0, float(reset) - now), LONGEST_ASKED))
