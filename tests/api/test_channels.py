"""Channels, and playing a customer on one of the simulator's."""

from typing import Any
from uuid import uuid4

import pytest

from tests.api.stage import Response, Stage, Team


def connect(team: Team, endpoint: str | None = None, key: str | None = None, **changes: Any) -> Response:
    new = {
        "provider": "simulator",
        "label": "Boutique",
        "settings": {"endpoint": endpoint or uuid4().hex},
        "secrets": {"secret": "s3cr3t"},
    }
    return team.person().post("/api/channels", new | changes, **({"idempotency_key": key} if key else {}))


def play(team: Team, **said: Any) -> Response:
    body = {"channel_id": str(team.channel_id), "from": "+33 6 39 98 00 01", "name": "Ada"} | said
    return team.person("agent").post("/api/simulator/messages", body)


def test_a_channel_is_connected_and_its_secrets_stay_in(stage: Stage, team: Team) -> None:
    connected = connect(team, endpoint="boutique-de-lyon")
    assert connected.status_code == 201
    stage.run()
    listed = team.person("viewer").get("/api/channels").json()["data"]
    shown = next(one for one in listed if one["channel_id"] == connected.json()["channel_id"])
    assert (shown["label"], shown["settings"], shown["suspended"]) == ("Boutique", {"endpoint": "boutique-de-lyon"}, "")
    assert "s3cr3t" not in str(listed)


def test_a_connection_tried_again_connects_once(team: Team) -> None:
    first, again = (connect(team, endpoint=f"line-{team.endpoint}", key="k1") for _ in range(2))
    assert first.json()["channel_id"] == again.json()["channel_id"]


def test_a_number_has_one_owner_in_the_installation(team: Team, others: Team) -> None:
    endpoint = uuid4().hex
    assert connect(team, endpoint).status_code == 201
    answer = connect(others, endpoint)
    assert (answer.status_code, answer.json()["code"]) == (409, "ENDPOINT_TAKEN")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"provider": "carrier-pigeon"}, "provider"),
        ({"settings": {}}, "settings.endpoint"),
        ({"secrets": {}}, "secrets.secret"),
        ({"label": ""}, "label"),
        ({"secrets": {"secret": 5}}, "secrets.secret"),
    ],
)
def test_a_channel_that_lacks_something_is_refused(team: Team, changes: dict[str, Any], field: str) -> None:
    answer = connect(team, **changes)
    assert (answer.status_code, answer.json()["field"]) == (422, field)


def test_a_suspended_channel_says_why_until_it_is_resumed(stage: Stage, team: Team) -> None:
    path = f"/api/channels/{team.channel_id}"
    first, again = (team.person().post(f"{path}/suspend", {"reason": "En travaux."}) for _ in range(2))
    assert first.json() == again.json()
    stage.run()
    assert team.person().get("/api/channels").json()["data"][0]["suspended"] == "En travaux."
    first, again = (team.person().post(f"{path}/resume") for _ in range(2))
    assert first.json() == again.json()
    stage.run()
    assert team.person().get("/api/channels").json()["data"][0]["suspended"] == ""


def test_nothing_leaves_by_a_suspended_channel(stage: Stage, team: Team) -> None:
    conversation = team.hears("Bonjour ?")
    team.person().post(f"/api/channels/{team.channel_id}/suspend")
    path = f"/api/conversations/{conversation['conversation_id']}/messages"
    team.person().post(path, {"text": "Bonjour Ada"}, idempotency_key="k1")
    stage.run()
    last = team.messages(conversation["conversation_id"])[-1]
    assert (last["status"], last["code"]) == ("failed", "CHANNEL_SUSPENDED")


@pytest.mark.parametrize("verb", ["suspend", "resume"])
def test_a_channel_that_is_not_there_is_unknown(team: Team, verb: str) -> None:
    answer = team.person().post(f"/api/channels/{uuid4()}/{verb}")
    assert (answer.status_code, answer.json()["code"]) == (404, "CHANNEL_UNKNOWN")


def test_a_person_plays_a_customer(stage: Stage, team: Team) -> None:
    assert play(team, text="Bonjour, vous êtes ouverts ?").status_code == 202
    stage.run()
    conversation = team.person().get("/api/conversations").json()["data"][0]
    assert (conversation["contact_name"], conversation["address"]) == ("Ada", "+33639980001")
    assert team.messages(conversation["conversation_id"])[0]["content"]["body"] == "Bonjour, vous êtes ouverts ?"


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ({"choice": {"id": "yes", "title": "Oui"}}, "choice"),
        ({"location": {"latitude": 45.7, "longitude": 4.8}}, "location"),
    ],
)
def test_a_customer_may_choose_or_be_somewhere(stage: Stage, team: Team, said: dict[str, Any], kind: str) -> None:
    assert play(team, **said).status_code == 202
    stage.run()
    conversation = team.person().get("/api/conversations").json()["data"][0]
    assert team.messages(conversation["conversation_id"])[0]["kind"] == kind


@pytest.mark.parametrize(
    "said",
    [{}, {"text": "a", "choice": {"id": "b", "title": "c"}}, {"text": "a", "from": "nobody"}, {"text": "a\x00"}],
)
def test_a_customer_says_one_thing_from_a_phone(team: Team, said: dict[str, Any]) -> None:
    assert play(team, **said).status_code == 422


def test_only_a_channel_of_the_simulator_can_be_played_on(team: Team, others: Team) -> None:
    twilio = {
        "provider": "twilio",
        "label": "Twilio",
        "settings": {"account_sid": f"AC{uuid4().hex}", "number": "+14155238886"},
        "secrets": {"auth_token": "t"},
    }
    channel_id = team.person().post("/api/channels", twilio).json()["channel_id"]
    answer = play(team, channel_id=channel_id, text="Bonjour")
    assert (answer.status_code, answer.json()["code"]) == (422, "CHANNEL_NOT_SIMULATED")
    assert play(team, channel_id=str(others.channel_id), text="Bonjour").status_code == 404


def test_a_viewer_plays_nobody(team: Team) -> None:
    body = {"channel_id": str(team.channel_id), "from": "+33639980001", "text": "Bonjour"}
    assert team.person("viewer").post("/api/simulator/messages", body).status_code == 403
