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
