"""kill -9 of each process at each named point. After the restart, what got a 200 is there once, and every answer
was sent once or is shown as uncertain.

A process is stopped at a point by a lock on what it needs next (a table, a row, the writer lock of the ledger), or by a
provider that does not answer; it is killed there, and the lock is released.
"""

import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from adapters.journal.reader import READER_LOCK
from runtime.waiting import wait_until
from tests.e2e.customers import Customer, sign_cloud
from tests.e2e.looking import count, equals_a_rebuild, nothing_due, until_caught_up
from tests.e2e.system import PATIENCE, System, until

HOURS = "Quels sont vos horaires d'ouverture ?"
WRITER = "SELECT pg_advisory_xact_lock(x'1ED6E12'::integer)"
"""What `ledger.append` begins with."""
SENT = ("sent", "delivered", "read")


def settle(system: System) -> None:
    """Wait until nothing is left to do."""
    system.until_serving()
    with system.admin() as admin:
        until(lambda: count(admin, "SELECT count(*) FROM journal.webhooks WHERE state = 'received'") == 0, 60)
        until(lambda: nothing_due(admin), 60)
    until_caught_up(system)


def insist(customer: Customer, text: str, id: str) -> None:
    """What a provider does: post again until the answer is 200."""
    body = customer.cloud_body(text, id)
    heard = []

    def accepted() -> bool:
        try:
            url = f"{customer.system.running.url}/api/webhooks/whatsapp-cloud"
            answer = httpx.post(url, content=body, headers=sign_cloud(body), timeout=5)
        except httpx.HTTPError as error:
            heard.append(repr(error))
            return False
        heard.append(answer.text)
        return answer.status_code == 200

    assert wait_until(accepted, PATIENCE, every=0.1), heard[-3:]


def live_table(system: System, name: str) -> str:
    with system.admin() as admin:
        generation = count(admin, f"SELECT generation FROM read.generations WHERE name = '{name}' AND state = 'live'")
    return f"read.{name}_{generation}"


def answered_once(system: System, ada: Customer) -> None:
    assert ada.said() == [HOURS]
    assert [one["status"] in SENT for one in ada.answers()] == [True]
    assert len(system.calls(ada.number)) == 1


def test_web_dies_before_the_webhook_is_durable(system: System) -> None:
    ada = Customer(system)
    body = ada.cloud_body(HOURS, "wamid.web-before")
    with ThreadPoolExecutor(1) as other, system.frozen("LOCK TABLE journal.webhooks IN EXCLUSIVE MODE"):
        url = f"{system.running.url}/api/webhooks/whatsapp-cloud"
        posted = other.submit(httpx.post, url, content=body, headers=sign_cloud(body), timeout=30)
        system.until_stopped_at_the_lock("INSERT INTO journal.webhooks")
        system.kill("web")
        with pytest.raises(httpx.HTTPError):
            posted.result()
    system.until_serving()
    insist(ada, HOURS, "wamid.web-before")
    settle(system)
    answered_once(system, ada)


def test_web_dies_after_the_webhook_is_durable_and_before_its_answer_is_read(system: System) -> None:
    ada = Customer(system)
    insist(ada, HOURS, "wamid.web-after")
    system.kill("web")
    system.until_serving()
    insist(ada, HOURS, "wamid.web-after")
    settle(system)
    answered_once(system, ada)


@pytest.mark.parametrize(
    ("lock", "word"),
    [
        (lambda system: WRITER, "ledger.append"),
        (lambda system: "LOCK TABLE outbox.effects IN EXCLUSIVE MODE", "outbox.effects"),
        (lambda system: f"LOCK TABLE {live_table(system, 'inbox')} IN EXCLUSIVE MODE", "inbox_"),
        (lambda system: "LOCK TABLE read.generations IN EXCLUSIVE MODE", "read.generations"),
    ],
    ids=["before the append", "before an effect is written", "while folding", "before the bookmark"],
)
def test_the_projector_dies(system: System, lock: Callable[[System], str], word: str) -> None:
    ada = Customer(system)
    with system.frozen(lock(system)):
        insist(ada, HOURS, f"wamid.{word}")
        system.until_stopped_at_the_lock(word)
        system.kill("projector")
    settle(system)
    answered_once(system, ada)


def test_the_projector_dies_after_the_append_and_before_the_journal_knows(system: System) -> None:
    ada = Customer(system)
    with system.frozen(f"SELECT pg_advisory_xact_lock({READER_LOCK})") as gate:
        insist(ada, HOURS, "wamid.after-append")
        with system.frozen("SELECT FROM journal.webhooks WHERE state = 'received' FOR UPDATE"):
            gate.rollback()
            system.until_stopped_at_the_lock("UPDATE journal.webhooks")
            system.kill("projector")
    settle(system)
    answered_once(system, ada)


def test_the_projector_dies_in_the_middle_of_a_replay(system: System) -> None:
    ada = Customer(system)
    insist(ada, HOURS, "wamid.replayed")
    settle(system)
    replayed(system)  # a reaction that came before its message is taken in at the second reading, and then no more
    waiting = "SELECT count(*) FROM journal.webhooks WHERE state = 'received' AND replay_id IS NOT NULL"
    with system.frozen(f"SELECT pg_advisory_xact_lock({READER_LOCK})") as gate, system.admin() as admin:
        ordered = ordered_again(system)
        until(lambda: count(admin, waiting) > 0)
        with system.frozen("SELECT FROM journal.webhooks WHERE state = 'received' FOR UPDATE"):
            gate.rollback()
            system.until_stopped_at_the_lock("UPDATE journal.webhooks")
            system.kill("projector")
    settle(system)
    answered_once(system, ada)
    done = outcome_of(system, ordered)
    assert (done["read"], done["failed"], done["added"]) == (done["marked"], 0, 0)


def replayed(system: System) -> None:
    """The whole journal is read again."""
    ordered = ordered_again(system)
    until(lambda: outcome_of(system, ordered)["done_at"] is not None)
    settle(system)


def ordered_again(system: System) -> str:
    answer = system.http.post("/api/supervision/webhooks/replay", json={"state": "all"})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["replay_id"])


def outcome_of(system: System, replay_id: str) -> dict[str, Any]:
    known = system.http.get("/api/supervision/replays").json()["data"]
    return next((one for one in known if one["replay_id"] == replay_id), {"done_at": None})


def test_the_worker_dies_after_the_claim_and_before_the_answer_is_a_fact(system: System) -> None:
    ada = Customer(system)
    insist(ada, HOURS, "wamid.claim")
    until(lambda: ada.said() == [HOURS])
    with system.frozen(WRITER):
        system.until_stopped_at_the_lock("ledger.append")
        system.kill("worker")
    settle(system)
    answered_once(system, ada)


def test_the_worker_dies_while_the_provider_is_called(system: System) -> None:
    ada = Customer(system)
    system.script(hang=2.5, statuses=[])
    insist(ada, HOURS, "wamid.during-call")
    until(lambda: len(system.calls(ada.number)) == 1)
    system.kill("worker")
    settle(system)
    assert ada.answers()[-1]["status"] == "uncertain"
    assert len(system.calls(ada.number)) == 1, "never sent again by itself"


def test_the_worker_dies_between_the_call_and_its_outcome_and_a_receipt_settles_it(system: System) -> None:
    ada = Customer(system)
    system.script(hang=1.0)
    insist(ada, HOURS, "wamid.after-call")
    until(lambda: len(system.calls(ada.number)) == 1)
    with system.frozen(WRITER):
        system.until_stopped_at_the_lock("ledger.append")
        system.kill("worker")
    settle(system)
    ada.until_answered(*SENT)
    assert len(system.calls(ada.number)) == 1


@pytest.mark.parametrize("name", ["valkey-server", "postgres"])
def test_a_server_dies_while_messages_come(system: System, name: str) -> None:
    customers = [Customer(system) for _ in range(20)]
    with ThreadPoolExecutor(8) as senders:
        work = [senders.submit(insist, one, HOURS, f"wamid.{name}.{one.number}") for one in customers]
        until(lambda: any(one.done() for one in work))
        system.kill(name)
        for one in work:
            one.result()
    settle(system)
    for one in customers:
        assert one.said() == [HOURS]
        assert len(system.calls(one.number)) <= 1, "never sent twice"
        assert [answer["status"] in (*SENT, "uncertain") for answer in one.answers()] == [True]


def test_everything_dies_at_once(system: System) -> None:
    customers = [Customer(system) for _ in range(10)]
    for one in customers:
        insist(one, HOURS, f"wamid.all.{one.number}")
    for name in ("worker", "projector", "web", "valkey-server", "postgres"):
        with contextlib.suppress(AssertionError):
            system.kill(name)
    settle(system)
    for one in customers:
        assert one.said() == [HOURS]
        assert len(system.calls(one.number)) <= 1
        assert len(one.answers()) == 1
    equals_a_rebuild(system)
