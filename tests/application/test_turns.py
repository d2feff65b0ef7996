"""Turns: one answer for what was said in one breath, however long the breath."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from psycopg import Connection

from application import turns
from application.turns import Armed
from domain.conversations.content import Text
from domain.conversations.events import AliasBound, MessageReceived
from domain.fact import SYSTEM, Context, Fact
from runtime.composition import House

ORG, TALK = UUID(int=101), UUID(int=1)
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


@pytest.fixture
def connection(house: House) -> Iterator[Connection[Any]]:
    with house.pool.connection() as connection:
        yield connection


def says(connection: Connection[Any], message_id: UUID | None = None, *, silence: float = 1, cap: float = 5) -> Armed:
    armed = turns.extend(connection, ORG, TALK, message_id or uuid4(), NOON, silence=silence, cap=cap).fetchone()
    assert armed is not None
    return armed


def began(connection: Connection[Any], seconds_ago: float) -> None:
    connection.execute("UPDATE policy.turns SET opened_at = clock_timestamp() - %s", [timedelta(seconds=seconds_ago)])


def test_a_first_message_opens_a_turn_that_closes_after_a_silence(connection: Connection[Any]) -> None:
    first = uuid4()
    armed = says(connection, first)
    assert (armed.turn_id, armed.revision, armed.due_in) == (first, 1, timedelta(seconds=1))


def test_each_message_is_a_revision_that_waits_for_another_silence(connection: Connection[Any]) -> None:
    first, second = uuid4(), uuid4()
    says(connection, first)
    armed = says(connection, second)
    turn = turns.current(connection, ORG, TALK)
    assert turn is not None
    assert (armed.turn_id, armed.revision) == (first, 2)
    assert turn.message_ids == [first, second]


def test_an_endless_burst_is_answered_at_the_cap(connection: Connection[Any]) -> None:
    says(connection)
    began(connection, 4.5)
    assert says(connection).due_in < timedelta(seconds=0.5)
    began(connection, 6)
    assert says(connection).due_in == timedelta(seconds=1)  # the next breath


def test_a_monologue_keeps_its_end(connection: Connection[Any]) -> None:
    ids = [uuid4() for _ in range(turns.LONGEST + 5)]
    for message_id in ids:
        says(connection, message_id)
    turn = turns.current(connection, ORG, TALK)
    assert turn is not None and turn.message_ids == ids[-turns.LONGEST :]


def test_an_answer_leaves_unless_the_customer_wrote_again(connection: Connection[Any]) -> None:
    armed = says(connection)
    says(connection)
    assert not turns.leave(connection, ORG, TALK, armed.turn_id, 1)
    assert turns.leave(connection, ORG, TALK, armed.turn_id, 2)
    assert turns.leave(connection, ORG, TALK, armed.turn_id, 2)  # a retry of the same send


def test_once_the_answer_has_left_the_next_message_is_a_new_turn(connection: Connection[Any]) -> None:
    first = says(connection)
    turns.leave(connection, ORG, TALK, first.turn_id, 1)
    second = says(connection)
    assert (second.turn_id, second.revision) != (first.turn_id, 1)
    assert turns.leave(connection, ORG, TALK, first.turn_id, 1), (
        "a retry of the first answer is not for the second turn"
    )


def test_a_person_who_answers_ends_the_turn(connection: Connection[Any]) -> None:
    first = says(connection)
    turns.end(connection, ORG, TALK)
    assert says(connection).turn_id != first.turn_id


def corrects(connection: Connection[Any], message_id: UUID, *, at: datetime = NOON) -> Armed | None:
    return turns.revise(connection, ORG, TALK, message_id, at, silence=1, cap=5).fetchone()


def takes_back(connection: Connection[Any], message_id: UUID) -> Armed | None:
    return turns.drop(connection, ORG, TALK, message_id, silence=1, cap=5).fetchone()


def test_a_correction_is_a_revision_that_waits_for_another_silence(connection: Connection[Any]) -> None:
    first = uuid4()
    says(connection, first)
    armed = corrects(connection, first, at=NOON + timedelta(seconds=9))
    turn = turns.current(connection, ORG, TALK)
    assert armed is not None and turn is not None
    assert (armed.turn_id, armed.revision, armed.due_in) == (first, 2, timedelta(seconds=1))
    assert (turn.message_ids, turn.asked_at) == ([first], NOON + timedelta(seconds=9))


def test_endless_corrections_are_answered_at_the_cap(connection: Connection[Any]) -> None:
    first = uuid4()
    says(connection, first)
    began(connection, 4.5)
    armed = corrects(connection, first)
    assert armed is not None and armed.due_in < timedelta(seconds=0.5)


def test_what_is_not_in_the_open_turn_arms_nothing(connection: Connection[Any]) -> None:
    armed = says(connection)
    stranger = uuid4()
    assert corrects(connection, stranger) is None
    assert takes_back(connection, stranger) is None
    assert turns.leave(connection, ORG, TALK, armed.turn_id, armed.revision)
    assert corrects(connection, armed.turn_id) is None
    assert takes_back(connection, armed.turn_id) is None


def test_what_is_taken_back_leaves_the_turn(connection: Connection[Any]) -> None:
    first, second = uuid4(), uuid4()
    says(connection, first)
    says(connection, second)
    armed = takes_back(connection, first)
    turn = turns.current(connection, ORG, TALK)
    assert armed is not None and turn is not None
    assert (armed.revision, turn.message_ids) == (3, [second])


def test_a_turn_taken_back_whole_is_answered_by_nothing_and_lets_no_answer_leave(connection: Connection[Any]) -> None:
    first, next_one = uuid4(), uuid4()
    armed = says(connection, first)
    assert takes_back(connection, first) is None
    assert not turns.leave(connection, ORG, TALK, armed.turn_id, armed.revision)
    says(connection, next_one)
    turn = turns.current(connection, ORG, TALK)
    assert turn is not None and turn.message_ids == [next_one]
    assert not turns.leave(connection, ORG, TALK, armed.turn_id, armed.revision)


def received(body: str, seconds: int) -> list[Fact[Any]]:
    event = MessageReceived(
        message_id=uuid4(),
        conversation_id=TALK,
        contact_id=UUID(int=2),
        channel_id=UUID(int=3),
        kind="text",
        content=Text(body=body),
        provider_message_id=body,
        sent_at=NOON + timedelta(seconds=seconds),
    )
    return [Fact(event.message_id, 1, event, Context(ORG, SYSTEM))]


def test_a_turn_says_what_was_written_in_the_order_in_which_it_was() -> None:
    silent = [Fact(UUID(int=9), 1, AliasBound(alias_id=UUID(int=9), message_id=UUID(int=8)), Context(ORG, SYSTEM))]
    assert turns.said_in([received(" se garer ? ", 2), silent, received("Où peut-on", 1), received(" ", 3)]) == (
        "Où peut-on\nse garer ?"
    )
    assert turns.said_in([received("un", 1), received("deux", 1)]) == "un\ndeux"  # a provider counts in seconds
    assert turns.said_in([]) == ""
