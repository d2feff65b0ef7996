"""What is broken, forged, huge or for nobody gets a clear error, and nothing of it is kept."""

from typing import Any

import httpx
import pytest

from tests.e2e.customers import Customer, post_cloud, post_twilio, sign_cloud
from tests.e2e.looking import count
from tests.e2e.system import System

CLOUD = "/api/webhooks/whatsapp-cloud"


def kept(system: System) -> tuple[int, int]:
    with system.admin() as admin:
        return (
            count(admin, "SELECT count(*) FROM journal.webhooks"),
            count(admin, "SELECT count(*) FROM ledger.facts WHERE name = 'conversations.MessageReceived'"),
        )


def problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    body: dict[str, Any] = answer.json()
    assert body["code"].isupper() and body["detail"].endswith((".", "?"))
    return body


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"[]", 400),
        (b'"text"', 400),
        (b"", 400),
        (b"\xff\xfe\x00", 400),
        (b"[" * 100_000, 400),
        (b'{"object": "page", "entry": []}', 400),
        (b"x" * 10_000_000, 413),
    ],
    ids=["broken", "array", "string", "empty", "not utf-8", "nested", "another product", "10 MB"],
)
def test_a_body_that_means_nothing_is_refused(system: System, body: bytes, status: int) -> None:
    before = kept(system)
    problem(system.http.post(CLOUD, content=body, headers=sign_cloud(body)), status)
    assert kept(system) == before


def test_a_forgery_is_refused_and_counted(system: System) -> None:
    before = kept(system)
    ada = Customer(system)
    problem(post_cloud(system, ada.cloud_body("Bonjour"), secret="guess"), 401)
    problem(system.http.post(CLOUD, content=ada.cloud_body("Bonjour")), 401)
    form = {"MessageSid": "SM1", "AccountSid": "AC1", "From": "whatsapp:+33639980000", "To": "whatsapp:+14155238886"}
    problem(post_twilio(system, form, token="guess"), 401)
    assert kept(system) == before
    with system.admin() as admin:
        assert count(admin, "SELECT sum(count) FROM journal.refusals WHERE reason = 'bad_signature'") >= 3


def test_a_number_of_nobody_is_refused_and_listed_by_its_hash(system: System) -> None:
    before = kept(system)
    body = Customer(system).cloud_body("Bonjour").replace(b"106540352242922", b"999999999999999")
    problem(post_cloud(system, body), 404)
    assert kept(system) == before
    with system.admin() as admin:
        assert count(admin, "SELECT sum(count) FROM journal.refusals WHERE reason = 'unknown_endpoint'") >= 1


def test_a_changed_byte_is_a_forgery(system: System) -> None:
    body = Customer(system).cloud_body("Bonjour")
    headers = sign_cloud(body)
    problem(system.http.post(CLOUD, content=body.replace(b"Bonjour", b"Bonsoir"), headers=headers), 401)


def test_the_handshake_answers_who_knows_the_token(system: System) -> None:
    def ask(token: str) -> httpx.Response:
        query = {"hub.mode": "subscribe", "hub.verify_token": token, "hub.challenge": "42"}
        return system.http.get(CLOUD, params=query)

    assert (ask("demo-verify-token").status_code, ask("demo-verify-token").text) == (200, "42")
    assert ask("guess").status_code == 403


@pytest.mark.parametrize(
    "path", ["/api/conversations/00000000-0000-4000-8000-000000000001", "/api/conversations/x", "/api/nothing"]
)
def test_what_does_not_exist_is_not_found(system: System, path: str) -> None:
    assert system.http.get(path).status_code in (404, 422)
    problem(system.http.get(path), system.http.get(path).status_code)


def test_without_a_token_there_is_nothing_to_see(system: System) -> None:
    for path in ("/api/conversations", "/api/faqs", "/api/live", "/api/stats/overview", "/api/channels"):
        problem(httpx.get(f"{system.running.url}{path}"), 401)
        problem(httpx.get(f"{system.running.url}{path}", headers={"Authorization": "Bearer x.y.z"}), 401)
