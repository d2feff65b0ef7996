"""Supervision: what is late, what failed, what waits for a person."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.conversations.message_commands import (
    AttemptSend,
    LeaveUncertain,
)
from domain.fact import SYSTEM, Context
from tests.api.stage import Stage, Team


def listed(team: Team, what: str, **params: Any) -> list[dict[str, Any]]:
    answer = team.person("viewer").get(f"/api/supervision/{what}", **params)
    assert answer.status_code == 200
    rows: list[dict[str, Any]] = answer.json()["data"]
    return rows


@pytest.mark.parametrize(("what", "one"), [("projections", "inbox"), ("policies", "delivery")])
def test_lag_is_told_in_facts_and_seconds(stage: Stage, team: Team, what: str, one: str) -> None:
    team.person("viewer")
    stage.run()
    caught_up = {row["name"]: row for row in listed(team, what)}
    assert (caught_up[one]["lag_facts"], caught_up[one]["lag_s"], caught_up[one]["error"]) == (0, 0, "")
    for _ in range(3):
        team.person().post("/api/faqs", {"question": "Ouvert ?", "answer": "Oui."})
    late = {row["name"]: row for row in listed(team, what)}
    assert late[one]["lag_facts"] >= 3
    assert late[one]["lag_s"] > 0
    stage.run()


def test_every_projection_is_watched(stage: Stage, team: Team) -> None:
    names = {row["name"] for row in listed(team, "projections")}
    assert {"inbox", "thread", "timeline", "overview", "contacts", "faqs", "channels"} <= names


def test_what_waits_for_a_person_is_in_the_outbox(stage: Stage, team: Team, others: Team) -> None:
    conversation_id = team.hears("Bonjour ?")["conversation_id"]
    path = f"/api/conversations/{conversation_id}/messages"
    message_id = team.person().post(path, {"text": "Bonjour"}, idempotency_key="k1").json()["message_id"]
    house = stage.drive.house
    context = Context(team.organisation_id, SYSTEM)
    house.bus.execute(context, AttemptSend(message_id=UUID(message_id)))
    house.bus.execute(context, LeaveUncertain(message_id=UUID(message_id)))
    with house.pool.connection() as connection:
        connection.execute(
            "INSERT INTO outbox.effects (organisation_id, kind, key, refs, state, due_at, attempts, last_error)"
            " VALUES (%s, 'keep_media', %s, '{}', 'parked', clock_timestamp(), 10, 'KeyError: x')",
            [team.organisation_id, uuid4().hex],
        )
    stage.run()
    outbox = team.person().get("/api/supervision/outbox").json()
    assert (outbox["pending"], outbox["claimed"], outbox["parked"]) == (1, 0, 1)  # templates are read in a minute
    assert [(one["kind"], one["error"]) for one in outbox["parked_effects"]] == [("keep_media", "KeyError: x")]
    assert [one["message_id"] for one in outbox["uncertain_messages"]] == [message_id]
    empty = others.person().get("/api/supervision/outbox").json()
    assert (empty["parked"], empty["parked_effects"], empty["uncertain_messages"]) == (0, [], [])
