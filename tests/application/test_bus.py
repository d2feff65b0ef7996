"""The bus decides again when it does not know what became of a save, and adds nothing twice."""

from collections.abc import Sequence
from concurrent.futures import Future
from typing import Any
from uuid import UUID, uuid4

import pytest

from application.bus import ATTEMPTS, Bus, Busy, Overtaken
from application.ports.ledger import Conflict, Guard, Ledger, OutcomeUnknown, Save
from domain.assistant.faq import AddFaq, FaqAdded
from domain.fact import SYSTEM, Context, Fact
from runtime.composition import House

ORG = UUID(int=101)


class Shaky:
    """The ledger, over a connection that is lost around the first saves. `written` says on which side of the commit."""

    def __init__(self, ledger: Ledger, failures: list[Exception], *, written: bool) -> None:
        self._ledger = ledger
        self._failures = failures
        self._written = written
        self.load, self.page, self.head = ledger.load, ledger.page, ledger.head

    def submit(self, save: Save) -> "Future[Sequence[Fact[Any]]]":
        if not self._failures:
            return self._ledger.submit(save)
        if self._written:
            self._ledger.submit(save).result()
        lost: Future[Sequence[Fact[Any]]] = Future()
        lost.set_exception(self._failures.pop())
        return lost


def add() -> AddFaq:
    return AddFaq(faq_id=uuid4(), question="Horaires ?", answer="9 h")


@pytest.mark.parametrize("written", [True, False])
def test_a_save_whose_answer_was_lost_is_there_once(house: House, written: bool) -> None:
    bus = Bus(Shaky(house.ledger, [OutcomeUnknown(), OutcomeUnknown()], written=written))
    outcome = bus.execute(Context(ORG, SYSTEM), add())
    assert outcome.sequence == 1
    assert [type(fact.event) for fact in house.ledger.page(0, 10)] == [FaqAdded]


def test_others_who_keep_writing_make_it_busy_and_nothing_is_saved(house: House) -> None:
    bus = Bus(Shaky(house.ledger, [Conflict() for _ in range(ATTEMPTS)], written=False))
    with pytest.raises(Busy):
        bus.execute(Context(ORG, SYSTEM), add())
    assert house.ledger.head() == 0


def test_a_guard_that_does_not_hold_says_so(house: House) -> None:
    first = add()
    house.bus.execute(Context(ORG, SYSTEM), first)
    with pytest.raises(Overtaken):
        house.bus.execute(Context(ORG, SYSTEM), add(), guards=[Guard(ORG, first.faq_id, 0)])
    assert house.ledger.head() == 1


def test_silence_tells_where_the_stream_is(house: House) -> None:
    command = add()
    house.bus.execute(Context(ORG, SYSTEM), command)
    again = house.bus.execute(Context(ORG, SYSTEM), command)
    assert (again.facts, again.sequence) == ([], 1)
