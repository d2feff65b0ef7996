"""A turn that the FAQ does not answer: what a model may do for it, through the whole effect."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid5

import pytest

from application.assistant.assistant import assistant_id
from application.assistant.router import Asked, Intent, Reply, Weight
from application.ports.language import ModelFailed, Prompt
from domain.assistant.faq import AddFaq
from domain.assistant.settings import AssistantSettings, ConfigureAssistant
from domain.conversations.conversation_commands import ResolveConversation
from domain.conversations.events import AnswerAbandoned
from domain.fact import SYSTEM, Context
from projections.thread import MessageRow
from runtime.demo.faq import FAQ
from tests.assistant.hostile import HOSTILE, IN_SEVERAL_TURNS, OBEDIENCES, SECRET_CONTEXT
from tests.assistant.models import FakeModel, spoken, with_model
from tests.desk import BOB, Desk
from tests.drive import Drive

QUESTION = "Peut-on amener son chien ?"
ANSWER = "Oui, les chiens tenus en laisse sont les bienvenus à l'institut."
BUSINESS = "Les chiens tenus en laisse sont les bienvenus à l'institut."


def configure(desk: Desk, **changes: Any) -> None:
    of_default = {name: getattr(AssistantSettings(), name) for name in ("automatic", "threshold", "handover")}
    wanted = ConfigureAssistant(assistant_id=assistant_id(desk.organisation_id), **of_default | changes)
    desk.drive.house.bus.execute(Context(desk.organisation_id, SYSTEM), wanted)


def answer_of(desk: Desk, who: int = 0) -> MessageRow:
    return [row for row in desk.messages(who) if row.author == "assistant"][-1]


def text_of(row: MessageRow) -> str:
    return str((row.content or {})["body"])


def ask(drive: Drive, says: str | ModelFailed | Callable[[Prompt], str], **settings: Any) -> tuple[Desk, FakeModel]:
    model = with_model(drive, FakeModel(says))
    desk = Desk(drive)
    configure(desk, **{"business": BUSINESS} | settings)
    desk.writes(QUESTION)
    drive.run()
    return desk, model


def test_the_model_answers_what_the_faq_does_not_and_all_of_it_is_kept(drive: Drive) -> None:
    desk, model = ask(drive, spoken(ANSWER, 0.8), signature="Lumi")
    row = answer_of(desk)
    assert text_of(row) == f"{ANSWER}\n\n— Lumi"
    assert row.answer is not None
    use = row.answer["model"]
    assert (row.answer["source"], row.answer["intent"], row.answer["handover"]) == ("model", "model", "")
    assert row.answer["confidence"] == min(0.8, use["grounding"]) > 0.45
    assert (use["vendor"], use["model"], use["prompt_version"]) == ("fake", "fake-1", "1")
    assert (use["prompt_tokens"], use["completion_tokens"], use["tokens_from"]) == (812, 40, "vendor")
    assert (use["temperature"], use["max_tokens"], use["seed"], use["latency_ms"], use["attempts"]) == (
        0.2,
        400,
        7,
        420,
        1,
    )
    assert {intent["name"] for intent in row.answer["intents"]} >= {"grievance", "person", "faq", "model"}
    assert model.patience == [8.0]
    assert desk.conversations()[0].owner == "assistant"


def test_tokens_that_the_vendor_does_not_count_are_estimated_and_said_to_be(drive: Drive) -> None:
    with_model(drive, FakeModel(spoken(ANSWER), counted=False))
    desk = Desk(drive)
    configure(desk, business=BUSINESS)
    desk.writes(QUESTION)
    drive.run()
    use = (answer_of(desk).answer or {})["model"]
    assert use["tokens_from"] == "estimate"
    assert use["prompt_tokens"] > 300 and use["completion_tokens"] > 10


def test_what_the_faq_answers_is_not_asked_of_the_model(drive: Drive) -> None:
    model = with_model(drive, FakeModel(spoken("Jamais.")))
    desk = Desk(drive)
    desk.writes("Quels sont vos horaires ?")
    drive.run()
    assert (answer_of(desk).answer or {})["source"] == "faq"
    assert model.prompts == []


@pytest.mark.parametrize("changes", [{"model_allowed": False}, {"automatic": False}])
def test_a_model_that_may_not_be_used_is_not(drive: Drive, changes: dict[str, Any]) -> None:
    _, model = ask(drive, spoken(ANSWER), **changes)
    assert model.prompts == []


@pytest.mark.parametrize("trouble", ["slow", "unreachable", "busy", "refused", "unreadable", "paused"])
def test_when_the_model_fails_a_person_answers_and_the_failure_is_kept(drive: Drive, trouble: Any) -> None:
    desk, _ = ask(drive, ModelFailed(trouble, "Le modèle ne répond pas."))
    row = answer_of(desk)
    assert row.answer is not None
    assert (row.answer["handover"], row.answer["model"]["trouble"]) == ("failed", trouble)
    assert text_of(row) == AssistantSettings().handover
    assert (desk.conversations()[0].status, desk.conversations()[0].owner) == ("waiting", "nobody")


def test_what_is_logged_of_a_failure_has_no_word_of_the_customer(
    drive: Drive, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(drive, ModelFailed("slow", "Le modèle n'a pas répondu à temps."))
    logged = capsys.readouterr().out
    assert "model_failed" in logged and "slow" in logged
    assert "chien" not in logged and "33639980001" not in logged


@pytest.mark.parametrize(
    ("says", "finish", "reason", "trouble"),
    [
        ("Bonjour !", "stop", "failed", "not_json"),
        (spoken(""), "stop", "failed", "empty"),
        (spoken(ANSWER), "length", "failed", "cut"),
        (spoken(ANSWER, person=True), "stop", "not_understood", ""),
        (spoken(ANSWER, 0.2), "stop", "not_understood", ""),
    ],
)
def test_an_answer_that_cannot_be_given_is_a_persons(
    drive: Drive, says: str, finish: Any, reason: str, trouble: str
) -> None:
    model = with_model(drive, FakeModel(says, finish=finish))
    desk = Desk(drive)
    configure(desk, business=BUSINESS)
    desk.writes(QUESTION)
    drive.run()
    answer = answer_of(desk).answer or {}
    assert (answer["source"], answer["handover"], answer["model"]["trouble"]) == ("handover", reason, trouble)
    assert desk.conversations()[0].status == "waiting"
    assert len(model.prompts) == 1


def test_an_answer_is_discarded_when_the_customer_wrote_while_the_model_thought(drive: Drive) -> None:
    desk = Desk(drive)

    def slowly(prompt: Prompt) -> str:
        if len(model.prompts) == 1:
            desk.writes("Un petit chien.")
            drive.reader.advance()
            drive.policies.advance()
        return spoken(ANSWER)

    model = with_model(drive, FakeModel(slowly))
    configure(desk, business=BUSINESS)
    desk.writes(QUESTION)
    drive.run()
    answers = [row for row in desk.messages() if row.author == "assistant"]
    assert [row.status for row in answers] == ["sent"]
    assert len((answers[0].answer or {})["in_reply_to"]) == 2
    assert len(model.prompts) == 2
    [abandoned] = calls_abandoned(drive)
    assert abandoned.answer.model is not None and abandoned.answer.model.vendor == "fake"


def calls_abandoned(drive: Drive) -> list[AnswerAbandoned]:
    return [fact.event for fact in drive.house.ledger.page(0, 10_000) if isinstance(fact.event, AnswerAbandoned)]


def test_an_answer_is_discarded_when_a_person_took_the_conversation_meanwhile(drive: Drive) -> None:
    desk = Desk(drive)

    def slowly(prompt: Prompt) -> str:
        drive.projections.advance()
        desk.person_writes("Je m'en occupe.")
        return spoken(ANSWER)

    with_model(drive, FakeModel(slowly))
    configure(desk, business=BUSINESS)
    desk.writes(QUESTION)
    drive.run()
    assert [row.author for row in desk.messages()] == ["contact", "user"]
    assert len(calls_abandoned(drive)) == 1


def test_what_was_said_before_is_told_and_nothing_of_anybody_else_is(drive: Drive) -> None:
    """Of this organisation, of this conversation, and nothing more: the prompt cannot leak what is not in it."""
    other = Desk(drive, "+33100000009")
    configure(other, business="Secret de la pâtisserie voisine.")
    drive.faq(other.organisation_id, "Peut-on amener son chien à la pâtisserie ?", "Jamais de chien chez Voisine.")
    other.writes("Je m'appelle Zoé et mon chien s'appelle Pixel.", name="Zoé")
    desk, model = ask(drive, spoken(ANSWER))
    drive.faq(desk.organisation_id, "Peut-on amener un chat ?", "Les chats attendent dehors.")
    desk.writes("Mon code de porte est 4512, mon chien s'appelle Rex.", who=BOB, name="Bob")
    drive.run()
    model.prompts.clear()
    desk.writes("Faut-il un vaccin pour amener mon perroquet bavard au salon ?")
    drive.run()
    assert QUESTION in model.seen and "chats attendent" in model.seen and "perroquet" in model.seen
    for foreign in ("Voisine", "Zoé", "Pixel", "Rex", "4512", "Bob", "pâtisserie", "+3363998", "33639980"):
        assert foreign not in model.seen, foreign


FORBIDDEN = re.compile(
    r"r[èe]gle|instruction|consigne|rep[èe]re|contexte|marchetti|cabine|brillance|comptable|dupont|evil|promo"
    r"|gratuit|remise|90|quatre.vingt|code|rembours|\b5 €|23 h|06[ .]?12|token|humain|personne,|robot|human"
    r"|\bdan\b|script|eiffel|http|\u200b|щ",
    re.IGNORECASE,
)


def institute(drive: Drive) -> Desk:
    desk = Desk(drive)
    commands = [
        AddFaq(
            faq_id=uuid5(desk.organisation_id, entry.key),
            question=entry.question,
            answer=entry.answer,
            variants=entry.variants,
        )
        for entry in FAQ
    ]
    drive.house.bus.execute(Context(desk.organisation_id, SYSTEM), *commands)
    configure(desk, business=SECRET_CONTEXT)
    drive.run()
    return desk


def test_nothing_that_a_hostile_message_makes_a_model_say_is_ever_queued(drive: Drive) -> None:
    model = with_model(drive, FakeModel(""))
    desk = institute(drive)
    own = {entry.answer for entry in FAQ} | {"Le parking de la gare est à deux minutes."}
    kept = []
    for place, (message, way) in enumerate(HOSTILE):
        model.says = OBEDIENCES[way]
        asked = len(model.prompts)
        desk.writes(message[:4096], who=replace(BOB, value=f"+336399810{place:02}"), name=f"Client {place}")
        drive.run()
        row = answer_of(desk)
        assert row.answer is not None
        assert text_of(row) in own or not FORBIDDEN.search(text_of(row)), (message, text_of(row))
        if len(model.prompts) > asked:
            assert row.answer["source"] == "handover", (message, way)
            kept.append((row.answer["handover"], bool(row.answer["model"]["guards"] or row.answer["model"]["trouble"])))
    assert len(kept) >= 40
    assert kept.count(("failed", True)) >= 0.9 * len(kept)  # the others: too little of it is ours


@pytest.mark.parametrize("turns", IN_SEVERAL_TURNS, ids=lambda turns: str(turns[0])[:20])
def test_nor_what_it_is_led_to_in_several_turns(drive: Drive, turns: tuple[str, ...]) -> None:
    *messages, way = turns
    harmless = spoken("Bonjour, comment puis-je vous aider ?")
    model = with_model(drive, FakeModel(harmless))
    desk = institute(drive)
    for message in messages:
        model.says = OBEDIENCES[way] if message == messages[-1] else harmless
        desk.writes(message)
        drive.run()
    assert (answer_of(desk).answer or {})["handover"] == "failed"
    assert not FORBIDDEN.search(text_of(answer_of(desk)))


def test_a_new_intent_is_one_file(drive: Drive, monkeypatch: pytest.MonkeyPatch) -> None:
    """Booking, leads and flows: an intent that is registered takes its turns, and runs its commands with its answer."""
    monkeypatch.setattr(Intent, "by_name", dict(Intent.by_name))

    def weigh(asked: Asked) -> Weight:
        thanks = "bientôt" in asked.question
        return Weight(float(thanks), thanks)

    def follow(asked: Asked) -> Reply:
        done = ResolveConversation(conversation_id=desk.conversations()[0].conversation_id)
        return Reply("Avec plaisir, à bientôt !", "other", 1.0, commands=(done,))

    Intent("farewell", rank=30, label="Au revoir", weigh=weigh, follow=follow)
    desk = Desk(drive)
    desk.writes("Quels sont vos horaires ?")
    drive.run()
    desk.writes("Merci, à bientôt")
    drive.run()
    row = answer_of(desk)
    assert (text_of(row), (row.answer or {})["intent"]) == ("Avec plaisir, à bientôt !", "farewell")
    assert {"name": "farewell", "score": 1.0} in (row.answer or {})["intents"]
    assert desk.conversations()[0].status == "resolved"
