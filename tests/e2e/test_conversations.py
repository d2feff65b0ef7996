"""From the webhook to the answer and its receipts, through real processes."""

import os
import time
from pathlib import Path

import pytest

from tests.e2e.customers import Customer, post_cloud
from tests.e2e.looking import count, equals_a_rebuild, nothing_due, until_caught_up
from tests.e2e.system import System, at_once, until

HOURS = "Quels sont vos horaires d'ouverture ?"


@pytest.mark.parametrize("by", ["writes", "writes_by_twilio"])
def test_a_customer_is_answered_and_the_answer_is_read(system: System, by: str) -> None:
    ada = Customer(system)
    assert getattr(ada, by)(HOURS).status_code == 200
    answer = ada.until_answered("read")
    assert answer["author"] == "assistant"
    assert [call["to"].removeprefix("whatsapp:").removeprefix("+") for call in system.calls(ada.number)] == [ada.number]


def test_the_answer_leaves_within_a_second_after_the_turn_closes(system: System) -> None:
    waits = []
    for _ in range(5):
        ada = Customer(system)
        ada.writes(HOURS)
        began = time.monotonic()
        until(lambda ada=ada: bool(system.calls(ada.number)), 30)
        waits.append(time.monotonic() - began)
    assert sorted(waits)[2] < 1.5, waits  # the turn closes half a second after the message


def test_a_webhook_delivered_twice_at_once_is_one_message(system: System) -> None:
    ada = Customer(system)
    body = ada.cloud_body("Bonjour", "wamid.twice")
    answers = at_once([lambda: post_cloud(system, body)] * 10)
    assert {answer.status_code for answer in answers} == {200}
    ada.until_answered("sent", "delivered", "read")
    assert ada.said() == ["Bonjour"]


def test_a_hundred_messages_in_a_row_are_all_there(system: System) -> None:
    ada = Customer(system)
    said = [f"message {number}" for number in range(100)]
    codes = {ada.writes(text).status_code for text in said}
    assert codes == {200}
    until(lambda: len(ada.said()) == 100)
    assert sorted(ada.said()) == sorted(said)


def test_a_thousand_messages_of_two_hundred_numbers_at_once_do_not_mix(system: System) -> None:
    customers = [Customer(system) for _ in range(200)]
    said = {one.number: [f"{one.number} dit {turn}" for turn in range(5)] for one in customers}
    work = [
        lambda one=one, turn=turn: one.writes(said[one.number][turn]).status_code
        for turn in range(5)
        for one in customers
    ]
    assert set(at_once(work)) == {200}
    with system.admin() as admin:
        until(lambda: count(admin, "SELECT count(*) FROM journal.webhooks WHERE state = 'received'") == 0, 60)
    until_caught_up(system)
    for one in customers[::10]:
        assert sorted(one.said()) == sorted(said[one.number])
        assert len(one.conversations()) == 1
    with system.admin() as admin:
        assert count(admin, "SELECT count(*) FROM journal.webhooks WHERE state = 'failed'") == 0
        mixed = count(
            admin,
            "SELECT count(*) FROM read.thread t JOIN read.inbox i USING (organisation_id, conversation_id)"
            " WHERE t.content->>'body' LIKE '% dit %'"
            " AND split_part(t.content->>'body', ' ', 1) <> ltrim(i.address, '+')",
        )
        there = count(admin, "SELECT count(*) FROM read.thread WHERE content->>'body' LIKE '% dit %'")
    assert (mixed, there) == (0, 1000)


def test_a_person_answers_and_the_assistant_stays_silent(system: System) -> None:
    ada = Customer(system)
    ada.writes(HOURS)
    ada.until_answered("read")
    [conversation] = ada.conversations()
    path = f"/api/conversations/{conversation['conversation_id']}/messages"
    for _ in range(2):  # a double click
        sent = system.http.post(path, json={"text": "Je m'en occupe."}, headers={"Idempotency-Key": "un"})
        assert sent.status_code in (200, 202), sent.text
    until(lambda: [one["author"] for one in ada.answers()] == ["assistant", "user"])
    ada.until_answered("read")
    ada.writes(HOURS)
    until(lambda: len(ada.said()) == 2)
    with system.admin() as admin:
        until(lambda: nothing_due(admin), 60)
    assert len(system.calls(ada.number)) == 2


@pytest.mark.parametrize("provider", ["meta", "twilio"])
def test_the_bodies_that_providers_publish_come_in(system: System, provider: str) -> None:
    folder = contracts() / provider / "webhooks"
    if not folder.is_dir():
        pytest.skip("the recorded webhooks of the providers are not beside the project")
    from tests.e2e.published import publish

    published = publish(system, folder, provider)
    assert published, "nothing was published"
    until_caught_up(system)
    with system.admin() as admin:
        until(lambda: count(admin, "SELECT count(*) FROM journal.webhooks WHERE state = 'received'") == 0)
        assert count(admin, "SELECT count(*) FROM journal.webhooks WHERE state = 'failed'") == 0
    until_caught_up(system)
    for customer, expected in published:
        assert len([one for one in customer.messages() if one["author"] == "contact"]) == expected, customer.number


def contracts() -> Path:
    return Path(os.environ.get("PALABRE_CONTRACTS", Path(__file__).parents[3] / "shared" / "contracts"))


def test_the_read_models_equal_a_rebuild_from_zero(system: System) -> None:
    ada = Customer(system)
    ada.writes(HOURS)
    ada.until_answered("read")
    equals_a_rebuild(system)
