"""Webhooks at the door: who comes in, who does not, and what is kept of either."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tries
from hypothesis import strategies as some

from adapters.messaging.simulator import bodies
from domain.fact import SYSTEM, Context
from tests.api.stage import SECRET, Response, Stage, Team

APP_SECRET = "the secret of the Meta app"
AUTH_TOKEN = "the token of the Twilio account"
TWILIO = "/api/webhooks/twilio"
CLOUD = "/api/webhooks/whatsapp-cloud"


def kept(stage: Stage) -> int:
    with stage.drive.house.pool.connection() as connection:
        row = connection.execute("SELECT count(*) FROM journal.webhooks").fetchone()
    assert row is not None
    return int(row[0])


@pytest.fixture
def nothing_kept(stage: Stage) -> Iterator[None]:
    before = kept(stage)
    yield
    assert kept(stage) == before


def refused(stage: Stage, provider: str, endpoint: str) -> dict[str, int]:
    index = stage.services.channels.endpoint_index(provider, endpoint)
    return {row.reason: row.count for row in stage.services.refusals.latest(1000) if row.endpoint == index}


def post(stage: Stage, path: str, body: bytes, **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return stage.client.request("POST", path, content=body, headers=named)


def connect(team: Team, provider: str, settings: dict[str, str], secrets: dict[str, str]) -> UUID:
    channel_id = uuid4()
    context = Context(team.organisation_id, SYSTEM)
    team.stage.drive.house.channels.connect(context, channel_id, provider, "Ligne", settings, secrets)
    return channel_id


# The simulator


def test_a_signed_webhook_is_kept_then_answered(stage: Stage, team: Team) -> None:
    before = kept(stage)
    answer = team.delivers(team.webhook("Bonjour"))
    assert (answer.status_code, answer.json()) == (200, {"success": True})
    assert kept(stage) == before + 1


def test_the_same_webhook_twice_is_one_message(stage: Stage, team: Team) -> None:
    body = team.webhook("Bonjour ?")
    assert [team.delivers(body).status_code for _ in range(2)] == [200, 200]
    stage.run()
    conversation = team.person().get("/api/conversations").json()["data"][0]
    assert [message["author"] for message in team.messages(conversation["conversation_id"])].count("contact") == 1


@pytest.mark.usefixtures("nothing_kept")
def test_a_forged_webhook_is_counted_and_nothing_else(stage: Stage, team: Team) -> None:
    answer = team.delivers(team.webhook("Bonjour"), secret="guessed")
    assert (answer.status_code, answer.json()["code"]) == (401, "SIGNATURE_INVALID")
    assert refused(stage, "simulator", team.endpoint) == {"bad_signature": 1}


@pytest.mark.usefixtures("nothing_kept")
def test_a_webhook_for_nobody_is_counted_and_nothing_else(stage: Stage) -> None:
    endpoint = uuid4().hex
    body = json.dumps({"endpoint": endpoint, "messages": []}).encode()
    answer = post(stage, "/api/webhooks/simulator", body)
    assert (answer.status_code, answer.json()["code"]) == (404, "ENDPOINT_UNKNOWN")
    assert post(stage, "/api/webhooks/simulator", body).status_code == 404
    assert refused(stage, "simulator", endpoint) == {"unknown_endpoint": 2}


@pytest.mark.parametrize("provider", ["carrier-pigeon", "SIMULATOR", "..", "%00", "é", "x" * 65])
def test_a_provider_that_is_not_there_is_told(stage: Stage, provider: str) -> None:
    assert post(stage, f"/api/webhooks/{provider}", b"{}").status_code in (404, 405)


def test_a_provider_gets_the_headers_of_every_answer(team: Team) -> None:
    body, mine = team.webhook("Bonjour"), str(uuid4())
    for secret, status in ((SECRET, 200), ("guessed", 401)):
        signed = {bodies.SIGNATURE: bodies.sign(body, secret), "X-Request-Id": mine}
        answer = team.stage.client.request("POST", "/api/webhooks/simulator", content=body, headers=signed)
        assert (answer.status_code, answer.headers["x-request-id"]) == (status, mine)
        assert answer.headers["content-type"].startswith(
            "application/problem+json" if status > 200 else "application/json"
        )
        assert answer.headers["x-content-type-options"] == "nosniff" and answer.headers["cache-control"] == "no-store"
        assert int(answer.headers["ratelimit-remaining"]) < int(answer.headers["ratelimit-limit"])


def test_what_only_posts_webhooks_says_so(stage: Stage) -> None:
    answer = stage.client.request("DELETE", CLOUD)
    assert (answer.status_code, answer.json()["code"], answer.headers["allow"]) == (405, "METHOD_NOT_ALLOWED", "POST")


# Twilio


def twilio_form(account: str, number: str) -> bytes:
    fields = {"AccountSid": account, "From": "whatsapp:+33639980001", "To": f"whatsapp:{number}", "Body": "Bonjour"}
    return urlencode(fields | {"MessageSid": f"SM{uuid4().hex}"}).encode()


def twilio_signature(url: str, body: bytes) -> str:
    from urllib.parse import parse_qsl

    text = url + "".join(name + value for name, value in sorted(parse_qsl(body.decode(), keep_blank_values=True)))
    return base64.b64encode(hmac.new(AUTH_TOKEN.encode(), text.encode(), hashlib.sha1).digest()).decode()


def from_twilio(stage: Stage, path: str, body: bytes, signature: str, **headers: str) -> Response:
    kind = "application/x-www-form-urlencoded"
    return post(stage, path, body, content_type=kind, x_twilio_signature=signature, **headers)


@pytest.fixture
def twilio(team: Team) -> tuple[str, str]:
    """An account and a number that are connected."""
    account, number = f"AC{uuid4().hex}", "+14155238886"
    connect(team, "twilio", {"account_sid": account, "number": number}, {"auth_token": AUTH_TOKEN})
    return account, number


def test_twilio_is_answered_in_its_own_words(stage: Stage, twilio: tuple[str, str]) -> None:
    body = twilio_form(*twilio)
    answer = from_twilio(stage, TWILIO, body, twilio_signature(stage.settings.public_url + TWILIO, body))
    assert (answer.status_code, answer.text) == (200, "<Response/>")
    assert answer.headers["content-type"].startswith("text/xml")


def test_the_query_of_the_address_is_signed_too(stage: Stage, twilio: tuple[str, str]) -> None:
    path = f"{TWILIO}?message={uuid4()}&note=d%C3%A9j%C3%A0%20vu"
    body = twilio_form(*twilio)
    signature = twilio_signature(stage.settings.public_url + path, body)
    assert from_twilio(stage, path, body, signature).status_code == 200
    assert from_twilio(stage, TWILIO, body, signature).status_code == 401


@pytest.mark.usefixtures("nothing_kept")
def test_the_address_is_ours_whatever_the_request_says(stage: Stage, twilio: tuple[str, str]) -> None:
    body = twilio_form(*twilio)
    signature = twilio_signature(f"http://evil.example{TWILIO}", body)
    answer = from_twilio(stage, TWILIO, body, signature, host="evil.example", x_forwarded_host="evil.example")
    assert answer.status_code == 401


# The Cloud API


def cloud_body(*numbers: str) -> bytes:
    def change(number: str) -> dict[str, Any]:
        message = {"from": "33639980001", "id": f"wamid.{uuid4().hex}", "timestamp": "1760000000", "type": "text"}
        value = {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "33100000000", "phone_number_id": number},
            "messages": [message | {"text": {"body": "Bonjour"}}],
        }
        return {"id": "1", "changes": [{"field": "messages", "value": value}]}

    return json.dumps({"object": "whatsapp_business_account", "entry": [change(number) for number in numbers]}).encode()


def from_meta(stage: Stage, body: bytes, secret: str = APP_SECRET) -> Response:
    signature = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return post(stage, CLOUD, body, content_type="application/json", x_hub_signature_256=signature)


def cloud_number(team: Team, secret: str = APP_SECRET, verify_token: str = "v") -> str:
    number = str(uuid4().int)[:15]
    secrets = {"access_token": "t", "app_secret": secret, "verify_token": verify_token}
    connect(team, "whatsapp_cloud", {"phone_number_id": number, "waba_id": str(uuid4().int)[:15]}, secrets)
    return number


def test_one_body_for_two_organisations_is_kept_for_each(stage: Stage, team: Team, others: Team) -> None:
    before = kept(stage)
    assert from_meta(stage, cloud_body(cloud_number(team), cloud_number(others))).status_code == 200
    assert kept(stage) == before + 2


def test_what_is_known_in_a_body_comes_in_without_the_rest(stage: Stage, team: Team) -> None:
    before, stranger = kept(stage), uuid4().hex
    assert from_meta(stage, cloud_body(cloud_number(team), stranger)).status_code == 200
    assert kept(stage) == before + 1
    assert refused(stage, "whatsapp_cloud", stranger) == {"unknown_endpoint": 1}


@pytest.mark.usefixtures("nothing_kept")
def test_one_forged_part_keeps_the_whole_body_out(stage: Stage, team: Team, others: Team) -> None:
    body = cloud_body(cloud_number(team), cloud_number(others, secret="another app"))
    assert from_meta(stage, body).status_code == 401


def test_a_crowd_of_strangers_makes_few_rows(stage: Stage) -> None:
    before = len(stage.services.refusals.latest(1000))
    assert from_meta(stage, cloud_body(*(uuid4().hex for _ in range(200)))).status_code == 404
    assert len(stage.services.refusals.latest(1000)) == before + 10


def test_the_handshake_gives_the_challenge_back(stage: Stage, team: Team, others: Team) -> None:
    token = uuid4().hex
    cloud_number(team, verify_token=token)
    cloud_number(others, verify_token=token)
    params = {"hub.mode": "subscribe", "hub.verify_token": token, "hub.challenge": "1158201444"}
    answer = stage.client.request("GET", CLOUD, params=params)
    assert (answer.status_code, answer.text) == (200, "1158201444")
    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"hub.mode": "subscribe", "hub.verify_token": "guess", "hub.challenge": "1"},
        {"hub.mode": "unsubscribe", "hub.verify_token": "right", "hub.challenge": "1"},
        {"hub.mode": "subscribe", "hub.verify_token": "right"},
    ],
)
def test_any_other_handshake_fails(stage: Stage, team: Team, params: dict[str, str]) -> None:
    cloud_number(team, verify_token="right")
    answer = stage.client.request("GET", CLOUD, params=params)
    assert (answer.status_code, answer.json()["code"]) == (403, "VERIFY_TOKEN_INVALID")


def test_a_token_of_one_provider_is_none_of_another(stage: Stage, team: Team) -> None:
    token = uuid4().hex
    cloud_number(team, verify_token=token)
    params = {"hub.mode": "subscribe", "hub.verify_token": token, "hub.challenge": "1"}
    assert stage.client.request("GET", TWILIO, params=params).status_code == 403


# Strangers


@pytest.mark.usefixtures("nothing_kept")
@pytest.mark.parametrize("path", [TWILIO, CLOUD, "/api/webhooks/simulator"])
@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"", "application/json", 400),
        (b"null", "application/json", 400),
        (b"\xff\xfe\x00", "application/json", 400),
        (b'{"object": "whatsapp_business_account", "entry": []}', "application/json", 400),
        (b'{"endpoint": {"a": 1}, "messages": 5}', "text/html", 400),
        (b"[" * 200_000, "application/json", 400),
        (b'{"entry":' * 50_000, "application/json", 400),
        (b"AccountSid=&From=&To=", "application/x-www-form-urlencoded", 400),
        (b"a=%ff%fe" * 300, "application/x-www-form-urlencoded", 400),
        (b"&".join(b"a%d=1" % n for n in range(5_000)), "application/x-www-form-urlencoded", 400),
        (b"x" * 10_000_000, "application/json", 413),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_garbage_is_refused_and_breaks_nothing(stage: Stage, path: str, body: bytes, kind: str, status: int) -> None:
    assert post(stage, path, body, content_type=kind).status_code == status


JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(),
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(some.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
TELLING = some.sampled_from(
    ["entry", "changes", "value", "metadata", "phone_number_id", "object", "endpoint", "messages"]
)
SHAPED = some.recursive(
    JSON | some.just("whatsapp_business_account"),
    lambda inner: some.dictionaries(TELLING, inner | some.lists(inner, max_size=3), max_size=4),
    max_leaves=12,
)


@pytest.mark.usefixtures("nothing_kept")
@tries(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=JSON | SHAPED, path=some.sampled_from([TWILIO, CLOUD, "/api/webhooks/simulator"]))
def test_no_stranger_ever_gets_more_than_a_refusal(stage: Stage, body: Any, path: str) -> None:
    answer = post(stage, path, json.dumps(body).encode(), content_type="application/json")
    assert answer.status_code in (400, 401, 404), answer.text


# For the people who run the platform


def test_refusals_are_for_the_people_who_run_the_platform(stage: Stage, team: Team) -> None:
    team.delivers(team.webhook("Bonjour"), secret="guessed")
    operator = stage.team("Palabre", operator=True)
    listed = operator.person().get("/api/webhooks/refusals", limit=100).json()["data"]
    index = stage.services.channels.endpoint_index("simulator", team.endpoint)
    mine = [row for row in listed if row["endpoint"] == str(index)]
    assert [(row["provider"], row["reason"], row["count"]) for row in mine] == [("simulator", "bad_signature", 1)]
    answer = team.person().get("/api/webhooks/refusals")
    assert (answer.status_code, answer.json()["code"]) == (403, "PLATFORM_ONLY")
