"""An uncertain send is listed, and settled by a person who says how they know."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from application.ports.messaging import InboundMessage, Receipt, SendUncertain
from domain.conversations.content import Text
from tests.api.stage import Team
from tests.desk import ADA


def uncertain(team: Team) -> UUID:
    """The assistant's answer left, and nobody knows whether it arrived. Gives its id."""
    drive = team.stage.drive
    channel_id = drive.channel(team.organisation_id, f"line-{uuid4().hex}")
    drive.provider.answers = [SendUncertain()]
    item = InboundMessage(
        uuid4().hex, [ADA], drive.house.clock.now(), Text(body="Avez-vous des lamas ?"), "Ada Lovelace"
    )
    drive.arrive(team.organisation_id, channel_id, item)
    team.stage.run()
    listed = team.person().get("/api/supervision/outbox").json()["uncertain_messages"]
    return UUID(listed[-1]["message_id"])


@pytest.mark.parametrize(
    ("outcome", "status", "sends"), [("sent", "sent", 1), ("not_sent", "failed", 1), ("send_again", "sent", 2)]
)
def test_a_person_settles_it_once(team: Team, outcome: str, status: str, sends: int) -> None:
    message_id = uncertain(team)
    agent = team.person("agent")
    for _ in range(2):  # a double click
        answer = agent.post(f"/api/messages/{message_id}/settle", {"outcome": outcome, "reason": "Vu avec la cliente."})
        assert answer.status_code == 200, answer.text
    team.stage.run()
    shown = agent.get(f"/api/messages/{message_id}").json()
    assert shown["status"] == status
    assert [sent.message_id for sent in team.stage.drive.provider.sent].count(message_id) == sends
    assert str(message_id) not in agent.get("/api/supervision/outbox").text
    late = agent.post(f"/api/messages/{message_id}/settle", {"outcome": "not_sent", "reason": "Trop tard."})
    assert late.status_code == (200 if outcome == "not_sent" else 409)


@pytest.mark.parametrize(
    "body", [{"outcome": "lost", "reason": "x"}, {"outcome": "sent"}, {"outcome": "sent", "reason": ""}]
)
def test_what_says_nothing_is_refused(team: Team, body: dict[str, str]) -> None:
    answer = team.person().post(f"/api/messages/{uncertain(team)}/settle", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "VALUE_INVALID")


def test_a_viewer_may_look_and_not_settle(team: Team) -> None:
    answer = team.person("viewer").post(
        f"/api/messages/{uncertain(team)}/settle", {"outcome": "sent", "reason": "Vu avec la cliente."}
    )
    assert answer.status_code == 403


def listed(team: Team, state: str = "open", **params: Any) -> list[dict[str, Any]]:
    answer = team.person("viewer").get("/api/supervision/uncertain", state=state, **params)
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()["data"]
    return rows


def test_what_is_to_be_settled_is_listed_with_whom_it_concerns(team: Team, others: Team) -> None:
    message_id = uncertain(team)
    (send,) = listed(team)
    assert (send["message_id"], send["author"], send["settled_as"]) == (str(message_id), "assistant", "")
    conversation = team.person().get(f"/api/conversations/{send['conversation_id']}").json()
    assert (send["contact_id"], send["channel_id"]) == (conversation["contact_id"], conversation["channel_id"])
    assert send["contact_name"] == "Ada Lovelace"
    assert send["content"]["kind"] == "text" and send["uncertain_since"] >= send["queued_at"]
    assert listed(others) == [] and listed(team, "settled") == []


def test_what_was_settled_is_listed_with_who_and_why(team: Team) -> None:
    message_id = uncertain(team)
    agent = team.person("agent")
    agent.post(f"/api/messages/{message_id}/settle", {"outcome": "not_sent", "reason": "Vu avec la cliente."})
    team.stage.run()
    assert listed(team) == []
    (send,) = listed(team, "settled")
    assert (send["message_id"], send["settled_as"]) == (str(message_id), "not_sent")
    assert (send["settled_reason"], send["settled_by"]) == ("Vu avec la cliente.", str(agent.user_id))


def test_what_the_provider_confirmed_is_listed_as_settled_by_it(team: Team) -> None:
    message_id = uncertain(team)
    (send,) = listed(team)
    drive = team.stage.drive
    receipt = Receipt("out-1", "delivered", drive.house.clock.now(), our_id=message_id)
    drive.arrive(team.organisation_id, UUID(send["channel_id"]), receipt)
    team.stage.run()
    assert listed(team) == []
    (send,) = listed(team, "settled")
    assert (send["settled_as"], send["settled_by"], send["settled_reason"]) == ("receipt", None, "")


def test_statuses_for_unknown_messages_that_came_since_are_counted(team: Team) -> None:
    message_id = uncertain(team)
    (send,) = listed(team)
    assert send["unknown_statuses"] == 0
    drive = team.stage.drive
    for channel_id in (UUID(send["channel_id"]), team.channel_id):
        drive.arrive(team.organisation_id, channel_id, Receipt("out-x", "delivered", drive.house.clock.now()))
    team.stage.run()
    assert [(one["message_id"], one["unknown_statuses"]) for one in listed(team)] == [(str(message_id), 1)]


def test_the_second_of_two_people_is_told(team: Team) -> None:
    path = f"/api/messages/{uncertain(team)}/settle"
    assert team.person("agent").post(path, {"outcome": "sent", "reason": "Vu."}).status_code == 200
    for outcome in ("sent", "not_sent"):
        second = team.person("admin").post(path, {"outcome": outcome, "reason": "Vu."})
        assert (second.status_code, second.json()["code"]) == (409, "SEND_SETTLED_MEANWHILE")


def test_uncertain_sends_are_read_page_by_page(team: Team) -> None:
    ids = [str(uncertain(team)) for _ in range(3)]
    assert [one["message_id"] for one in listed(team)] == ids
    for state in ("open", "settled"):
        first = team.person().get("/api/supervision/uncertain", state=state, limit=2).json()
        second = team.person().get("/api/supervision/uncertain", state=state, cursor=first["next_cursor"]).json()
        shown = [one["message_id"] for one in first["data"] + second["data"]]
        assert shown == (ids if state == "open" else ids[::-1])
        for id in ids if state == "open" else []:
            team.person().post(f"/api/messages/{id}/settle", {"outcome": "not_sent", "reason": "Vu."})
            team.stage.run()
