"""Clients: who they are, their history, and forgetting them."""

from itertools import pairwise
from typing import Any

import pytest

from tests.api.stage import Response, Stage, Team


def erase(team: Team, contact_id: str, word: str = "SUPPRIMER", role: Any = "admin") -> Response:
    return team.person(role).post(f"/api/contacts/{contact_id}/erase", {"confirm": word})


def timeline(team: Team, contact_id: str, **params: Any) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = team.person().get(f"/api/contacts/{contact_id}/timeline", **params).json()["data"]
    return lines


def test_a_client_has_a_name_and_identifiers(team: Team) -> None:
    contact_id = team.hears("Bonjour ?", name="Ada Lovelace")["contact_id"]
    shown = team.person().get(f"/api/contacts/{contact_id}").json()
    assert (shown["name"], shown["erased"]) == ("Ada Lovelace", False)
    assert shown["identifiers"] == [{"kind": "phone", "value": "+33639980001"}]


def test_the_history_tells_what_was_said_and_done(team: Team) -> None:
    contact_id = team.hears("Vous fermez quand ?")["contact_id"]
    lines = timeline(team, contact_id)
    assert "Message du client" in [line["sentence"] for line in lines]
    assert "Vous fermez quand ?" in [line["detail"] for line in lines]
    assert all(earlier["at"] <= later["at"] for later, earlier in pairwise(lines))


def test_the_history_can_be_filtered_by_kind(team: Team) -> None:
    contact_id = team.hears("Bonjour ?")["contact_id"]
    assert {line["name"].split(".")[0] for line in timeline(team, contact_id, kinds="contacts")} == {"contacts"}
    named = timeline(team, contact_id, kinds=["contacts.ContactNamed", "conversations.ConversationStarted"])
    assert {line["name"] for line in named} == {"contacts.ContactNamed", "conversations.ConversationStarted"}


def test_the_history_is_read_page_by_page(team: Team) -> None:
    contact_id = team.hears("Bonjour ?")["contact_id"]
    whole = timeline(team, contact_id)
    read: list[dict[str, Any]] = []
    cursor = None
    while len(read) < len(whole):
        page = team.person().get(f"/api/contacts/{contact_id}/timeline", limit=2, cursor=cursor).json()
        read, cursor = read + page["data"], page["next_cursor"]
    assert cursor is None
    assert read == whole


def test_forgetting_takes_the_word_and_is_for_good(stage: Stage, team: Team) -> None:
    conversation = team.hears("Je m'appelle Ada", name="Ada Lovelace")
    contact_id = conversation["contact_id"]
    wrong = erase(team, contact_id, "supprimer")
    assert (wrong.status_code, wrong.json()["field"]) == (422, "confirm")
    done = erase(team, contact_id)
    assert done.status_code == 200
    stage.run()
    shown = team.person().get(f"/api/contacts/{contact_id}").json()
    assert (shown["name"], shown["identifiers"], shown["erased"]) == ("", [], True)
    assert {message["content"] for message in team.messages(conversation["conversation_id"])} == {None}
    assert "donnée effacée" in [line["detail"] for line in timeline(team, contact_id)]


def test_forgetting_twice_adds_nothing(team: Team) -> None:
    contact_id = team.hears("Bonjour ?")["contact_id"]
    erase(team, contact_id)
    before = team.stage.drive.house.ledger.head()
    assert erase(team, contact_id).status_code == 200
    assert team.stage.drive.house.ledger.head() == before


def test_the_same_phone_is_a_new_person_afterwards(stage: Stage, team: Team) -> None:
    before = team.hears("Bonjour ?")
    erase(team, before["contact_id"])
    stage.run()
    after = team.hears("C'est encore moi")
    assert after["contact_id"] != before["contact_id"]
    assert after["conversation_id"] != before["conversation_id"]


def test_nobody_is_forgotten_who_is_not_known(team: Team) -> None:
    answer = erase(team, str(team.channel_id))
    assert (answer.status_code, answer.json()["code"]) == (404, "CONTACT_UNKNOWN")


def test_a_viewer_forgets_nobody(team: Team) -> None:
    assert erase(team, team.hears("Bonjour ?")["contact_id"], role="viewer").status_code == 403


@pytest.mark.parametrize("path", ["/api/contacts/{id}", "/api/contacts/{id}/timeline"])
def test_a_client_who_is_not_known_is_not_shown(team: Team, path: str) -> None:
    answer = team.person().get(path.format(id=team.channel_id))
    assert (answer.status_code, answer.json()["code"]) == (404, "CONTACT_UNKNOWN")


def withdraw(team: Team, contact_id: str, reason: str = "Demandé au téléphone.", role: Any = "admin") -> Response:
    return team.person(role).post(f"/api/contacts/{contact_id}/withdraw-consent", {"reason": reason})


def test_consent_is_shown_with_its_word_and_since_when(team: Team) -> None:
    contact_id = team.hears("Bonjour ?")["contact_id"]
    before = team.person().get(f"/api/contacts/{contact_id}").json()
    assert (before["consent"], before["consent_by"], before["consent_word"]) == ("given", "first_contact", "")
    team.hears("stop svp")
    after = team.person().get(f"/api/contacts/{contact_id}").json()
    assert (after["consent"], after["consent_by"], after["consent_word"]) == ("withdrawn", "word", "STOP")
    assert after["consent_at"] > before["consent_at"]
    assert "Ne veut plus recevoir nos messages" in [line["sentence"] for line in timeline(team, contact_id)]


def test_a_person_withdraws_consent_in_the_customers_name_and_says_why(stage: Stage, team: Team) -> None:
    contact_id = team.hears("Bonjour ?")["contact_id"]
    assert withdraw(team, contact_id).status_code == 200
    stage.run()
    head = stage.drive.house.ledger.head()
    assert withdraw(team, contact_id, "Une autre fois.").status_code == 200
    assert stage.drive.house.ledger.head() == head
    shown = team.person().get(f"/api/contacts/{contact_id}").json()
    assert (shown["consent"], shown["consent_by"]) == ("withdrawn", "person")


def test_consent_is_not_withdrawn_without_a_reason_nor_by_a_viewer(team: Team) -> None:
    contact_id = team.hears("Bonjour ?")["contact_id"]
    assert withdraw(team, contact_id, "  ").json()["code"] == "REASON_INVALID"
    assert withdraw(team, contact_id, role="viewer").status_code == 403


def test_the_list_shows_who_does_not_want_messages_page_by_page(team: Team) -> None:
    for number in range(5):
        team.hears("stop" if number % 2 else "Bonjour ?", phone=f"+3363998000{number}")
    whole = team.person().get("/api/contacts").json()["data"]
    stopped = team.person().get("/api/contacts", consent="withdrawn").json()["data"]
    assert (len(whole), len(stopped), {one["consent"] for one in stopped}) == (5, 2, {"withdrawn"})
    read: list[dict[str, Any]] = []
    cursor = None
    while len(read) < len(whole):
        page = team.person().get("/api/contacts", limit=2, cursor=cursor).json()
        read, cursor = read + page["data"], page["next_cursor"]
    assert (read, cursor) == (whole, None)
    assert team.person().get("/api/contacts", consent="perhaps").status_code == 422


def test_who_was_forgotten_is_not_in_the_list(stage: Stage, team: Team) -> None:
    erase(team, team.hears("Bonjour ?")["contact_id"])
    stage.run()
    assert team.person().get("/api/contacts").json()["data"] == []
