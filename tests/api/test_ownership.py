"""Two agents at once, whom a conversation is given to, and what is out of sight for a while."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.api.stage import Person, Response, Stage, Team

Line = dict[str, Any]


def act(person: Person, conversation: Line, verb: str, body: Any = None, seen: int | None = None) -> Response:
    headers = {} if seen is None else {"Palabre-Seen": str(seen)}
    return person.post(f"/api/conversations/{conversation['conversation_id']}/{verb}", body, **headers)


def reply(person: Person, conversation: Line, text: str, seen: int | None = None, key: str = "") -> Response:
    headers = {"Idempotency-Key": key or uuid4().hex} | ({} if seen is None else {"Palabre-Seen": str(seen)})
    return person.post(f"/api/conversations/{conversation['conversation_id']}/messages", {"text": text}, **headers)


def shown(team: Team, conversation: Line) -> Line:
    team.stage.run()
    line: Line = team.person().get(f"/api/conversations/{conversation['conversation_id']}").json()
    return line


def listed(person: Person, **filters: Any) -> list[str]:
    return [line["contact_name"] for line in person.get("/api/conversations", **filters).json()["data"]]


def soon(stage: Stage, **later: float) -> str:
    return (stage.drive.house.clock.now() + timedelta(**later)).isoformat()


def test_the_second_of_two_agents_is_told_what_the_first_did(team: Team) -> None:
    marc, zoe = team.hire("agent"), team.hire("agent")
    conversation = team.hears("Bonjour ?")
    seen = conversation["revision"]
    assert reply(marc, conversation, "Bonjour Ada, c'est Marc.", seen).status_code == 202
    team.stage.run()
    refused = reply(zoe, conversation, "Bonjour Ada, c'est Zoé.", seen)
    assert (refused.status_code, refused.json()["code"]) == (409, "CONVERSATION_MOVED")
    told = refused.json()["since"]
    assert [(one["sentence"], one["actor_id"]) for one in told] == [
        ("Un membre de l'équipe a répondu", str(marc.user_id)),
        ("Un membre de l'équipe prend la conversation", str(marc.user_id)),
    ]
    assert all(one["sequence"] > seen and one["at"] for one in told)
    assert "prend la conversation" in refused.json()["detail"]
    again = reply(zoe, conversation, "Bonjour Ada, c'est Zoé.", shown(team, conversation)["revision"])
    assert again.status_code == 202
    assert shown(team, conversation)["user_id"] == str(zoe.user_id)


@pytest.mark.parametrize(
    ("verb", "body"),
    [("take-over", None), ("assign", "zoe"), ("resolve", None), ("mute", None), ("hand-back", None), ("snooze", None)],
)
def test_any_act_is_refused_once_others_have_acted(stage: Stage, team: Team, verb: str, body: Any) -> None:
    marc, zoe = team.hire("agent"), team.hire("agent")
    conversation = team.hears("Bonjour ?")
    assert act(marc, conversation, "take-over").is_success
    wanted = {"assign": {"user_id": str(zoe.user_id)}, "snooze": {"until": soon(stage, hours=1)}}.get(verb)
    head = stage.drive.house.ledger.head()
    refused = act(zoe, conversation, verb, wanted, conversation["revision"])
    assert (refused.status_code, refused.json()["code"]) == (409, "CONVERSATION_MOVED")
    assert [one["sentence"] for one in refused.json()["since"]] == ["Un membre de l'équipe prend la conversation"]
    assert stage.drive.house.ledger.head() == head
    assert act(zoe, conversation, verb, wanted).is_success, "without what was seen it goes through"


def test_what_one_did_oneself_does_not_stand_in_the_way_and_a_retry_adds_nothing(team: Team) -> None:
    marc = team.hire("agent")
    conversation = team.hears("Bonjour ?")
    first, second = (act(marc, conversation, "take-over", seen=conversation["revision"]) for _ in range(2))
    assert (first.status_code, second.json()) == (200, first.json())
    one, two = (reply(marc, conversation, "Bonjour", conversation["revision"], key="k1") for _ in range(2))
    assert (one.status_code, two.json()) == (202, one.json())


def test_nobody_answers_a_customer_who_has_written_again(team: Team) -> None:
    marc = team.hire("agent")
    conversation = team.hears("Bonjour ?")
    act(marc, conversation, "take-over")
    seen = shown(team, conversation)["revision"]
    team.hears("Laissez tomber, j'ai trouvé.")
    refused = reply(marc, conversation, "Je cherche.", seen)
    assert [(one["sentence"], one["actor"]) for one in refused.json()["since"]] == [("Le client a écrit", "contact")]


def test_reading_is_not_acting(team: Team) -> None:
    marc, zoe = team.hire("agent"), team.hire("agent")
    conversation = team.hears("Bonjour ?")
    assert act(zoe, conversation, "seen", {"up_to": conversation["last_message_id"]}).is_success
    assert act(marc, conversation, "resolve", seen=conversation["revision"]).is_success


@pytest.mark.parametrize("seen", ["-1", "x", str(2**63)])
def test_what_was_seen_is_a_place(team: Team, seen: str) -> None:
    answer = team.person().post(f"/api/conversations/{uuid4()}/mute", Palabre_Seen=seen)
    assert (answer.status_code, answer.json()["field"]) == (422, "Palabre-Seen")


@pytest.mark.parametrize("verb", ["assign", "hand-over"])
def test_a_conversation_is_given_to_a_member_who_may_answer(team: Team, others: Team, verb: str) -> None:
    zoe, viewer = team.hire("agent"), team.hire("viewer")
    conversation = team.hears("Bonjour ?")
    for user_id, code in (
        (uuid4(), "MEMBER_UNKNOWN"),
        (UUID(conversation["contact_id"]), "MEMBER_UNKNOWN"),
        (others.hire("agent").user_id, "MEMBER_UNKNOWN"),
        (viewer.user_id, "MEMBER_ONLY_READS"),
    ):
        refused = act(team.person(), conversation, verb, {"user_id": str(user_id)})
        assert (refused.status_code, refused.json()["code"], refused.json()["field"]) == (422, code, "user_id")
    assert act(team.person(), conversation, verb, {"user_id": str(zoe.user_id)}).is_success
    line = shown(team, conversation)
    assert (line["status"], line["owner"], line["user_id"]) == ("open", "person", str(zoe.user_id))
    assert line["escalation"] == ("" if verb == "assign" else "asked")
    assert listed(zoe, assignee="me") == ["Ada"] and listed(team.person(), assignee="me") == []
    assert listed(zoe, unassigned=True) == []


def test_what_is_let_go_waits_for_whoever_comes_first(team: Team) -> None:
    conversation = team.hears("Bonjour ?")
    act(team.person(), conversation, "take-over")
    assert act(team.person(), conversation, "unassign").is_success
    line = shown(team, conversation)
    assert (line["status"], line["owner"], line["user_id"]) == ("waiting", "nobody", None)
    assert listed(team.person(), unassigned=True) == ["Ada"]


def test_a_muted_conversation_gets_no_automatic_answer_and_its_messages_are_shown(team: Team) -> None:
    team.person().post("/api/faqs", {"question": "Quels sont vos horaires ?", "answer": "De 9 h à 19 h."})
    conversation = team.hears("Bonjour ?")
    act(team.person(), conversation, "hand-back")
    act(team.person(), conversation, "mute")
    team.hears("Quels sont vos horaires ?")
    assert [one["author"] for one in team.messages(conversation["conversation_id"])] == [
        "contact",
        "assistant",
        "contact",
    ]
    assert shown(team, conversation)["muted"] is True
    assert listed(team.person(), muted=True) == ["Ada"] and listed(team.person(), muted=False) == []
    act(team.person(), conversation, "unmute")
    team.hears("Quels sont vos horaires ?")
    assert team.messages(conversation["conversation_id"])[-1]["author"] == "assistant"


def test_an_answer_on_its_way_does_not_leave_a_conversation_that_was_muted(team: Team) -> None:
    team.person().post("/api/faqs", {"question": "Quels sont vos horaires ?", "answer": "De 9 h à 19 h."})
    conversation = team.hears("Bonjour ?")
    act(team.person(), conversation, "hand-back")
    team.delivers(team.webhook("Quels sont vos horaires ?"))
    drive = team.stage.drive
    drive.reader.advance()
    drive.policies.advance()
    assert drive.perform_due() == 1  # queued, not sent
    act(team.person(), conversation, "mute")
    team.stage.run()
    last = team.messages(conversation["conversation_id"])[-1]
    assert (last["status"], last["reason"]) == ("discarded", "La conversation est en sourdine.")


def test_a_reply_discards_the_answer_that_has_not_left(team: Team) -> None:
    team.person().post("/api/faqs", {"question": "Quels sont vos horaires ?", "answer": "De 9 h à 19 h."})
    conversation = team.hears("Bonjour ?")
    act(team.person(), conversation, "hand-back")
    seen = shown(team, conversation)["revision"]
    team.delivers(team.webhook("Quels sont vos horaires ?"))
    drive = team.stage.drive
    drive.reader.advance()
    drive.policies.advance()
    drive.perform_due()
    head = drive.house.ledger.head()
    assert reply(team.person(), conversation, "De 9 h à 19 h, Ada.", seen).status_code == 202
    names = [fact.event.name.partition(".")[2] for fact in drive.house.ledger.page(head, 10)]
    assert names == ["MessageQueued", "MessageDiscarded", "ConversationTakenOver"], "in one save"
    team.stage.run()
    assert [one["status"] for one in team.messages(conversation["conversation_id"])[-2:]] == ["discarded", "sent"]


def test_a_snoozed_conversation_is_out_of_sight_until_its_moment(stage: Stage, team: Team) -> None:
    conversation = team.hears("Bonjour ?")
    until = soon(stage, hours=1)
    assert act(team.person(), conversation, "snooze", {"until": until}).is_success
    stage.run()
    assert listed(team.person()) == [] and listed(team.person(), snoozed=False) == []
    assert listed(team.person(), snoozed=True) == ["Ada"] and listed(team.person(), search="ada") == ["Ada"]
    stage.drive.make_due()
    stage.run()
    assert listed(team.person()) == ["Ada"] and listed(team.person(), snoozed=True) == []


def test_a_message_of_the_customer_or_a_person_wakes_it(stage: Stage, team: Team) -> None:
    conversation = team.hears("Bonjour ?")
    for wake in (
        lambda: team.hears("Vous êtes là ?"),
        lambda: act(team.person(), conversation, "unsnooze"),
        lambda: act(team.person(), conversation, "assign", {"user_id": str(team.person("agent").user_id)}),
    ):
        act(team.person(), conversation, "snooze", {"until": soon(stage, hours=1)})
        assert shown(team, conversation)["snoozed_until"] is not None
        wake()
        assert shown(team, conversation)["snoozed_until"] is None


@pytest.mark.parametrize("until", ["2020-01-01T09:00:00Z", "2999-01-01T09:00:00Z", "2027-01-01T09:00:00", "demain"])
def test_a_moment_that_is_none_is_refused(team: Team, until: str) -> None:
    answer = act(team.person(), team.hears("Bonjour ?"), "snooze", {"until": until})
    assert (answer.status_code, answer.json()["field"]) == (422, "until")


def test_a_customer_who_comes_back_finds_the_person_who_resolved_or_the_assistant(team: Team) -> None:
    conversation = team.hears("Bonjour ?")
    act(team.person(), conversation, "take-over")
    act(team.person(), conversation, "resolve")
    team.hears("Merci !")
    line = shown(team, conversation)
    assert (line["status"], line["owner"], line["user_id"]) == ("open", "person", str(team.person().user_id))
    act(team.person(), conversation, "resolve")
    act(team.person(), conversation, "close")
    team.hears("Quels sont vos tarifs ?")
    assert shown(team, conversation)["owner"] == "nobody", "the assistant had it, and asked for a person"
