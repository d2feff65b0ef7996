"""The FAQ and the settings of the assistant."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.api.stage import Response, Stage, Team

HOURS = {"question": "Quels sont vos horaires ?", "answer": "De 9 h à 18 h.", "variants": ["Vous ouvrez quand ?"]}
SETTINGS: dict[str, Any] = {
    "automatic": False,
    "threshold": 0.7,
    "handover": "Un instant, je vous passe quelqu'un.",
    "business": "Institut de beauté à Lyon.",
    "tone": "concise",
    "manner": "Vouvoiement.",
    "hours": [
        {"day": "monday", "opens": "09:00", "closes": "12:00"},
        {"day": "friday", "opens": "20:00", "closes": "02:00"},
    ],
    "away": "Nous sommes fermés.",
    "model_allowed": False,
    "signature": "Lumi",
}


def add(team: Team, key: str | None = None, role: Any = "admin", **changes: Any) -> Response:
    headers = {"idempotency_key": key} if key else {}
    return team.person(role).post("/api/faqs", HOURS | changes, **headers)


def facts(team: Team, faq_id: str) -> list[str]:
    stream = (team.organisation_id, UUID(faq_id))
    return [fact.event.name for fact in team.stage.drive.house.ledger.load([stream])[stream]]


def test_an_answer_that_is_added_is_shown_and_given(stage: Stage, team: Team) -> None:
    added = add(team)
    assert added.status_code == 201
    stage.run()
    shown = team.person().get(f"/api/faqs/{added.json()['faq_id']}").json()
    assert {name: shown[name] for name in HOURS} == HOURS
    assert [faq["question"] for faq in team.person().get("/api/faqs").json()["data"]] == [HOURS["question"]]
    conversation = team.hears("Bonjour, quels sont vos horaires ?")
    assert team.messages(conversation["conversation_id"])[-1]["content"]["body"] == "De 9 h à 18 h."


def test_an_addition_tried_again_adds_nothing(team: Team) -> None:
    first, again = add(team, key="k1"), add(team, key="k1")
    assert first.json() == again.json()
    assert facts(team, first.json()["faq_id"]) == ["assistant.FaqAdded"]


def test_a_change_is_a_fact_and_no_change_is_silence(stage: Stage, team: Team) -> None:
    faq_id = add(team).json()["faq_id"]
    changed = team.person().put(f"/api/faqs/{faq_id}", HOURS | {"answer": "Du mardi au samedi."})
    assert changed.status_code == 200
    assert team.person().put(f"/api/faqs/{faq_id}", HOURS | {"answer": "Du mardi au samedi."}).json() == changed.json()
    assert facts(team, faq_id) == ["assistant.FaqAdded", "assistant.FaqChanged"]
    stage.run()
    shown = team.person().get(f"/api/faqs/{faq_id}").json()
    assert (shown["answer"], shown["revision"]) == ("Du mardi au samedi.", 2)


def test_what_is_removed_is_gone(stage: Stage, team: Team) -> None:
    faq_id = add(team).json()["faq_id"]
    removed = team.person().delete(f"/api/faqs/{faq_id}")
    assert removed.status_code == 200
    assert team.person().delete(f"/api/faqs/{faq_id}").json() == removed.json()
    stage.run()
    assert team.person().get(f"/api/faqs/{faq_id}").json()["code"] == "FAQ_UNKNOWN"
    assert team.person().put(f"/api/faqs/{faq_id}", HOURS).status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"question": " "}, "question"),
        ({"answer": ""}, "answer"),
        ({"question": "x" * 301}, "question"),
        ({"variants": ["x"] * 21}, "variants"),
        ({"variants": ["a\x00b"]}, "variants"),
    ],
)
def test_an_answer_that_makes_no_sense_is_refused(team: Team, changes: dict[str, Any], field: str) -> None:
    answer = add(team, **changes)
    assert (answer.status_code, answer.json()["field"]) == (422, field)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a_question_that_is_not_there_is_unknown(team: Team, method: str) -> None:
    answer = team.person().request(method, f"/api/faqs/{uuid4()}", json=HOURS if method == "PUT" else None)
    assert (answer.status_code, answer.json()["code"]) == (404, "FAQ_UNKNOWN")


def test_a_question_can_be_tried(stage: Stage, team: Team) -> None:
    add(team)
    add(team, question="Où se garer ?", answer="Place de la gare.", variants=[])
    stage.run()
    found = team.person().get("/api/faqs/search", question="vous ouvrez à quelle heure").json()["data"]
    assert found[0]["question"] == HOURS["question"]
    assert 0 < found[0]["score"] <= 1
    assert found == sorted(found, key=lambda match: -match["score"])


def test_the_assistant_is_set_all_at_once(team: Team) -> None:
    assert team.person("viewer").get("/api/assistant").json()["automatic"] is True
    done = team.person().put("/api/assistant", SETTINGS)
    assert done.status_code == 200
    assert team.person().get("/api/assistant").json() == SETTINGS
    assert team.person().put("/api/assistant", SETTINGS).json() == done.json()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"threshold": 1.5}, "threshold"),
        ({"handover": " "}, "handover"),
        ({"automatic": "perhaps"}, "automatic"),
        ({"business": "x" * 4001}, "business"),
        ({"tone": "rude"}, "tone"),
        ({"hours": [{"day": "monday", "opens": "25:00", "closes": "12:00"}]}, "hours"),
        ({"hours": SETTINGS["hours"] + SETTINGS["hours"]}, "hours"),
        ({"signature": "x" * 61}, "signature"),
    ],
)
def test_settings_that_make_no_sense_are_refused(team: Team, changes: dict[str, Any], field: str) -> None:
    answer = team.person().put("/api/assistant", SETTINGS | changes)
    assert (answer.status_code, answer.json()["field"]) == (422, field)


@pytest.mark.parametrize("missing", sorted(SETTINGS))
def test_settings_that_are_not_all_there_are_refused_and_nothing_changes(team: Team, missing: str) -> None:
    team.person().put("/api/assistant", SETTINGS)
    partial = {name: value for name, value in SETTINGS.items() if name != missing} | {"handover": "Autre."}
    partial.pop(missing, None)
    answer = team.person().put("/api/assistant", partial)
    assert (answer.status_code, answer.json()["field"]) == (422, missing)
    assert answer.json()["detail"] == "Ce champ est obligatoire."
    assert team.person().get("/api/assistant").json() == SETTINGS


def test_a_threshold_that_is_no_number_is_refused(team: Team) -> None:
    body = json.dumps(SETTINGS | {"threshold": float("nan")}).encode()
    answer = team.person().request("PUT", "/api/assistant", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["field"]) == (422, "threshold")


def test_a_viewer_teaches_nothing(team: Team) -> None:
    assert add(team, role="viewer").status_code == 403
    assert team.person("viewer").put("/api/assistant", SETTINGS).status_code == 403


def test_halves_of_characters_are_refused(team: Team) -> None:
    body = json.dumps(HOURS | {"variants": ["\ud83d"]}).encode()
    answer = team.person().request("POST", "/api/faqs", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["field"]) == (422, "variants")
