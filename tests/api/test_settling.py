"""An uncertain send is listed, and settled by a person who says how they know."""

from uuid import UUID, uuid4

import pytest

from application.ports.messaging import InboundMessage, SendUncertain
from domain.conversations.content import Text
from tests.api.stage import Team
from tests.desk import ADA


def uncertain(team: Team) -> UUID:
    """The assistant's answer left, and nobody knows whether it arrived. Gives its id."""
    drive = team.stage.drive
    channel_id = drive.channel(team.organisation_id, f"line-{uuid4().hex}")
    drive.provider.answers = [SendUncertain()]
    item = InboundMessage(uuid4().hex, [ADA], drive.house.clock.now(), Text(body="Avez-vous des lamas ?"))
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
