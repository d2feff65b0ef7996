"""From an organisation that has nothing to its first signed webhook, with nothing but what the guide says."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import pytest
import uvicorn

from adapters.messaging.stand_in.app import stand_in
from adapters.messaging.stand_in.configuration import Configuration
from runtime.embedded.ports import free_port
from tests.api.stage import Person, Stage, Team, serving, staged
from tests.servers import Servers

APP_SECRET = "0123456789abcdef0123456789abcdef"
AUTH_TOKEN = "fedcba9876543210fedcba9876543210"


class Announced(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()


@dataclass
class Provider:
    """The consoles of the providers, and a customer's phone."""

    console: httpx.Client

    def stands(self, **standing: Any) -> None:
        self.console.put("/standing", json=standing).raise_for_status()

    def declares(self, provider: str, url: str, **typed: str) -> int:
        return self.console.put("/webhook", json={"provider": provider, "url": url, **typed}).status_code

    def writes(self, provider: str, url: str, to: str, account: str = "") -> int:
        written = {"provider": provider, "url": url, "to": to, "account": account, "sender": "+33639980001"}
        answer = self.console.post("/customers", json=written | {"text": "Bonjour"})
        status: int = answer.raise_for_status().json()["status"]
        return status


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    configuration = Configuration(app_secret=APP_SECRET, auth_token=AUTH_TOKEN, cloud_webhook="http://127.0.0.1:9")
    server = Announced(uvicorn.Config(stand_in(configuration), port=0, log_level="critical", ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    assert server.listening.wait(10)
    base = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    with httpx.Client(base_url=base) as console:
        yield Provider(console)
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def stage(provider: Provider, servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """An installation whose providers are the stand-in, and which the stand-in can call."""
    base, port = str(provider.console.base_url).rstrip("/"), free_port()
    changes = {
        "public_url": f"http://127.0.0.1:{port}",
        "whatsapp_cloud_base_url": f"{base}/whatsapp-cloud/v23.0",
        "twilio_base_url": f"{base}/twilio/2010-04-01",
        "twilio_messaging_base_url": f"{base}/twilio/messaging/v2",
    }
    with (
        servers.fresh(tmp_path_factory.mktemp("setup") / "home") as settings,
        staged(settings.model_copy(update=changes)) as stage,
        serving(stage, port=port),
    ):
        yield stage


@pytest.fixture
def blank(stage: Stage, provider: Provider) -> Person:
    """Somebody of an organisation that has connected nothing but the simulator."""
    provider.console.delete("/calls").raise_for_status()
    return stage.team().person()


def guide(person: Person, provider: str, channel_id: str | None = None) -> dict[str, Any]:
    shown: dict[str, Any] = person.get(f"/api/channels/setup/{provider}", channel_id=channel_id).json()
    return shown


def value(shown: dict[str, Any], step: str, name: str) -> str:
    """What the guide says to copy."""
    values = next(one for one in shown["steps"] if one["code"] == step)["values"]
    return str(next(one["value"] for one in values if one["name"] == name))


def done(shown: dict[str, Any]) -> dict[str, bool | None]:
    return {step["code"]: step["done"] for step in shown["steps"]}


def asked_for(person: Person, provider: str, own: dict[str, str]) -> dict[str, Any]:
    """The body that the list of providers asks for, filled from what one has copied."""
    described = next(one for one in person.get("/api/channels/providers").json()["data"] if one["provider"] == provider)
    settings = {field["name"]: own[field["name"]] for field in described["fields"] if not field["secret"]}
    secrets = {field["name"]: own[field["name"]] for field in described["fields"] if field["secret"]}
    return {"provider": provider, "label": "Boutique", "settings": settings, "secrets": secrets}


def test_a_blank_organisation_reaches_its_first_message_on_meta(
    stage: Stage, blank: Person, provider: Provider
) -> None:
    number = str(uuid4().int)[:15]
    shown = guide(blank, "whatsapp-cloud")
    own = {
        "phone_number_id": number,
        "waba_id": str(uuid4().int)[:15],
        "access_token": "EAAG-permanent",
        "app_secret": APP_SECRET,
        "verify_token": value(shown, "CONNECT", "Jeton de vérification"),
    }
    body = asked_for(blank, "whatsapp_cloud", own)
    assert blank.post("/api/channels/check", body).json()["ok"]
    channel_id = blank.post("/api/channels", body).json()["channel_id"]
    url = value(shown, "WEBHOOK", "Adresse de rappel")
    assert provider.declares("whatsapp_cloud", url, verify_token="another") == 409
    assert provider.declares("whatsapp_cloud", url, verify_token=own["verify_token"]) == 204
    checked = blank.post(f"/api/channels/{channel_id}/check").json()
    assert {"WEBHOOK_NEVER_SEEN"} <= {finding["code"] for finding in checked["findings"]}
    assert provider.writes("whatsapp_cloud", url, to=number) == 200
    blank.post(f"/api/channels/{channel_id}/check")
    stage.run()
    after = guide(blank, "whatsapp-cloud", channel_id)
    assert done(after) == {
        "APP": None,
        "IDS": True,
        "TOKEN": True,
        "SECRET": True,
        "CONNECT": True,
        "WEBHOOK": None,
        "SUBSCRIBE": True,
        "MESSAGE": True,
        "LIVE": True,
    }
    assert own["verify_token"] not in str(after), "a secret never comes out"
    assert blank.get("/api/conversations").json()["data"][0]["address"] == "+33639980001"
    assert blank.get(f"/api/channels/{channel_id}").json()["state"] == "attention"  # the address is of this machine


def test_a_blank_organisation_reaches_its_first_message_on_twilio(
    stage: Stage, blank: Person, provider: Provider
) -> None:
    shown = guide(blank, "twilio")
    own = {"account_sid": f"AC{uuid4().hex}", "number": "+33700000042", "auth_token": AUTH_TOKEN}
    body = asked_for(blank, "twilio", own)
    found = blank.post("/api/channels/check", body).json()
    assert [finding["code"] for finding in found["findings"] if finding["level"] == "error"] == ["SENDER_UNKNOWN"]
    url = value(shown, "WEBHOOK", "Adresse")
    assert provider.declares("twilio", url, number="whatsapp:+33700000042") == 204
    assert blank.post("/api/channels/check", body).json()["ok"]
    channel_id = blank.post("/api/channels", body).json()["channel_id"]
    assert provider.writes("twilio", url, to="whatsapp:+33700000042", account=own["account_sid"]) == 200
    blank.post(f"/api/channels/{channel_id}/check")
    stage.run()
    assert done(guide(blank, "twilio", channel_id)) == {
        "ACCOUNT": True,
        "IDS": True,
        "NUMBER": None,
        "CONNECT": True,
        "WEBHOOK": None,
        "MESSAGE": True,
        "LIVE": True,
    }


def test_a_guide_warns_of_an_address_that_nobody_can_call(blank: Person) -> None:
    assert [warning["code"] for warning in guide(blank, "twilio")["warnings"]] == ["ADDRESS_LOCAL"]
    assert guide(blank, "simulator")["warnings"] == []


def test_a_guide_is_for_a_provider_and_its_own_channels(blank: Person) -> None:
    assert blank.get("/api/channels/setup/pigeon").json()["code"] == "PROVIDER_UNKNOWN"
    channel_id = str(uuid4())
    assert blank.get("/api/channels/setup/twilio", channel_id=channel_id).status_code == 404


@pytest.mark.parametrize(
    ("field", "wrong", "path"),
    [
        ("account_sid", "AC123", "settings.account_sid"),
        ("number", "0612345678", "settings.number"),
        ("auth_token", " ", "secrets.auth_token"),
    ],
)
def test_a_value_of_the_wrong_form_is_named(blank: Person, field: str, wrong: str, path: str) -> None:
    own = {"account_sid": f"AC{uuid4().hex}", "number": "+33700000042", "auth_token": AUTH_TOKEN}
    answer = blank.post("/api/channels/check", asked_for(blank, "twilio", own | {field: wrong}))
    assert (answer.status_code, answer.json()["field"]) == (422, path)
    assert "«" in answer.json()["detail"]


def test_dead_credentials_are_replaced_and_the_channel_goes_on(stage: Stage, blank: Person, provider: Provider) -> None:
    """The token dies at Meta: the channel stops, says why, refuses another dead one, and goes on with a good one."""
    number = str(uuid4().int)[:15]
    secrets = {"access_token": "EAAG-first", "app_secret": APP_SECRET, "verify_token": "v"}
    body = {"provider": "whatsapp_cloud", "label": "Boutique", "secrets": secrets}
    body["settings"] = {"phone_number_id": number, "waba_id": str(uuid4().int)[:15]}
    channel_id = blank.post("/api/channels", body).json()["channel_id"]
    path = f"/api/channels/{channel_id}"
    url = guide(blank, "whatsapp-cloud")["webhook_url"]
    assert provider.writes("whatsapp_cloud", url, to=number) == 200
    stage.run()
    conversation = blank.get("/api/conversations").json()["data"][0]["conversation_id"]
    provider.stands(dead=["EAAG-first", "EAAG-dead"])
    answer = {"text": "Bonjour Ada"}
    blank.post(f"/api/conversations/{conversation}/messages", answer, idempotency_key="k1")
    stage.run()
    stopped = blank.get(path).json()
    assert (stopped["state"], stopped["state_label"]) == ("suspended", "Suspendu")
    assert stopped["reasons"][0]["code"] == "SUSPENDED" and "jeton" in stopped["reasons"][0]["sentence"]
    refused = blank.post(f"{path}/credentials", {"secrets": {"access_token": "EAAG-dead"}})
    assert (refused.status_code, refused.json()["code"]) == (422, "CHANNEL_CREDENTIALS_REFUSED")
    replaced = blank.post(f"{path}/credentials", {"secrets": {"access_token": "EAAG-second"}})
    assert replaced.status_code == 200
    assert "TOKEN_VALID" in {finding["code"] for finding in replaced.json()["findings"]}
    stage.run()
    after = blank.get(path).json()
    assert (after["suspended"], after["former_credentials"]) == ("", 1)
    assert after["failure_reasons"][0]["code"] == "190"
    [failed] = blank.get(f"{path}/failures", cause="channel").json()["data"]
    blank.post(f"/api/conversations/{conversation}/messages", answer, idempotency_key="k2")
    stage.run()
    assert blank.get(path).json()["sent_24h"] >= 1
    assert blank.get(f"{path}/failures").json()["data"] == [failed]
    assert blank.post(f"{path}/credentials/retire").status_code == 200
    stage.run()
    assert blank.get(path).json()["former_credentials"] == 0


def test_a_channel_shows_how_it_is(stage: Stage, provider: Provider) -> None:
    team: Team = stage.team()
    person, path = team.person("viewer"), f"/api/channels/{team.channel_id}"
    stage.run()
    new = person.get(path).json()
    assert (new["state"], [reason["code"] for reason in new["reasons"]]) == ("attention", ["WEBHOOK_NEVER_SEEN"])
    for _ in range(3):
        assert team.delivers(team.webhook("Bonjour"), secret="guessed").status_code == 401
    team.hears("Bonjour ?")
    shown = person.get(path).json()
    assert (shown["wrong_signatures_today"], shown["state"]) == (3, "attention")
    assert [reason["code"] for reason in shown["reasons"]] == ["SIGNATURES_WRONG"]
    assert shown["last_received_at"] and shown["last_signed_webhook_at"] == shown["last_webhook_at"]
    team.person().post(f"{path}/rename", {"label": "Boutique"})
    team.person().post(f"{path}/check")
    stage.run()
    after = person.get(path).json()
    assert (after["label"], after["check_ok"]) == ("Boutique", True)
    assert {finding["code"] for finding in after["findings"]} == {"SIMULATED", "WEBHOOK_SIGNED"}
    assert person.post(f"{path}/check").status_code == 403
