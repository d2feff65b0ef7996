"""Letters by SMTP, against a server: what it takes, what it refuses, and what nobody knows of."""

import socket
import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from adapters.mail.smtp import Server, SmtpMails
from application.ports.mail import Attachment, Letter, MailNotSent, MailRefused, MailUncertain
from runtime.embedded.ports import free_port

LETTER = Letter(
    organisation_id=UUID(int=1),
    mail_id=UUID(int=2),
    user_id=UUID(int=3),
    subject_id=UUID(int=4),
    to="zoe@example.org",
    subject="Un client attend votre réponse",
    text="Zoë attend.\n",
)
FROM = "Palabre <palabre@example.org>"


class Handler:
    """Answers as a test says, and keeps what it took."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.rcpt = "250 OK"
        self.data = "250 OK"
        self.encrypted: list[bool] = []

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.data == "hang up":
            assert server.transport is not None
            server.transport.abort()
            return "250 OK"
        self.taken.append(envelope)
        self.encrypted.append(session.ssl is not None or server.transport.get_extra_info("ssl_object") is not None)
        return self.data


@pytest.fixture
def handler() -> Handler:
    return Handler()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "localhost.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


def listening(handler: Handler, **options: Any) -> Controller:
    controller = Controller(handler, hostname="localhost", port=free_port(), **options)
    controller.start()
    return controller


@pytest.fixture
def plain(handler: Handler) -> Iterator[SmtpMails]:
    controller = listening(handler)
    yield SmtpMails(Server.at(f"smtp://localhost:{controller.port}?tls=never"), FROM, timeout=5)
    controller.stop()


def test_a_letter_arrives_as_it_was_written(handler: Handler, plain: SmtpMails) -> None:
    plain.send(LETTER)
    [envelope] = handler.taken
    assert (envelope.mail_from, envelope.rcpt_tos) == ("palabre@example.org", ["zoe@example.org"])
    assert isinstance(envelope.content, bytes)
    message = message_from_bytes(envelope.content, policy=default)
    assert message["Subject"] == LETTER.subject and message["To"] == LETTER.to and message["From"] == FROM
    assert message["Message-ID"] == f"<{LETTER.mail_id}@example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    body = message.get_body()
    assert body is not None and body.get_content().strip() == "Zoë attend."
    assert envelope.content.isascii()


def test_files_go_with_it_as_they_are(handler: Handler, plain: SmtpMails) -> None:
    files = (
        Attachment("license.key", "application/octet-stream", bytes(range(256))),
        Attachment("conditions.txt", "text/plain", b"a\r\nb\n"),
    )
    plain.send(replace(LETTER, attachments=files))
    [envelope] = handler.taken
    assert isinstance(envelope.content, bytes)
    message = message_from_bytes(envelope.content, policy=default)
    body = message.get_body()
    assert body is not None and body.get_content().strip() == "Zoë attend."
    got = [
        Attachment(part.get_filename() or "", part.get_content_type(), bytes(part.get_payload(decode=True)))
        for part in message.iter_attachments()
    ]
    assert got == list(files)


@pytest.mark.parametrize(
    ("rcpt", "data", "error", "code"),
    [
        ("550 no such user", "250 OK", MailRefused, "550"),
        ("451 later", "250 OK", MailNotSent, "451"),
        ("250 OK", "554 spam", MailRefused, "554"),
        ("250 OK", "452 full", MailNotSent, "452"),
    ],
)
def test_what_the_server_does_not_take_is_said_with_its_number_only(
    handler: Handler, plain: SmtpMails, rcpt: str, data: str, error: type[MailNotSent], code: str
) -> None:
    handler.rcpt, handler.data = rcpt, data
    with pytest.raises(MailNotSent) as refused:
        plain.send(LETTER)
    assert type(refused.value) is error
    assert (refused.value.code, str(refused.value)) == (code, code)


def test_a_connection_lost_after_the_text_is_uncertain(handler: Handler, plain: SmtpMails) -> None:
    handler.data = "hang up"
    with pytest.raises(MailUncertain):
        plain.send(LETTER)


def test_a_server_that_is_not_there_gets_it_later() -> None:
    with pytest.raises(MailNotSent, match="UNREACHABLE"):
        SmtpMails(Server.at(f"smtp://localhost:{free_port()}"), FROM, timeout=2).send(LETTER)


def test_a_server_that_says_nothing_is_not_waited_for_for_long() -> None:
    with socket.create_server(("localhost", 0)) as silent:
        server = Server.at(f"smtp://localhost:{silent.getsockname()[1]}?tls=never")
        with pytest.raises(MailNotSent, match="UNREACHABLE"):
            SmtpMails(server, FROM, timeout=0.2).send(LETTER)


def test_a_server_without_tls_gets_nothing(handler: Handler) -> None:
    controller = listening(handler)
    with pytest.raises(MailNotSent, match="UNREACHABLE"):
        SmtpMails(Server.at(f"smtp://localhost:{controller.port}"), FROM, timeout=5).send(LETTER)
    controller.stop()
    assert handler.taken == []


@pytest.mark.parametrize("to", ["zoe@example.org\nBcc: all@example.org", "zoé@example.org"])
def test_an_address_that_cannot_be_written_is_refused(handler: Handler, plain: SmtpMails, to: str) -> None:
    with pytest.raises(MailRefused):
        plain.send(replace(LETTER, to=to))
    assert handler.taken == []


def login(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword) -> AuthResult:
    return AuthResult(success=data == LoginPassword(b"palabre", b"p@ss"), handled=False)


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # it does not see that smtps is TLS
@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
@pytest.mark.parametrize(("password", "taken"), [("p%40ss", 1), ("wrong", 0)])
def test_over_tls_with_a_password(handler: Handler, certificate: Path, scheme: str, password: str, taken: int) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    secured = {"tls_context": context, "require_starttls": True} if scheme == "smtp" else {"ssl_context": context}
    controller = listening(
        handler, authenticator=login, auth_required=True, auth_require_tls=scheme == "smtp", **secured
    )
    server = Server.at(f"{scheme}://palabre:{password}@localhost:{controller.port}")
    mails = SmtpMails(server, FROM, timeout=5, cert_bundle=str(certificate))
    if taken:
        mails.send(LETTER)
        assert handler.encrypted == [True]
    else:
        with pytest.raises(MailNotSent, match="535") as refused:
            mails.send(LETTER)
        assert not isinstance(refused.value, MailRefused), "ours to mend: the letter waits"
    controller.stop()
    assert len(handler.taken) == taken


def test_addresses_say_how_they_are_secured() -> None:
    assert Server.at("smtps://u:p%40@mail.example.org") == Server("mail.example.org", 465, "u", "p@", True, False)
    assert Server.at("smtp://mail.example.org") == Server("mail.example.org", 587, "", "", False, True)
    assert not Server.at("smtp://localhost:25?tls=never").starttls
    for url in ("mail.example.org", "http://mail.example.org", "smtp://"):
        with pytest.raises(ValueError, match="PALABRE_SMTP_URL"):
            Server.at(url)
