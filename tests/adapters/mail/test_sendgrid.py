"""Letters by SendGrid: what it takes, what it refuses, what nobody knows of, and what it publishes."""

import base64
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
import respx

from adapters.mail.sendgrid import BASE_URL, EUROPE_URL, SendGridMails
from adapters.messaging.http import pooled
from application.ports.mail import Attachment, Letter, MailNotSent, MailRefused, MailUncertain
from tests.adapters.llm.schema import Schema
from tests.adapters.messaging import lines
from tests.adapters.prism import mock

KEY = "SG.not-a-key.of-anybody"
FROM = "Palabre <palabre@example.org>"
URL = f"{BASE_URL}/v3/mail/send"
LETTER = Letter(
    organisation_id=UUID(int=1),
    mail_id=UUID(int=2),
    user_id=UUID(int=3),
    subject_id=UUID(int=4),
    to="zoe@example.org",
    subject="Un client attend votre réponse",
    text="Zoë attend.\n",
)
NOW = "Tue, 14 Oct 2025 08:00:00 GMT"
IN_A_MINUTE = "1760428860"


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with pooled(0.3) as client:
        yield client


@pytest.fixture
def mails(client: httpx.Client) -> SendGridMails:
    return SendGridMails(client, KEY, FROM)


def about(*fields: str | None) -> httpx.Response:
    """A 400 whose errors are about these fields."""
    errors = [{"message": "Does not contain a valid address: zoe@example.org", "field": field} for field in fields]
    return httpx.Response(400, json={"errors": errors})


def sent_body(mails: SendGridMails, letter: Letter = LETTER) -> dict[str, Any]:
    with respx.mock:
        route = respx.post(URL).respond(202)
        mails.send(letter)
        body: dict[str, Any] = json.loads(route.calls.last.request.content)
        return body


@respx.mock
def test_a_letter_leaves_as_it_was_written(mails: SendGridMails) -> None:
    route = respx.post(URL).respond(202, headers={"x-message-id": "abc"})
    mails.send(LETTER)
    request = route.calls.last.request
    assert request.headers["authorization"] == f"Bearer {KEY}"
    body = json.loads(request.content)
    [envelope] = body["personalizations"]
    assert envelope == {"to": [{"email": LETTER.to}], "custom_args": {"mail_id": str(LETTER.mail_id)}}
    assert body["from"] == {"email": "palabre@example.org", "name": "Palabre"}
    assert body["subject"] == LETTER.subject
    assert body["content"] == [{"type": "text/plain", "value": LETTER.text}]
    assert body["headers"] == {
        "Message-ID": f"<{LETTER.mail_id}@example.org>",
        "Auto-Submitted": "auto-generated",
    }


def test_links_lead_through_nobody_else(mails: SendGridMails) -> None:
    tracking = sent_body(mails)["tracking_settings"]
    assert tracking["click_tracking"] == {"enable": False, "enable_text": False}
    assert not tracking["open_tracking"]["enable"] and not tracking["subscription_tracking"]["enable"]


def test_a_sender_without_a_name_has_none(client: httpx.Client) -> None:
    assert sent_body(SendGridMails(client, KEY, "a@example.org"))["from"] == {"email": "a@example.org"}


@respx.mock
def test_it_is_called_in_europe_where_that_is_asked(client: httpx.Client) -> None:
    route = respx.post(f"{EUROPE_URL}/v3/mail/send").respond(202)
    SendGridMails(client, KEY, FROM, f"{EUROPE_URL}/").send(LETTER)
    assert route.called


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (about("personalizations.0.to.0.email"), MailRefused),
        (about("personalizations.0.to", "personalizations.0.to.0.email"), MailRefused),
        (about("personalizations.0.to.0.email", "from.email"), MailNotSent),
        (about("from.email"), MailNotSent),
        (about("null"), MailNotSent),
        (about(None), MailNotSent),
        (httpx.Response(400, json={"errors": []}), MailNotSent),
        (httpx.Response(400, json={"errors": "no"}), MailNotSent),
        (httpx.Response(400, json=[1]), MailNotSent),
        (httpx.Response(400, text="<html>"), MailNotSent),
        (httpx.Response(400, content=b"[" * 100_000), MailNotSent),
        (httpx.Response(401), MailNotSent),
        (
            httpx.Response(403, json={"errors": [{"message": "The from address does not match", "field": "from"}]}),
            MailNotSent,
        ),
        (httpx.Response(404), MailNotSent),
        (httpx.Response(413), MailRefused),
        (httpx.Response(429), MailNotSent),
        (httpx.Response(503), MailNotSent),
    ],
)
@respx.mock
def test_what_it_does_not_take_is_said_with_its_number_only(
    mails: SendGridMails, answer: httpx.Response, error: type[MailNotSent]
) -> None:
    respx.post(URL).mock(return_value=answer)
    with pytest.raises(MailNotSent) as refused:
        mails.send(LETTER)
    assert type(refused.value) is error
    assert str(refused.value) == refused.value.code == str(answer.status_code)


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, json={}),
        httpx.Response(204),
        httpx.Response(302, headers={"location": "https://elsewhere.example"}),
        httpx.Response(408),
        httpx.Response(500, json={"errors": [{"message": "internal server error"}]}),
        httpx.Response(502, html="<html>"),
        httpx.Response(504),
    ],
)
@respx.mock
def test_an_answer_that_proves_nothing_leaves_it_uncertain(mails: SendGridMails, answer: httpx.Response) -> None:
    route = respx.post(URL).mock(return_value=answer)
    with pytest.raises(MailUncertain):
        mails.send(LETTER)
    assert route.call_count == 1


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "30"}, 30),
        ({"x-ratelimit-reset": IN_A_MINUTE, "date": NOW}, 60),
        ({"retry-after": "5", "x-ratelimit-reset": IN_A_MINUTE, "date": NOW}, 5),
        ({"x-ratelimit-reset": "1", "date": NOW}, 0),
        ({"x-ratelimit-reset": "9" * 400, "date": NOW}, 3600),
        ({"x-ratelimit-reset": IN_A_MINUTE}, 0),
        ({"x-ratelimit-reset": IN_A_MINUTE, "date": "today"}, 0),
        ({"x-ratelimit-reset": "soon", "date": NOW}, 0),
        ({"x-ratelimit-reset": "-5", "date": NOW}, 0),
        ({}, 0),
    ],
)
@respx.mock
def test_it_may_say_when_to_come_back(mails: SendGridMails, headers: Mapping[str, str], seconds: int) -> None:
    respx.post(URL).respond(429, headers=headers)
    with pytest.raises(MailNotSent) as refused:
        mails.send(LETTER)
    assert refused.value.wait == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "behaviour",
    [lines.hung_up, lines.cut_after_reading, lines.silent, lines.rambling],
    ids=lambda behaviour: behaviour.__name__,
)
def test_a_line_lost_once_connected_leaves_it_uncertain(client: httpx.Client, behaviour: lines.Behaviour) -> None:
    with lines.server(behaviour) as base_url, pytest.raises(MailUncertain):
        SendGridMails(client, KEY, FROM, base_url).send(LETTER)


def test_where_nobody_listens_nothing_was_sent(client: httpx.Client) -> None:
    with pytest.raises(MailNotSent, match="UNREACHABLE") as refused:
        SendGridMails(client, KEY, FROM, lines.nobody()).send(LETTER)
    assert not isinstance(refused.value, MailRefused)


@respx.mock
def test_an_address_stays_one_address(mails: SendGridMails) -> None:
    route = respx.post(URL).mock(return_value=about("personalizations.0.to.0.email"))
    hostile = 'a@example.org", "b@example.org\nBcc: all@example.org'
    with pytest.raises(MailRefused):
        mails.send(replace(LETTER, to=hostile))
    assert json.loads(route.calls.last.request.content)["personalizations"][0]["to"] == [{"email": hostile}]


def test_an_address_that_cannot_be_written_is_refused(mails: SendGridMails) -> None:
    with pytest.raises(MailRefused, match="ADDRESS_INVALID"):
        mails.send(replace(LETTER, to="a\ud800@example.org"))


@respx.mock
def test_an_error_quotes_neither_the_letter_nor_the_key(mails: SendGridMails) -> None:
    respx.post(URL).mock(return_value=about("personalizations.0.to.0.email"))
    with pytest.raises(MailRefused) as refused:
        mails.send(LETTER)
    said = repr(refused.value) + str(refused.value)
    assert not any(word in said for word in (KEY, LETTER.to, LETTER.text.strip()))


@pytest.fixture
def published(contracts: Path) -> Mapping[str, Any]:
    document: Mapping[str, Any] = json.loads((contracts / "sendgrid/tsg_mail_v3.json").read_text("utf-8"))
    return document


def test_what_is_sent_is_as_published(mails: SendGridMails, published: Mapping[str, Any]) -> None:
    schema = published["components"]["requestBodies"]["PostMailSend"]["content"]["application/json"]["schema"]
    body = sent_body(mails)
    assert list(Schema(published, "MailFrom").faults(body, schema)) == []
    assert set(body) <= set(schema["properties"])
    reserved = re.findall(r"`([\w-]+)`", schema["properties"]["headers"]["description"])
    assert "x-sg-id" in reserved
    assert not {name.lower() for name in body["headers"]} & {name.lower() for name in reserved}


def test_it_is_called_where_it_says(published: Mapping[str, Any]) -> None:
    assert {BASE_URL, EUROPE_URL} == {server["url"] for server in published["servers"]}
    assert "202" in published["paths"]["/v3/mail/send"]["post"]["responses"]


def test_its_mock_takes_all_that_we_send(contracts: Path) -> None:
    with mock(contracts / "sendgrid/tsg_mail_v3.json") as base_url, pooled(20) as client:
        SendGridMails(client, KEY, FROM, base_url).send(LETTER)
        wrong = httpx.post(f"{base_url}/v3/mail/send", json={"from": 1}, headers={"authorization": "Bearer x"})
        assert wrong.is_client_error


def test_a_file_goes_with_it(mails: SendGridMails) -> None:
    file = Attachment("license.key", "text/plain", b"-----BEGIN")
    body = sent_body(mails, replace(LETTER, attachments=(file,)))
    encoded = base64.b64encode(b"-----BEGIN").decode()
    assert body["attachments"] == [
        {"content": encoded, "filename": "license.key", "type": "text/plain", "disposition": "attachment"}
    ]
    assert "attachments" not in sent_body(mails)
