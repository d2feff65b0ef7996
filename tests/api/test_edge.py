"""What every request goes through: ids, headers, limits, and answers to what nobody expected."""

import json
from collections.abc import AsyncIterator, Iterator
from uuid import UUID, uuid4

import pytest
from starlette.responses import PlainTextResponse
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from api.app import create_app
from application.bus import Busy
from tests.api.stage import Client, Stage, Team

EVERYWHERE = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cache-control": "no-store",
}


def test_a_request_keeps_the_id_it_came_with(stage: Stage) -> None:
    mine = uuid4()
    answer = stage.client.request("GET", "/api/health", headers={"X-Request-Id": str(mine)})
    assert answer.headers["x-request-id"] == str(mine)


def test_any_other_id_is_replaced(stage: Stage) -> None:
    answer = stage.client.request("GET", "/nowhere", headers={"X-Request-Id": "rm -rf /"})
    assert UUID(answer.headers["x-request-id"]) == UUID(answer.json()["request_id"])


def test_each_request_without_an_id_is_given_one_of_its_own(stage: Stage) -> None:
    given = [UUID(stage.client.request("GET", "/api/health").headers["x-request-id"]) for _ in range(3)]
    assert len(set(given)) == 3 and all(one.version == 4 for one in given)


def test_the_id_is_the_correlation_of_the_facts(stage: Stage, team: Team) -> None:
    mine = uuid4()
    added = team.person().post("/api/faqs", {"question": "Ouvert ?", "answer": "Oui."}, x_request_id=str(mine)).json()
    stream = (team.organisation_id, UUID(added["faq_id"]))
    assert stage.drive.house.ledger.load([stream])[stream][0].context.correlation_id == mine


@pytest.mark.parametrize("path", ["/api/health", "/api/me", "/nowhere"])
def test_every_answer_has_the_headers_that_protect(stage: Stage, path: str) -> None:
    answer = stage.client.request("GET", path)
    assert {name: answer.headers[name] for name in EVERYWHERE} == EVERYWHERE


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "ROUTE_UNKNOWN"),
        ("GET", "/auth/login", 405, "METHOD_NOT_ALLOWED"),
        ("GET", "/api/me/", 404, "ROUTE_UNKNOWN"),
        ("POST", "/api/live", 405, "METHOD_NOT_ALLOWED"),
    ],
)
def test_what_is_not_there_is_a_problem_in_french(stage: Stage, method: str, path: str, status: int, code: str) -> None:
    answer = stage.client.request(method, path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == f"urn:palabre:problem:{code}"
    assert answer.json()["title"] in ("Introuvable", "Méthode non autorisée")


def test_a_method_that_is_not_allowed_says_which_are(stage: Stage) -> None:
    assert stage.client.request("PUT", "/auth/login").headers["allow"] == "POST"


@pytest.mark.parametrize("body", [b"{", b'{"email": "\xff"}', b"[" * 100_000, b'{"a": ' + b"9" * 5_000 + b"}", b"\x00"])
def test_broken_json_is_told(stage: Stage, body: bytes) -> None:
    answer = stage.client.request("POST", "/auth/login", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (400, "JSON_INVALID")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/xml", "jso/n;;;"])
def test_another_format_than_json_is_told(stage: Stage, kind: str) -> None:
    answer = stage.client.request("POST", "/auth/login", content=b"a=b", headers={"content-type": kind})
    assert (answer.status_code, answer.json()["code"]) == (415, "MEDIA_TYPE_UNSUPPORTED")


def test_every_field_at_fault_is_named_in_french(stage: Stage) -> None:
    answer = stage.client.request("POST", "/auth/login", json={"email": 5, "more": True})
    assert answer.status_code == 422
    told = {error["field"]: error["detail"] for error in answer.json()["errors"]}
    assert told["email"] == "Un texte est attendu."
    assert told["password"] == "Ce champ est obligatoire."
    assert told["more"] == "Ce champ n'existe pas."
    assert answer.json()["field"] == "email"


@pytest.mark.parametrize("name", ["\ud800", "\x00", "x" * 10_000, "email\n"])
def test_a_field_of_any_name_is_answered(stage: Stage, name: str) -> None:
    body = json.dumps({name: {name: name}}).encode()
    answer = stage.client.request("POST", "/auth/login", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert len(answer.content) < 2_000


def test_a_query_that_makes_no_sense_is_told(team: Team) -> None:
    answer = team.person().get("/api/conversations", limit=1000, status="lost", channel_id="x")
    told = {error["field"]: error["detail"] for error in answer.json()["errors"]}
    assert told == {
        "limit": "Au plus 100.",
        "status": "Valeurs possibles : 'new', 'open', 'waiting', 'resolved' ou 'closed'.",
        "channel_id": "Un identifiant est attendu.",
    }


def test_a_body_that_is_too_large_is_refused_before_it_is_read(stage: Stage) -> None:
    answer = stage.client.request("POST", "/auth/login", content=b"a" * (stage.services.body_limit + 1))
    assert (answer.status_code, answer.json()["code"]) == (413, "BODY_TOO_LARGE")


def test_a_body_whose_length_is_not_told_is_counted(stage: Stage) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(stage.services.body_limit // 65_536 + 1):
            yield b"a" * 65_536

    answer = stage.client.request("POST", "/auth/login", content=pieces())
    assert (answer.status_code, answer.json()["code"]) == (413, "BODY_TOO_LARGE")


def test_a_body_as_large_as_the_limit_is_read(stage: Stage) -> None:
    answer = stage.client.request("POST", "/auth/login", content=b"a" * stage.services.body_limit)
    assert answer.status_code == 415


class Failing:
    """A part that fails in a way of its own."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def projections(self) -> object:
        raise self._error


@pytest.fixture
def broken(stage: Stage, request: pytest.FixtureRequest) -> Iterator[Client]:
    client = stage.with_services(supervision=Failing(request.param))
    yield client
    client.close()


@pytest.mark.parametrize("broken", [RuntimeError("secret detail +33612345678")], indirect=True)
def test_what_nobody_expected_tells_nothing_but_an_id(team: Team, broken: Client) -> None:
    headers = {"Authorization": f"Bearer {team.person().token}"}
    with capture_logs(processors=[merge_contextvars]) as logs:
        answer = broken.request("GET", "/api/supervision/projections", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (500, "INTERNAL")
    assert "secret" not in answer.text
    assert [(log["event"], log["path"], log["request_id"]) for log in logs] == [
        ("request_failed", "/api/supervision/projections", answer.json()["request_id"])
    ]
    assert answer.headers["x-request-id"] == answer.json()["request_id"]
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("broken", [Busy()], indirect=True)
def test_when_everybody_writes_at_once_one_is_asked_to_come_back(team: Team, broken: Client) -> None:
    headers = {"Authorization": f"Bearer {team.person().token}"}
    answer = broken.request("GET", "/api/supervision/projections", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (503, "BUSY")
    assert answer.headers["retry-after"] == "2"


def test_a_dashboard_beside_the_api_has_a_policy_of_its_own(stage: Stage) -> None:
    policy = {"Content-Security-Policy": "default-src 'self'", "Cache-Control": "max-age=60"}

    async def dashboard(scope: object, receive: object, send: object) -> None:
        await PlainTextResponse("<html>", headers=policy)(scope, receive, send)  # type: ignore[arg-type]

    client = Client(create_app(stage.services, dashboard=dashboard), stage.portal)
    page, api = client.request("GET", "/conversations/5"), client.request("GET", "/api/health")
    client.close()
    assert (page.text, page.headers["content-security-policy"]) == ("<html>", "default-src 'self'")
    assert page.headers["cache-control"] == "max-age=60"
    assert api.headers["content-security-policy"] == EVERYWHERE["content-security-policy"]
