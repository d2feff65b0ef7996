"""Streams are read again only from where they were known to, and nothing is believed for long."""

from contextlib import closing
from uuid import UUID, uuid4

import pytest

from adapters.event_store.ledger import PostgresLedger
from adapters.event_store.remembered import SECONDS, Remembered
from application.ports.ledger import Save
from domain.assistant.faq import FaqAdded, FaqRemoved
from domain.fact import SYSTEM, Context, Fact
from runtime.composition import House

ORG = UUID(int=101)
ONE, TWO = (ORG, UUID(int=1)), (ORG, UUID(int=2))


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def facts(count: int, stream_id: UUID = ONE[1]) -> list[Fact[FaqRemoved]]:
    return [Fact(stream_id, n, FaqRemoved(faq_id=stream_id), Context(ORG, SYSTEM)) for n in range(1, count + 1)]


def test_what_was_kept_is_remembered_and_of_the_rest_nothing(clock: Clock) -> None:
    remembered, kept = Remembered(clock=clock), facts(2)
    remembered.keep({ONE: kept})
    assert remembered.of([ONE, TWO]) == {ONE: kept, TWO: ()}


def test_a_stream_that_goes_on_is_believed_no_longer_than_its_first_facts(clock: Clock) -> None:
    remembered = Remembered(clock=clock)
    remembered.keep({ONE: facts(1)})
    clock.now += SECONDS - 1
    remembered.keep({ONE: facts(2)})
    assert len(remembered.of([ONE])[ONE]) == 2
    clock.now += 1
    assert remembered.of([ONE]) == {ONE: ()}
    remembered.keep({ONE: facts(3)})
    clock.now += SECONDS - 1
    assert len(remembered.of([ONE])[ONE]) == 3


def test_what_was_read_first_makes_room(clock: Clock) -> None:
    remembered = Remembered(most=5, clock=clock)
    remembered.keep({ONE: facts(2)})
    remembered.keep({TWO: facts(2)})
    remembered.keep({ONE: facts(3)})
    assert [len(known) for known in remembered.of([ONE, TWO]).values()] == [3, 2]
    remembered.keep({ONE: facts(4)})
    assert [len(known) for known in remembered.of([ONE, TWO]).values()] == [0, 2]
    remembered.keep({TWO: facts(6)})
    assert [len(known) for known in remembered.of([ONE, TWO]).values()] == [0, 0]


def test_what_is_believed_no_longer_takes_no_room(clock: Clock) -> None:
    remembered = Remembered(clock=clock)
    remembered.keep({ONE: facts(2)})
    clock.now += SECONDS
    remembered.keep({TWO: facts(2)})
    assert list(remembered._kept) == [TWO]


def test_streams_without_facts_take_no_room(clock: Clock) -> None:
    remembered = Remembered(clock=clock)
    remembered.keep({(ORG, uuid4()): [] for _ in range(100)})
    assert not remembered._kept


def test_all_can_be_forgotten(clock: Clock) -> None:
    remembered = Remembered(most=3, clock=clock)
    remembered.keep({ONE: facts(3)})
    remembered.forget()
    remembered.keep({TWO: facts(3)})
    assert [len(known) for known in remembered.of([ONE, TWO]).values()] == [0, 3]


def test_what_others_add_is_read_and_what_was_read_is_not_read_again(house: House) -> None:
    context = Context(ORG, SYSTEM)
    first = Fact(ONE[1], 1, FaqAdded(faq_id=ONE[1], question="Horaires ?", answer="9 h"), context)
    house.ledger.submit(Save([first])).result()
    [known] = house.ledger.load([ONE])[ONE]
    with closing(PostgresLedger(house.dsn("writer"), house.keyring)) as other:
        other.submit(Save([Fact(ONE[1], 2, FaqRemoved(faq_id=ONE[1]), context)])).result()
    again = house.ledger.load([ONE, TWO])
    assert [fact.event.name for fact in again[ONE]] == [FaqAdded.name, FaqRemoved.name]
    assert again[ONE][0] is known
    assert again[TWO] == []


def test_who_asked_may_change_what_they_were_given(house: House) -> None:
    first = Fact(ONE[1], 1, FaqAdded(faq_id=ONE[1], question="Horaires ?", answer="9 h"), Context(ORG, SYSTEM))
    house.ledger.submit(Save([first])).result()
    house.ledger.load([ONE])[ONE].clear()
    house.ledger.load([ONE])[ONE].append(first)
    assert len(house.ledger.load([ONE])[ONE]) == 1
