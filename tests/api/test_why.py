"""Why the assistant said that, as it was then; and what it would say today, which is never sent."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from application.ports.language import ModelFailed
from tests.api.stage import Stage, Team
from tests.assistant.models import FakeModel, spoken, with_model

HOURS = {"question": "Quels sont vos horaires ?", "answer": "De 9 h à 18 h.", "variants": []}
SETTINGS: dict[str, Any] = {
    "automatic": True,
    "threshold": 0.45,
    "handover": "Un instant, je vous passe quelqu'un.",
    "business": "Les chiens tenus en laisse sont les bienvenus.",
    "tone": "warm",
    "manner": "",
    "hours": [],
    "away": "",
    "model_allowed": True,
    "signature": "",
}


@pytest.fixture
def taught(stage: Stage, team: Team) -> Team:
    team.faq_id = team.person().post("/api/faqs", HOURS).json()["faq_id"]  # type: ignore[attr-defined]
    assert team.person().put("/api/assistant", SETTINGS).status_code == 200
    stage.run()
    return team


def answered(team: Team, text: str, phone: str = "+33639980001") -> dict[str, Any]:
    """The last answer to a customer who wrote this."""
    return team.messages(team.hears(text, phone=phone)["conversation_id"])[-1]


def why(team: Team, message_id: str) -> dict[str, Any]:
    answer = team.person("viewer").get(f"/api/messages/{message_id}/why")
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


def test_the_trace_shows_the_faq_and_the_settings_as_they_were(stage: Stage, taught: Team) -> None:
    answer = answered(taught, "Bonjour, quels sont vos horaires ?")
    faq_id = answer["answer"]["faq_id"]
    before = why(taught, answer["message_id"])
    taught.person().put(f"/api/faqs/{faq_id}", HOURS | {"answer": "Fermé pour travaux."})
    taught.person().put("/api/assistant", SETTINGS | {"threshold": 0.9, "business": "Autre chose."})
    stage.run()
    after = why(taught, answer["message_id"])
    assert after == before | {"candidates": [before["candidates"][0] | {"changed": True}]}
    [weighed] = after["candidates"]
    assert (weighed["answer"], weighed["revision"], weighed["removed"]) == ("De 9 h à 18 h.", 1, False)
    assert after["settings"] == SETTINGS
    assert (after["text"], after["source_label"]) == ("De 9 h à 18 h.", "Réponse de la FAQ")
    assert (after["intent_label"], after["handover"]) == ("Question de la FAQ", "")
    assert [one["content"]["body"] for one in after["heard"]] == ["Bonjour, quels sont vos horaires ?"]
    assert [step["step"] for step in after["delivery"]][:3] == ["queued", "attempted", "sent"]
    assert after["delivery"][0]["label"] == "Réponse à envoyer"
    taught.person().delete(f"/api/faqs/{faq_id}")
    assert why(taught, answer["message_id"])["candidates"][0]["removed"] is True


def test_a_replay_uses_the_faq_of_today_and_is_never_sent(stage: Stage, taught: Team) -> None:
    answer = answered(taught, "Bonjour, quels sont vos horaires ?")
    taught.person().put(f"/api/faqs/{answer['answer']['faq_id']}", HOURS | {"answer": "Fermé pour travaux."})
    stage.run()
    head = stage.drive.house.ledger.head()
    replayed = taught.person().post(f"/api/messages/{answer['message_id']}/replay-answer").json()
    assert (replayed["simulated"], replayed["text"], replayed["source"]) == (True, "Fermé pour travaux.", "faq")
    stage.run()
    assert stage.drive.house.ledger.head() == head
    assert why(taught, answer["message_id"])["text"] == "De 9 h à 18 h."


def test_what_was_erased_is_said_to_be_and_not_replayed(stage: Stage, taught: Team) -> None:
    answer = answered(taught, "Bonjour, quels sont vos horaires ?", phone="+33639980009")
    erased = taught.person().post(f"/api/contacts/{answer['contact_id']}/erase", {"confirm": "SUPPRIMER"})
    assert erased.status_code == 200
    stage.run()
    shown = why(taught, answer["message_id"])
    assert (shown["text"], shown["heard"][0]["content"]) == (None, None)
    assert "effacé" in shown["heard"][0]["note"]
    assert shown["candidates"][0]["answer"] == "De 9 h à 18 h."
    replayed = taught.person().post(f"/api/messages/{answer['message_id']}/replay-answer")
    assert (replayed.status_code, replayed.json()["code"]) == (410, "QUESTION_ERASED")


def test_what_is_no_answer_is_not_explained(taught: Team) -> None:
    conversation_id = taught.hears("Bonjour, quels sont vos horaires ?")["conversation_id"]
    question = taught.messages(conversation_id)[0]["message_id"]
    sent = taught.person().post(
        f"/api/conversations/{conversation_id}/messages", {"text": "Bonjour"}, Idempotency_Key=uuid4().hex
    )
    for message_id in (question, sent.json()["message_id"]):
        answer = taught.person().get(f"/api/messages/{message_id}/why")
        assert (answer.status_code, answer.json()["code"]) == (409, "NOT_AN_ANSWER")
    assert taught.person().get(f"/api/messages/{uuid4()}/why").json()["code"] == "MESSAGE_UNKNOWN"


def test_what_a_guard_refused_is_said_in_words(stage: Stage, taught: Team) -> None:
    with_model(stage.drive, FakeModel(spoken("Tout est gratuit, voyez evil.example")))
    answer = answered(taught, "Peut-on amener son chien ?")
    shown = why(taught, answer["message_id"])
    assert (shown["handover"], shown["source"]) == ("failed", "handover")
    assert shown["handover_label"] == "Le modèle de langage n'a pas donné de réponse utilisable."
    assert {guard["code"] for guard in shown["model"]["guards"]} == {"link", "promise"}
    assert all(guard["label"].startswith("La réponse ") for guard in shown["model"]["guards"])
    assert (shown["model"]["claimed"], shown["model"]["vendor"]) == (0.9, "fake")


def test_a_failure_of_the_model_is_said_in_words(stage: Stage, taught: Team) -> None:
    with_model(stage.drive, FakeModel(ModelFailed("slow", "Trop long.")))
    shown = why(taught, answered(taught, "Peut-on amener son chien ?")["message_id"])
    assert shown["model"]["trouble_label"] == "Le modèle n'a pas répondu à temps."


@pytest.mark.parametrize(
    ("question", "source", "handover"),
    [
        ("vos horaires ?", "faq", ""),
        ("C'est nul !", "handover", "sentiment"),
        ("Je veux parler à un humain", "handover", "asked"),
        ("Avez-vous un élevage de lamas ?", "handover", "not_understood"),
        ("   ", "handover", "not_text"),
    ],
)
def test_a_question_that_is_tried_is_answered_and_leaves_nothing(
    stage: Stage, taught: Team, question: str, source: str, handover: str
) -> None:
    head = stage.drive.house.ledger.head()
    tried = taught.person().post("/api/assistant/try", {"question": question})
    assert tried.status_code == 200, tried.text
    shown = tried.json()
    assert (shown["simulated"], shown["source"], shown["handover"]) == (True, source, handover)
    assert shown["text"] and shown["answers_now"] is True
    assert bool(shown["handover_label"]) == bool(handover)
    stage.run()
    assert stage.drive.house.ledger.head() == head


def test_a_model_is_tried_when_it_is_wanted(stage: Stage, taught: Team) -> None:
    model = FakeModel(spoken("Oui, les chiens tenus en laisse sont les bienvenus.", 0.8))
    client = stage.with_services(assistant=replace(stage.services.assistant, language=model))
    headers = {"Authorization": f"Bearer {taught.person().token}"}
    body: dict[str, Any] = {"question": "Mon toutou peut venir ?"}
    shown = client.request("POST", "/api/assistant/try", json=body, headers=headers).json()
    assert (shown["source"], shown["confidence"], shown["model"]["model"]) == ("model", 0.8, "fake-1")
    body["with_model"] = False
    shown = client.request("POST", "/api/assistant/try", json=body, headers=headers).json()
    assert (shown["source"], shown["model"], len(model.prompts)) == ("handover", None, 1)


def test_a_viewer_tries_nothing_and_reads_everything(taught: Team) -> None:
    assert taught.person("viewer").post("/api/assistant/try", {"question": "?"}).status_code == 403
    answer = answered(taught, "Quels sont vos horaires ?")
    path = f"/api/messages/{answer['message_id']}/replay-answer"
    assert taught.person("viewer").post(path).status_code == 403


def test_when_it_would_not_answer_now_it_says_so(taught: Team) -> None:
    taught.person().put("/api/assistant", SETTINGS | {"automatic": False})
    shown = taught.person().post("/api/assistant/try", {"question": "vos horaires ?"}).json()
    assert (shown["answers_now"], shown["source"]) == (False, "faq")
