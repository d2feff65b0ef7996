"""Each organisation in its turn, replies before bulk, and few places for those who are slow."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from dramatiq.brokers.redis import RedisBroker

from adapters.outbox import places, store
from adapters.outbox.broker import ANSWERS, BULK_EFFECTS, EFFECTS, make_broker, message_for
from adapters.outbox.performer import Performer
from adapters.outbox.places import IN_A_LANE, IN_AN_ORGANISATION, THINKING, WHILE_THINKING, Due
from adapters.outbox.store import Written
from adapters.outbox.sweeper import FOR_A_PLACE, Sweeper
from application.effect import Done, Later, NotYet, Result
from application.policy import BULK, REPLY, Effect
from runtime.composition import House

BUSY, QUIET = UUID(int=1), UUID(int=2)


@pytest.fixture
def broker(house: House) -> Iterator[RedisBroker]:
    broker = make_broker(house.settings.redis_url)
    yield broker
    broker.close()


def write(
    house: House,
    organisation_id: UUID,
    count: int = 1,
    *,
    kind: str = "deliver_message",
    lane: str = "a number",
    priority: int = REPLY,
    due_in: timedelta = timedelta(),
) -> None:
    effects = [Effect(kind, str(uuid4()), {}, due_in, priority=priority, lane=lane) for _ in range(count)]
    with house.pool.connection() as connection:
        store.write(connection, [Written(organisation_id, effect, 1) for effect in effects])


def let_in(house: House, *, at_once: int = 100) -> Sequence[Due]:
    with house.pool.connection() as connection, connection.transaction():
        return places.due(connection, at_once=at_once)


def owners(house: House, rows: Sequence[Due]) -> list[UUID]:
    """Whose the rows are, in their order."""
    with house.pool.connection() as connection:
        found = dict(connection.execute("SELECT id, organisation_id FROM outbox.effects").fetchall())
    return [found[row.id] for row in rows]


def perform(house: House, row: Due, result: Result) -> None:
    performer = Performer(house.pool, house.services(), {row.kind: lambda job, services: result})
    assert performer.perform(row.id) == result


def test_a_thousand_rows_of_one_organisation_do_not_delay_the_single_row_of_another(house: House) -> None:
    write(house, BUSY, 1000)
    write(house, QUIET)
    rows = let_in(house)
    assert owners(house, rows).index(QUIET) <= 1
    assert len(rows) == IN_A_LANE + 1


def test_organisations_take_turns_until_their_places_are_taken(house: House) -> None:
    write(house, BUSY, 200)
    write(house, QUIET, 200)
    order = owners(house, let_in(house))
    assert len(order) == 2 * IN_A_LANE
    assert order[::2] == [order[0]] * IN_A_LANE and order[1::2] == [order[1]] * IN_A_LANE and order[0] != order[1]
    assert let_in(house) == []


def test_replies_go_before_bulk_and_have_places_of_their_own(house: House) -> None:
    write(house, BUSY, 500, priority=BULK)
    assert len(let_in(house)) == IN_A_LANE
    write(house, BUSY)
    [reply] = let_in(house)
    assert reply.priority == REPLY
    write(house, QUIET, priority=BULK)
    write(house, QUIET)
    assert [row.priority for row in let_in(house)] == [REPLY, BULK]


def test_a_place_that_is_given_back_is_taken_by_the_next(house: House) -> None:
    write(house, BUSY, 100)
    first, *others = let_in(house)
    assert let_in(house) == []
    perform(house, first, Done())
    [after] = let_in(house)
    perform(house, after, Later(timedelta(minutes=1), "panne"))
    assert len(let_in(house)) == 1, "who waits for long gives its place"
    perform(house, others[0], NotYet(timedelta(minutes=1), alone=True))
    assert len(let_in(house)) == 1, "so does who waits for its recipient"
    perform(house, others[1], NotYet(timedelta(minutes=1)))
    assert let_in(house) == [], "who waits for the number keeps it: the number is full"


def test_a_wait_is_no_attempt_and_the_row_comes_back_when_its_time_has_come(house: House) -> None:
    write(house, BUSY)
    [row] = let_in(house)
    perform(house, row, NotYet(timedelta()))
    assert [again.id for again in let_in(house)] == [row.id]
    perform(house, row, NotYet(timedelta(), alone=True))
    assert [again.id for again in let_in(house)] == [row.id]
    with house.pool.connection() as connection:
        assert connection.execute("SELECT attempts FROM outbox.effects").fetchone() == (0,)


def test_numbers_of_one_organisation_do_not_wait_for_each_other_within_what_it_may_take(house: House) -> None:
    for number in range(20):
        write(house, BUSY, IN_A_LANE, lane=f"number {number}")
    rows = [row for _ in range(10) for row in let_in(house)]
    assert len(rows) == IN_AN_ORGANISATION


def test_numbers_that_are_held_for_long_leave_the_rest_of_their_organisation_its_places(house: House) -> None:
    for number in range(20):
        write(house, BUSY, IN_A_LANE, lane=f"number {number}")
    rows = [row for _ in range(10) for row in let_in(house)]
    with house.pool.connection() as connection:
        connection.execute("UPDATE outbox.effects SET due_at = clock_timestamp() + interval '1 minute'")
    write(house, BUSY, kind="keep_media", lane="")
    assert [row.kind for row in let_in(house)] == ["keep_media"]
    assert len(rows) == IN_AN_ORGANISATION


def test_answers_that_think_take_few_places_and_a_queue_of_their_own(house: House) -> None:
    write(house, BUSY, 50, kind=THINKING, lane="")
    write(house, QUIET, kind=THINKING, lane="")
    rows = let_in(house)
    assert owners(house, rows).count(BUSY) == WHILE_THINKING
    assert owners(house, rows).index(QUIET) <= 1


def test_each_kind_of_work_has_its_queue() -> None:
    assert message_for("id", THINKING).queue_name == ANSWERS
    assert message_for("id", "deliver_message").queue_name == EFFECTS
    assert message_for("id", "deliver_message", BULK).queue_name == BULK_EFFECTS


def test_several_sweepers_send_each_row_once(house: House, broker: RedisBroker) -> None:
    for number in range(5):
        write(house, UUID(int=number), 100)
    with ThreadPoolExecutor(3) as several:
        swept = list(several.map(lambda _: Sweeper(house.pool, broker).sweep(), range(30)))
    while more := Sweeper(house.pool, broker).sweep():
        swept.append(more)
    assert sum(swept) == 5 * IN_A_LANE == broker.client.hlen(f"dramatiq:{EFFECTS}.msgs")


def test_the_sweeper_comes_back_soon_for_a_place_and_in_time_for_what_is_due(house: House, broker: RedisBroker) -> None:
    sweeper = Sweeper(house.pool, broker)
    write(house, QUIET, due_in=timedelta(milliseconds=500))
    assert 0.3 < sweeper.wait() <= 0.5
    write(house, BUSY, IN_A_LANE + 1)
    sweeper.sweep()
    assert sweeper.wait() == FOR_A_PLACE


def test_a_row_whose_worker_died_is_found_again_whoever_had_sent_it(house: House) -> None:
    write(house, BUSY)
    [row] = let_in(house)
    with house.pool.connection() as connection:
        connection.execute(
            "UPDATE outbox.effects SET let_in_at = NULL, enqueued_at = NULL"
        )  # an old message comes late
        assert store.claim(connection, row.id, timedelta()) is not None  # and its worker dies
    assert [again.id for again in let_in(house)] == [row.id]
