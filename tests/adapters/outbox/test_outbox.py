"""The outbox: written once, claimed by one, tried again after a crash, parked in the end."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from dramatiq.brokers.redis import RedisBroker
from redis.exceptions import RedisError

from adapters.outbox import performer as performing
from adapters.outbox import store
from adapters.outbox.broker import EFFECTS, make_broker
from adapters.outbox.performer import Performer
from adapters.outbox.store import Written
from adapters.outbox.sweeper import Sweeper
from application.effect import Done, Handler, Job, Later, Result, Services
from application.policy import Effect
from runtime.composition import House

ORG = UUID(int=101)
LEASE_OVER = "UPDATE outbox.effects SET claimed_until = clock_timestamp() - interval '1 s'"


@pytest.fixture
def broker(house: House) -> Iterator[RedisBroker]:
    broker = make_broker(house.settings.redis_url)
    yield broker
    broker.close()


def write(house: House, key: str = "k", due_in: timedelta = timedelta()) -> UUID:
    with house.pool.connection() as connection:
        store.write(connection, [Written(ORG, Effect("test", key, {"message_id": str(ORG)}, due_in), 1)])
        row = connection.execute("SELECT id FROM outbox.effects WHERE key = %s", [key]).fetchone()
    assert row is not None
    effect_id: UUID = row[0]
    return effect_id


def execute(house: House, statement: str) -> None:
    with house.pool.connection() as connection:
        connection.execute(statement.encode())


def state(house: House, effect_id: UUID) -> tuple[str, int, str]:
    with house.pool.connection() as connection:
        row = connection.execute(
            "SELECT state, attempts, last_error FROM outbox.effects WHERE id = %s", [effect_id]
        ).fetchone()
    assert row is not None
    return row


def performer(house: House, handler: Handler) -> Performer:
    return Performer(house.pool, house.services(), {"test": handler})


def test_the_same_key_is_kept_once(house: House) -> None:
    assert write(house) == write(house)


def test_one_worker_of_many_gets_the_row(house: House) -> None:
    effect_id, jobs = write(house), []

    def handler(job: Job, services: Services) -> Result:
        jobs.append(job)
        return Done()

    with ThreadPoolExecutor(4) as workers:
        results = list(workers.map(performer(house, handler).perform, [effect_id] * 12))
    assert [result for result in results if result] == [Done()]
    assert len(jobs) == 1 and jobs[0].id("message_id") == ORG
    assert state(house, effect_id) == ("done", 1, "")


def test_what_is_not_due_is_left_alone(house: House, broker: RedisBroker) -> None:
    effect_id = write(house, due_in=timedelta(minutes=5))
    assert performer(house, lambda job, services: Done()).perform(effect_id) is None
    sweeper = Sweeper(house.pool, broker)
    assert sweeper.sweep() == 0
    assert sweeper.wait() == 1.0


def test_later_is_later_with_its_reason(house: House) -> None:
    effect_id = write(house)
    performer(house, lambda job, services: Later(timedelta(minutes=1), "le fournisseur est occupé")).perform(effect_id)
    assert state(house, effect_id) == ("pending", 1, "le fournisseur est occupé")


def test_a_crash_is_tried_again_then_parked(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(performing, "MOST_CRASHES", 2)
    effect_id = write(house)

    def handler(job: Job, services: Services) -> Result:
        raise ValueError("panne")

    performer(house, handler).perform(effect_id)
    assert state(house, effect_id) == ("pending", 1, "ValueError: panne")
    execute(house, "UPDATE outbox.effects SET due_at = clock_timestamp()")
    performer(house, handler).perform(effect_id)
    assert state(house, effect_id) == ("parked", 2, "ValueError: panne")


def test_a_row_of_a_dead_worker_is_somebody_elses_after_the_lease(house: House) -> None:
    effect_id = write(house)
    with house.pool.connection() as connection:
        assert store.claim(connection, effect_id, timedelta(minutes=1)) is not None  # and the worker dies here
    work = performer(house, lambda job, services: Done())
    assert work.perform(effect_id) is None
    execute(house, LEASE_OVER)
    assert work.perform(effect_id) == Done()


def test_the_sweeper_sends_what_is_due_once_and_again_when_the_broker_lost_it(
    house: House, broker: RedisBroker
) -> None:
    write(house, "a")
    write(house, "b")
    sweeper = Sweeper(house.pool, broker)
    assert [sweeper.sweep(), sweeper.sweep()] == [2, 0]
    assert broker.client.hlen(f"dramatiq:{EFFECTS}.msgs") == 2
    broker.flush_all()
    execute(house, "UPDATE outbox.effects SET enqueued_at = clock_timestamp() - interval '11 s'")
    assert sweeper.sweep() == 2


def test_a_broker_that_is_down_loses_nothing(house: House) -> None:
    write(house)
    nowhere = make_broker("redis://127.0.0.1:1/0")
    with pytest.raises(RedisError):
        Sweeper(house.pool, nowhere).sweep()
    nowhere.close()
    broker = make_broker(house.settings.redis_url)
    assert Sweeper(house.pool, broker).sweep() == 1
    broker.close()


def test_what_was_done_long_ago_is_dropped(house: House) -> None:
    effect_id = write(house)
    performer(house, lambda job, services: Done()).perform(effect_id)
    with house.pool.connection() as connection:
        store.forget_done(connection)
        assert state(house, effect_id)[0] == "done"
        connection.execute("UPDATE outbox.effects SET done_at = clock_timestamp() - interval '8 days'")
        store.forget_done(connection)
        assert connection.execute("SELECT count(*) FROM outbox.effects").fetchone() == (0,)
