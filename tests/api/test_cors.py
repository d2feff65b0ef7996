"""Which pages may use the API, and the headers that protect, on answers of every kind."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from application.ports.limits import Allowance
from tests.api.stage import Client, Response, Stage, Team

OURS, THEIRS = "https://tableau.example.org", "https://evil.example.org"
PREFLIGHT = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization, content-type"}
PROTECTING = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "strict-transport-security": "max-age=31536000",
}


@pytest.fixture
def client(stage: Stage) -> Iterator[Client]:
    """An installation that names one other origin, has an https address, and lets few requests in."""
    few = Allowance("few-of-cors", 1)
    rules = replace(stage.services.edge, cors_origins=(OURS,), secure=True, anonymous=few)
    client = stage.with_services(edge=rules, supervision=None)
    yield client
    client.close()


def preflight(client: Client, origin: str, **changes: str) -> Response:
    headers = {"Origin": origin} | PREFLIGHT | changes
    return client.request("OPTIONS", "/api/faqs", headers=headers)


def test_a_page_of_an_origin_that_is_named_may_ask(client: Client, team: Team) -> None:
    allowed = preflight(client, OURS)
    assert (allowed.status_code, allowed.headers["access-control-allow-origin"]) == (200, OURS)
    assert "POST" in allowed.headers["access-control-allow-methods"]
    assert "Idempotency-Key" in allowed.headers["access-control-allow-headers"]
    assert "access-control-allow-credentials" not in allowed.headers


def test_it_reads_the_headers_that_are_ours(client: Client, team: Team) -> None:
    headers = {"Authorization": f"Bearer {team.person().token}", "Origin": OURS}
    answer = client.request("GET", "/api/me", headers=headers)
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, OURS)
    assert "Origin" in answer.headers["vary"]
    exposed = set(answer.headers["access-control-expose-headers"].split(", "))
    limits = {"RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"}
    assert exposed == limits | {"Palabre-Sequence", "Palabre-Stale", "Retry-After", "X-Request-Id"}


@pytest.mark.parametrize(
    "origin", [THEIRS, "null", "*", "", f"{OURS}.evil.org", f"{OURS}:444", "http://tableau.example.org", OURS.upper()]
)
def test_a_page_of_another_origin_may_not(client: Client, team: Team, origin: str) -> None:
    assert "access-control-allow-origin" not in preflight(client, origin).headers
    headers = {"Authorization": f"Bearer {team.person().token}", "Origin": origin}
    assert "access-control-allow-origin" not in client.request("GET", "/api/me", headers=headers).headers


@pytest.mark.parametrize(
    "changes", [{"Access-Control-Request-Method": "TRACE"}, {"Access-Control-Request-Headers": "x-anything"}]
)
def test_it_asks_with_our_methods_and_headers_only(client: Client, changes: dict[str, str]) -> None:
    assert preflight(client, OURS, **changes).status_code == 400


def test_where_no_origin_is_named_nothing_is_said_of_any(stage: Stage) -> None:
    answers = [preflight(stage.client, OURS), stage.client.request("GET", "/api/health", headers={"Origin": OURS})]
    assert [answer.status_code for answer in answers] == [405, 200]
    assert not any(name.startswith("access-control") for answer in answers for name in answer.headers)
    assert "strict-transport-security" not in answers[1].headers, "nor of https, where there is none"


def test_answers_of_every_kind_protect(stage: Stage, client: Client, team: Team) -> None:
    signed_in = {"Authorization": f"Bearer {team.person().token}", "Origin": OURS}
    too_long = b"a" * (stage.services.body_limit + 1)
    with capture_logs():
        answers = [
            client.request("GET", "/api/me", headers={"Origin": OURS}),
            client.request("GET", "/api/me", headers={"Origin": OURS}),
            client.request("GET", "/api/health", headers=signed_in),
            client.request("GET", "/api/nowhere", headers=signed_in),
            client.request("PUT", "/auth/login", headers=signed_in),
            client.request("POST", "/api/faqs", headers=signed_in, content=too_long),
            client.request("POST", "/api/faqs", headers=signed_in, json={}),
            client.request("GET", "/api/supervision/projections", headers=signed_in),
            preflight(client, OURS),
            preflight(client, THEIRS),
        ]
    assert [answer.status_code for answer in answers] == [401, 429, 200, 404, 405, 413, 422, 500, 200, 400]
    for answer in answers:
        assert {name: answer.headers.get(name) for name in PROTECTING} == PROTECTING, answer.status_code
        assert answer.headers["x-request-id"] and answer.headers["cache-control"] == "no-store"
    readable = [answer.headers.get("access-control-allow-origin") for answer in answers[:-1]]
    assert set(readable) == {OURS}, "the page reads what went wrong, too"
