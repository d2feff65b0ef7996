"""Letters by SMTP (RFC 5321), over TLS: `smtps://user:password@host` from the first byte, `smtp://…` by STARTTLS.

`smtp://host?tls=never` speaks in clear, to a relay of the same machine. A letter is surely not sent until its text
is being handed over (DATA); from then on, only an answer of the server tells.
"""

import asyncio
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib
import structlog

from application.ports.mail import Letter, MailNotSent, MailRefused, MailUncertain

TIMEOUT = 15.0  # seconds to hand the address over, and as much for the text: together less than the lease of an effect
WIRE = SMTP.clone(cte_type="7bit")  # any server takes it
PERMANENT = 500  # codes from here on say never (RFC 5321 4.2.1)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Server:
    """Where letters are handed over."""

    host: str
    port: int
    user: str
    password: str
    tls: bool
    starttls: bool

    @classmethod
    def at(cls, url: str) -> "Server":
        """The server of an address. Raises `ValueError` when it is none."""
        parts = urlsplit(url)
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise ValueError("PALABRE_SMTP_URL: smtp://user:password@host:587 or smtps://user:password@host:465")
        tls = parts.scheme == "smtps"
        return cls(
            host=parts.hostname,
            port=parts.port or (465 if tls else 587),
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            tls=tls,
            starttls=not tls and parse_qs(parts.query).get("tls") != ["never"],
        )


class SmtpMails:
    """The `Mails` port. Each letter is one connection, in a loop of its own: workers are threads."""

    def __init__(self, server: Server, sender: str, timeout: float = TIMEOUT, cert_bundle: str | None = None) -> None:
        self._server = server
        self._sender = sender
        self._timeout = timeout
        self._cert_bundle = cert_bundle

    def send(self, letter: Letter) -> None:
        """Hand the letter over."""
        try:
            written = self._written(letter)
        except ValueError:  # the address cannot be written in a header
            raise MailRefused("ADDRESS_INVALID") from None
        asyncio.run(self._send(letter.to, written))

    async def _send(self, to: str, written: bytes) -> None:
        client = aiosmtplib.SMTP(
            hostname=self._server.host,
            port=self._server.port,
            use_tls=self._server.tls,
            start_tls=self._server.starttls,
            timeout=self._timeout,
            cert_bundle=self._cert_bundle,
        )
        try:
            await self._hand_over(client, to, written)
        finally:
            transport = client.transport
            client.close()
            if isinstance(transport, asyncio.WriteTransport):
                transport.abort()  # else it waits for the server's farewell, and outlives the loop
                await asyncio.sleep(0)

    async def _hand_over(self, client: aiosmtplib.SMTP, to: str, written: bytes) -> None:
        try:
            async with asyncio.timeout(self._timeout):
                await client.connect()
                if self._server.user:
                    await client.login(self._server.user, self._server.password)
                await client.mail(_address(self._sender))
                await client.rcpt(to)
        except aiosmtplib.SMTPResponseException as error:
            # Only the address is the letter's fault: a wrong password or sender is ours to mend, and the letter waits.
            never = error.code >= PERMANENT and isinstance(error, aiosmtplib.SMTPRecipientRefused)
            raise (MailRefused if never else MailNotSent)(str(error.code)) from error
        except UnicodeError:
            raise MailRefused("ADDRESS_INVALID") from None
        except (aiosmtplib.SMTPException, OSError) as error:
            log.warning("mail_server_unreachable", error=type(error).__name__)
            raise MailNotSent("UNREACHABLE") from error
        try:
            async with asyncio.timeout(self._timeout):
                await client.data(written)
        except aiosmtplib.SMTPDataError as error:
            raise (MailRefused if error.code >= PERMANENT else MailNotSent)(str(error.code)) from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise MailUncertain from error

    def _written(self, letter: Letter) -> bytes:
        message = EmailMessage(policy=WIRE)
        message["From"] = self._sender
        message["To"] = letter.to
        message["Subject"] = letter.subject
        message["Date"] = formatdate(usegmt=True)
        # Derived: if it ever arrives twice, mail programs show one.
        message["Message-ID"] = f"<{letter.mail_id}@{_address(self._sender).rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        for file in letter.attachments:
            kind, _, of = file.mime_type.partition("/")
            message.add_attachment(file.content, maintype=kind, subtype=of, filename=file.name)
        return message.as_bytes()


def _address(sender: str) -> str:
    """``Palabre <a@b.fr>`` → ``a@b.fr``"""
    return sender.rpartition("<")[2].rstrip(">").strip()
