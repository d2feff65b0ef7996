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


def test_webhooks_are_told_by_what_they_gave(team: Team, others: Team) -> None:
    team.hears("Mon secret", phone="+33639980009", name="Ada Lovelace")
    others.hears("Un autre")
    (webhook,) = listed(team, "webhooks")
    assert (webhook["state"], webhook["provider"], webhook["error"]) == ("read", "simulator", "")
    assert webhook["channel_id"] == str(team.channel_id)
    assert [(gave["kind"], gave["result"]) for gave in webhook["gave"]] == [("message", "new")]
    for secret in ("Mon secret", "39980009", "Lovelace"):
        assert secret not in str(webhook)


def test_webhooks_are_read_page_by_page(team: Team) -> None:
    for n in range(5):
        team.hears(f"Message {n}")
    whole = [row["id"] for row in listed(team, "webhooks")]
    assert whole == sorted(whole, reverse=True)
    first = team.person().get("/api/supervision/webhooks", limit=2).json()
    team.hears("Un de plus")
    second = team.person().get("/api/supervision/webhooks", limit=100, cursor=first["next_cursor"]).json()
    assert [row["id"] for row in first["data"] + second["data"]] == whole


def test_the_cause_of_a_failure_is_told_without_what_was_in_it(stage: Stage, team: Team) -> None:
    team.hears("Bonjour ?")
    with stage.drive.house.pool.connection() as connection:
        connection.execute(
            "UPDATE journal.webhooks SET state = 'failed', attempts = 6, error = %s WHERE organisation_id = %s",
            ["ValidationError: 1 validation error for Text\nbody\n  input_value='Mon secret'", team.organisation_id],
        )
    (webhook,) = listed(team, "webhooks")
    assert (webhook["state"], webhook["error"]) == ("failed", "ValidationError: 1 validation error for Text")


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
