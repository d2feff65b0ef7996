"""The inbox and what people do with a conversation."""

import threading
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.conversations.conversation import conversation as rules
from tests.api.stage import Response, Stage, Team

ABSENT = uuid4()


def act(team: Team, conversation_id: str, verb: str, body: Any = None, role: str = "admin") -> Response:
    return team.person(role).post(f"/api/conversations/{conversation_id}/{verb}", body)  # type: ignore[arg-type]


def reply(team: Team, conversation_id: str, text: str, key: str | None = None, role: str = "admin") -> Response:
    path = f"/api/conversations/{conversation_id}/messages"
    return team.person(role).post(path, {"text": text}, idempotency_key=key or uuid4().hex)  # type: ignore[arg-type]


def facts(team: Team, conversation_id: str) -> list[str]:
    stream = (team.organisation_id, UUID(conversation_id))
    loaded = team.stage.drive.house.ledger.load([stream])[stream]
    return [fact.event.name.removeprefix("conversations.Conversation") for fact in loaded]


def test_a_customer_who_writes_is_in_the_inbox_with_the_answer_of_the_assistant(team: Team) -> None:
    conversation = team.hears("Bonjour ?", name="Ada Lovelace")
    assert conversation["contact_name"] == "Ada Lovelace"
    assert (conversation["status"], conversation["owner"]) == ("waiting", "nobody")
    said = team.messages(conversation["conversation_id"])
    assert [message["author"] for message in said] == ["contact", "assistant"]
    assert said[0]["content"]["body"] == "Bonjour ?"


def test_an_answer_by_hand_is_queued_and_the_conversation_becomes_the_persons(stage: Stage, team: Team) -> None:
    conversation_id = team.hears("Bonjour ?")["conversation_id"]
    answer = reply(team, conversation_id, "Bonjour Ada, que puis-je pour vous ?")
    assert answer.status_code == 202
    assert answer.headers["palabre-sequence"] == str(answer.json()["sequence"])
    stage.run()
    shown = team.person().get(f"/api/conversations/{conversation_id}", at_least=answer.json()["sequence"]).json()
    assert (shown["status"], shown["owner"], shown["user_id"]) == ("open", "person", str(team.person().user_id))
    assert shown["stale"] is False
    message = team.person().get(f"/api/messages/{answer.json()['message_id']}").json()
    assert (message["author"], message["status"]) == ("user", "sent")


def test_the_same_key_sends_one_message(stage: Stage, team: Team) -> None:
    conversation_id = team.hears("Bonjour ?")["conversation_id"]
    first, again = (reply(team, conversation_id, "Bonjour Ada", key="k1") for _ in range(2))
    assert first.json()["message_id"] == again.json()["message_id"]
    stage.run()
    assert [message["author"] for message in team.messages(conversation_id)].count("user") == 1


def test_a_key_asked_again_does_not_take_the_conversation_back(stage: Stage, team: Team) -> None:
    conversation_id = team.hears("Bonjour ?")["conversation_id"]
    reply(team, conversation_id, "Bonjour Ada", key="k1")
    act(team, conversation_id, "hand-back")
    reply(team, conversation_id, "Bonjour Ada", key="k1")
    assert facts(team, conversation_id)[-1] == "HandedBack"


def test_the_same_key_for_another_text_is_refused(team: Team) -> None:
    conversation_id = team.hears("Bonjour ?")["conversation_id"]
    reply(team, conversation_id, "Bonjour Ada", key="k1")
    answer = reply(team, conversation_id, "Tout autre chose", key="k1")
    assert (answer.status_code, answer.json()["code"]) == (409, "IDEMPOTENCY_KEY_REUSED")
    assert answer.json()["field"] == "Idempotency-Key"


def test_two_people_may_use_the_same_key(team: Team) -> None:
    conversation_id = team.hears("Bonjour ?")["conversation_id"]
    first = reply(team, conversation_id, "De Laura", key="k1", role="admin")
    second = reply(team, conversation_id, "De Marc", key="k1", role="agent")
    assert first.json()["message_id"] != second.json()["message_id"]


@pytest.mark.parametrize("text", ["", "   \n ", "x" * 4097, "a\x00b"])
def test_a_text_that_cannot_be_sent_is_refused(team: Team, text: str) -> None:
    answer = reply(team, str(ABSENT), text)
    assert (answer.status_code, answer.json()["field"]) == (422, "text")


def test_a_key_is_required(team: Team) -> None:
    answer = team.person().post(f"/api/conversations/{ABSENT}/messages", {"text": "Bonjour"})
    assert (answer.status_code, answer.json()["field"]) == (422, "Idempotency-Key")
    assert answer.json()["detail"] == "Ce champ est obligatoire."


def test_a_person_who_was_erased_cannot_be_written_to(stage: Stage, team: Team) -> None:
    conversation = team.hears("Bonjour ?")
    team.person().post(f"/api/contacts/{conversation['contact_id']}/erase", {"confirm": "SUPPRIMER"})
    answer = reply(team, conversation["conversation_id"], "Bonjour Ada")
    assert (answer.status_code, answer.json()["code"]) == (410, "CONTACT_ERASED")


LIFE = [
    ("take-over", [], "TakenOver"),
    ("hand-over", ["hand-back"], "Escalated"),
    ("unassign", ["take-over"], "Unassigned"),
    ("mute", [], "Muted"),
    ("unmute", ["mute"], "Unmuted"),
    ("hand-back", ["take-over"], "HandedBack"),
    ("resolve", [], "Resolved"),
    ("reopen", ["resolve"], "Reopened"),
    ("close", ["resolve"], "Closed"),
]


@pytest.mark.parametrize(("verb", "before", "fact"), LIFE, ids=[verb for verb, _, _ in LIFE])
def test_an_act_is_a_fact_once(team: Team, verb: str, before: list[str], fact: str) -> None:
    conversation_id = team.hears("Bonjour ?")["conversation_id"]
    for earlier in before:
        assert act(team, conversation_id, earlier).is_success
    first = act(team, conversation_id, verb)
    assert first.status_code == 200
    assert facts(team, conversation_id)[-1] == fact
    again = act(team, conversation_id, verb)
    assert again.json() == first.json(), "the second time is silence, with the same sequence"
    assert facts(team, conversation_id)[-1] == fact


@pytest.mark.parametrize("verb", [verb for verb, *_ in LIFE])
def test_nothing_is_done_to_a_conversation_that_is_not(team: Team, verb: str) -> None:
    answer = act(team, str(ABSENT), verb)
    assert (answer.status_code, answer.json()["code"]) == (404, "CONVERSATION_UNKNOWN")
    assert answer.headers["content-type"] == "application/problem+json"


def test_what_is_not_resolved_cannot_be_closed(team: Team) -> None:
    conversation_id = team.hears("Bonjour ?")["conversation_id"]
    answer = act(team, conversation_id, "close")
    assert (answer.status_code, answer.json()["code"]) == (409, "CONVERSATION_NOT_RESOLVED")
    assert answer.json()["detail"] == "Marquez d'abord la conversation comme résolue."


def test_reading_empties_the_unread_count(stage: Stage, team: Team) -> None:
    conversation = team.hears("Bonjour ?")
    assert conversation["unread"] == 1
    seen = act(team, conversation["conversation_id"], "seen", {"up_to": conversation["last_message_id"]})
    assert seen.status_code == 200
    stage.run()
    assert team.person().get(f"/api/conversations/{conversation['conversation_id']}").json()["unread"] == 0
    assert team.person().get("/api/conversations", unread=True).json()["data"] == []


def test_a_message_of_another_conversation_is_not_read_there(team: Team) -> None:
    here, there = team.hears("Bonjour ?"), team.hears("Bonsoir ?", phone="+33639980002")
    answer = act(team, here["conversation_id"], "seen", {"up_to": there["last_message_id"]})
    assert (answer.status_code, answer.json()["code"]) == (404, "MESSAGE_UNKNOWN")


def test_a_viewer_reads_and_does_nothing_else(team: Team) -> None:
    conversation_id = team.hears("Bonjour ?")["conversation_id"]
    assert team.person("viewer").get(f"/api/conversations/{conversation_id}").is_success
    answer = reply(team, conversation_id, "Bonjour", role="viewer")
    assert (answer.status_code, answer.json()["code"]) == (403, "PERMISSION_MISSING")
    assert act(team, conversation_id, "resolve", role="viewer").status_code == 403


def test_filters_say_which_conversations(stage: Stage, team: Team) -> None:
    ada, bob = team.hears("Bonjour ?", name="Ada"), team.hears("Bonsoir ?", phone="+33639980002", name="Bob Éluard")
    act(team, ada["conversation_id"], "take-over")
    act(team, bob["conversation_id"], "resolve")
    stage.run()

    def found(**filters: Any) -> list[str]:
        return [one["contact_name"] for one in team.person().get("/api/conversations", **filters).json()["data"]]

    assert found(status="resolved") == ["Bob Éluard"]
    assert found(owner="person") == ["Ada"]
    assert found(assignee=team.person().user_id) == ["Ada"]
    assert found(search="eluard") == ["Bob Éluard"]
    assert found(search="%") == []
    assert set(found(channel_id=team.channel_id)) == {"Ada", "Bob Éluard"}
    assert found(channel_id=ABSENT) == []
    assert found(status="closed") == []


def pages(team: Team, path: str, limit: int, between: Any = None) -> list[dict[str, Any]]:
    """Everything, page by page; `between` happens after the first page."""
    rows: list[dict[str, Any]] = []
    cursor = None
    while True:
        page = team.person().get(path, cursor=cursor, limit=limit).json()
        rows += page["data"]
        cursor = page["next_cursor"]
        if cursor is None:
            return rows
        if between is not None:
            between()
            between = None


def test_pages_of_the_inbox_are_whole_while_customers_write(team: Team) -> None:
    written = [team.hears("Bonjour ?", phone=f"+3363998010{n}")["conversation_id"] for n in range(7)]
    seen = pages(team, "/api/conversations", 3, between=lambda: team.hears("Moi aussi", phone="+33639980200"))
    ids = [row["conversation_id"] for row in seen]
    assert len(ids) == len(set(ids))
    assert set(written) <= set(ids)


def test_pages_of_a_thread_are_whole_while_it_grows(team: Team) -> None:
    conversation_id = team.hears("0")["conversation_id"]
    for n in range(1, 6):
        team.hears(str(n))
    before = {message["message_id"] for message in team.messages(conversation_id)}
    path = f"/api/conversations/{conversation_id}/messages"
    seen = [row["message_id"] for row in pages(team, path, 2, between=lambda: team.hears("encore"))]
    assert len(seen) == len(set(seen))
    assert before <= set(seen)


FORGED = [
    "x",
    "%%%",
    "bm90aGluZw",
    "WyJhIiwgImIiXQ",
    "WzFdXVtb",
    "W251bGwsbnVsbF0",
    "e30",
    "WyIyMDI2LTAxLTAxIiwgIkluZmluaXR5Il0",
]


@pytest.mark.parametrize("cursor", FORGED)
@pytest.mark.parametrize(
    "path", ["/api/conversations", "/api/conversations/{id}/messages", "/api/supervision/webhooks"]
)
def test_a_cursor_of_somebodys_own_making_is_refused(team: Team, path: str, cursor: str) -> None:
    conversation = team.hears("Bonjour ?")
    answer = team.person().get(path.format(id=conversation["conversation_id"]), cursor=cursor)
    assert (answer.status_code, answer.json()["code"]) == (422, "CURSOR_INVALID")


def test_a_query_that_cannot_be_up_to_date_says_so(stage: Stage, team: Team) -> None:
    conversation_id = team.hears("Bonjour ?")["conversation_id"]
    sequence = act(team, conversation_id, "resolve").json()["sequence"]
    client = stage.with_services(patience=0.05)
    headers = {"Authorization": f"Bearer {team.person().token}"}
    path = f"/api/conversations/{conversation_id}?at_least={sequence}"
    late = client.request("GET", path, headers=headers)
    assert (late.status_code, late.json()["stale"], late.headers["palabre-stale"]) == (200, True, "true")
    assert late.json()["status"] == "waiting"
    stage.run()
    fresh = client.request("GET", path, headers=headers)
    assert (fresh.json()["stale"], fresh.json()["status"]) == (False, "resolved")
    assert "palabre-stale" not in fresh.headers
    client.close()


def test_a_sequence_that_is_not_there_yet_is_not_waited_for(team: Team) -> None:
    assert team.person().get("/api/conversations", at_least=999_999).json()["stale"] is True


def test_a_query_waits_for_the_screens_to_catch_up(stage: Stage, team: Team) -> None:
    conversation_id = team.hears("Bonjour ?")["conversation_id"]
    sequence = act(team, conversation_id, "resolve").json()["sequence"]
    projector = threading.Thread(target=stage.run)
    projector.start()
    shown = team.person().get(f"/api/conversations/{conversation_id}", at_least=sequence).json()
    projector.join()
    assert (shown["stale"], shown["status"]) == (False, "resolved")


def test_the_state_is_the_one_of_the_rules(team: Team) -> None:
    conversation = team.hears("Bonjour ?")
    stream = (team.organisation_id, UUID(conversation["conversation_id"]))
    state = team.stage.drive.house.bus.state(rules, stream)
    assert (conversation["status"], conversation["owner"]) == (state.status, state.owner)
