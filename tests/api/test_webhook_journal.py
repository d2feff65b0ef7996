"""The kept webhooks by the API: what they gave, why some failed, and reading them again."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.api.stage import Stage, Team

PATH = "/api/supervision/webhooks"


def listed(team: Team, **params: Any) -> list[dict[str, Any]]:
    answer = team.person("viewer").get(PATH, **params)
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()["data"]
    return rows


def fails(team: Team) -> int:
    """The last webhook of the team could not be read. Gives its id."""
    with team.stage.drive.house.pool.connection() as connection:
        connection.execute(
            "UPDATE journal.webhooks SET state = 'failed', attempts = 6, error = 'KeyError, reading.py:88'"
            " WHERE id = %s",
            [id := listed(team)[0]["id"]],
        )
    return int(id)


def orders(team: Team) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = team.person("viewer").get("/api/supervision/replays").json()["data"]
    return found


def test_webhooks_are_told_by_what_they_gave(team: Team, others: Team) -> None:
    team.hears("Mon secret", phone="+33639980009", name="Ada Lovelace")
    others.hears("Un autre")
    (webhook,) = listed(team)
    assert (webhook["state"], webhook["provider"], webhook["error"]) == ("read", "simulator", "")
    assert webhook["channel_id"] == str(team.channel_id)
    assert [(gave["kind"], gave["result"]) for gave in webhook["gave"]] == [("message", "new")]
    for secret in ("Mon secret", "39980009", "Lovelace"):
        assert secret not in str(webhook)


def test_webhooks_are_read_page_by_page(team: Team) -> None:
    for n in range(5):
        team.hears(f"Message {n}")
    whole = [row["id"] for row in listed(team)]
    assert whole == sorted(whole, reverse=True)
    first = team.person().get("/api/supervision/webhooks", limit=2).json()
    team.hears("Un de plus")
    second = team.person().get("/api/supervision/webhooks", limit=100, cursor=first["next_cursor"]).json()
    assert [row["id"] for row in first["data"] + second["data"]] == whole


def test_why_it_failed_is_told_in_words_and_nothing_of_what_it_says(team: Team) -> None:
    team.hears("Mon secret")
    id = fails(team)
    shown = team.person("viewer").get(f"{PATH}/{id}").json()
    assert (shown["state"], shown["attempts"], shown["error"]) == ("failed", 6, "KeyError, reading.py:88")
    assert "ne sait pas lire" in shown["why"] and "Mon secret" not in str(shown)
    assert [given["sentence"] for given in shown["gave"]] == ["Message : ajouté"]


def test_webhooks_are_found_by_state_channel_and_time(team: Team) -> None:
    for text in ("Un", "Deux", "Trois"):
        team.hears(text)
    id = fails(team)
    all_ids = [row["id"] for row in listed(team)]
    assert [row["id"] for row in listed(team, state="failed")] == [id]
    assert [row["id"] for row in listed(team, state="read")] == all_ids[1:]
    assert listed(team, state="received") == []
    assert len(listed(team, channel_id=team.channel_id)) == 3
    assert listed(team, channel_id=uuid4()) == []
    second = listed(team)[1]["received_at"]
    assert [row["id"] for row in listed(team, since=second)] == all_ids[:2]
    assert [row["id"] for row in listed(team, until=second)] == all_ids[2:]
    last_month = (datetime.now(UTC) - timedelta(days=29)).isoformat()
    assert len(listed(team, since=last_month)) == 3


@pytest.mark.parametrize("params", [{"since": "2026-01-01T00:00:00"}, {"state": "lost"}, {"since": "hier"}])
def test_a_filter_that_says_nothing_is_refused(team: Team, params: dict[str, str]) -> None:
    answer = team.person().get(PATH, **params)
    assert (answer.status_code, answer.json()["field"]) == (422, next(iter(params)))


def test_what_failed_is_read_again_by_order(stage: Stage, team: Team) -> None:
    team.hears("Bonjour ?")
    id = fails(team)
    agent = team.person("agent")
    done = agent.post(f"{PATH}/replay", {"state": "failed"}, idempotency_key="k1")
    assert (done.status_code, done.json()["count"], done.json()["more"]) == (200, 1, False)
    stage.run()
    (order,) = orders(team)
    assert (order["replay_id"], order["which"]) == (done.json()["replay_id"], "failed")
    assert order["ordered_by"] == str(agent.user_id)
    assert (order["marked"], order["read"], order["failed"], order["added"]) == (1, 1, 0, 0)
    assert order["done_at"] is not None
    shown = agent.get(f"{PATH}/{id}").json()
    assert (shown["state"], shown["why"], shown["replays"], shown["attempts"]) == ("read", "", 1, 1)
    twice = agent.post(f"{PATH}/replay", {"state": "failed"}, idempotency_key="k1")
    assert (twice.json()["replay_id"], twice.json()["count"]) == (order["replay_id"], 1)
    nothing = agent.post(f"{PATH}/replay", {"state": "failed"}, idempotency_key="k2")
    assert (nothing.status_code, nothing.json()["code"]) == (409, "REPLAY_EMPTY")


def test_one_is_read_again_and_not_asked_twice_while_it_waits(stage: Stage, team: Team) -> None:
    conversation = team.hears("Bonjour ?")
    id = listed(team)[0]["id"]
    before = len(team.messages(conversation["conversation_id"]))
    assert team.person().post(f"{PATH}/{id}/replay").json()["count"] == 1
    drive = stage.drive
    while drive.policies.advance():
        pass
    drive.perform_due()
    assert team.person().post(f"{PATH}/{id}/replay").json()["code"] == "REPLAY_EMPTY"
    stage.run()
    assert len(team.messages(conversation["conversation_id"])) == before
    assert [(order["which"], order["marked"], order["added"]) for order in orders(team)] == [("one", 1, 0)]


def test_a_range_is_that_of_one_organisation(stage: Stage, team: Team, others: Team) -> None:
    for text in ("Un", "Deux"):
        team.hears(text)
    others.hears("Un autre")
    hour_ago = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    body = {"state": "all", "channel_id": str(team.channel_id), "since": hour_ago}
    assert team.person().post(f"{PATH}/replay", body).json()["count"] == 2
    answer = others.person().post(f"{PATH}/replay", body)
    assert (answer.status_code, answer.json()["code"]) == (404, "CHANNEL_UNKNOWN")
    stage.run()
    assert [row["replays"] for row in listed(team)] == [1, 1]
    assert [row["replays"] for row in listed(others)] == [0]
    assert orders(others) == []
    body["until"] = hour_ago
    body["since"] = (datetime.now(UTC) - timedelta(hours=2)).isoformat()
    assert team.person().post(f"{PATH}/replay", body).json()["code"] == "REPLAY_EMPTY"


@pytest.mark.parametrize(
    "body",
    [
        {"state": "received"},
        {"since": "2026-01-01T00:00:00"},
        {"since": "2026-01-02T00:00:00Z", "until": "2026-01-01T00:00:00Z"},
        {"everything": True},
    ],
)
def test_a_range_that_makes_no_sense_is_refused(team: Team, body: dict[str, Any]) -> None:
    answer = team.person().post(f"{PATH}/replay", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "VALUE_INVALID")


def test_a_viewer_does_not_replay(team: Team) -> None:
    assert team.person("viewer").post(f"{PATH}/replay", {"state": "all"}).status_code == 403


def test_orders_are_read_page_by_page(stage: Stage, team: Team) -> None:
    team.hears("Bonjour ?")
    for _ in range(3):
        team.person().post(f"{PATH}/replay", {"state": "all"})
        stage.run()
    first = team.person().get("/api/supervision/replays", limit=2).json()
    second = team.person().get("/api/supervision/replays", limit=2, cursor=first["next_cursor"]).json()
    assert first["data"] + second["data"] == orders(team)
    assert len(orders(team)) == 3 and second["next_cursor"] is None
