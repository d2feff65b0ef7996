"""The bus decides again when it does not know what became of a save, and adds nothing twice."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future
from typing import Any
from uuid import UUID, uuid4

import pytest

from application.bus import ATTEMPTS, Bus, Busy, Overtaken, Request, follow
from application.ports.ledger import Conflict, Guard, Ledger, OutcomeUnknown, Save, Saving, Stream
from domain.assistant.faq import AddFaq, ChangeFaq, FaqAdded, RemoveFaq
from domain.fact import SYSTEM, Context, Fact
from domain.refusal import Refused
from runtime.composition import House

ORG = UUID(int=101)


class Shaky:
    """The ledger, over a connection that is lost around the first saves. `written` says on which side of the commit."""

    def __init__(self, ledger: Ledger, failures: list[Exception], *, written: bool) -> None:
        self._ledger = ledger
        self._failures = failures
        self._written = written
        self.load, self.page, self.head = ledger.load, ledger.page, ledger.head

    def submit(self, save: Save) -> Saving:
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


class Counting:
    """The ledger, with what was read from it."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.loaded: list[Stream] = []
        self.submit, self.page, self.head = ledger.submit, ledger.page, ledger.head

    def load(self, streams: Iterable[Stream]) -> Mapping[Stream, list[Fact[Any]]]:
        wanted = list(streams)
        self.loaded += wanted
        return self._ledger.load(wanted)


def test_what_the_caller_knows_is_not_read_again(house: House) -> None:
    first = add()
    stream = ORG, first.faq_id
    house.bus.execute(Context(ORG, SYSTEM), first)
    known = dict(house.ledger.load([stream]))
    counting = Counting(house.ledger)
    outcome = Bus(counting).execute(Context(ORG, SYSTEM), RemoveFaq(faq_id=first.faq_id), known=known)
    assert [fact.version for fact in outcome.facts] == [2]
    assert counting.loaded == []


def test_what_the_caller_knew_and_has_moved_is_read_again(house: House) -> None:
    first = add()
    stream = ORG, first.faq_id
    house.bus.execute(Context(ORG, SYSTEM), first)
    known = dict(house.ledger.load([stream]))
    house.bus.execute(Context(ORG, SYSTEM), RemoveFaq(faq_id=first.faq_id))
    counting = Counting(house.ledger)
    outcome = Bus(counting).execute(Context(ORG, SYSTEM), RemoveFaq(faq_id=first.faq_id), known=known)
    assert (outcome.facts, outcome.sequence) == ([], 2), "it was removed already"
    assert counting.loaded == [stream]


def test_a_guard_on_what_the_caller_knew_says_so_when_it_has_moved(house: House) -> None:
    first, second = add(), add()
    stream = ORG, first.faq_id
    house.bus.execute(Context(ORG, SYSTEM), first)
    known = dict(house.ledger.load([stream]))
    house.bus.execute(Context(ORG, SYSTEM), RemoveFaq(faq_id=first.faq_id))
    with pytest.raises(Overtaken):
        house.bus.execute(Context(ORG, SYSTEM), second, guards=[Guard(*stream, 1)], known=known)
    assert house.ledger.load([(ORG, second.faq_id)])[ORG, second.faq_id] == []


def test_what_is_known_follows_what_was_saved_and_forgets_what_others_wrote_on(house: House) -> None:
    ours, shared = add(), add()
    saved = house.bus.execute(Context(ORG, SYSTEM), ours, shared).facts
    known = {(ORG, fact.stream_id): [fact] for fact in saved}
    house.bus.execute(Context(ORG, SYSTEM), ChangeFaq(faq_id=shared.faq_id, question="Ouvert ?", answer="Oui"))
    again = house.bus.execute(Context(ORG, SYSTEM), RemoveFaq(faq_id=ours.faq_id), RemoveFaq(faq_id=shared.faq_id))
    follow(known, again.facts)
    assert known == house.ledger.load([(ORG, ours.faq_id)])


def test_many_are_saved_each_by_itself(house: House) -> None:
    first, second, wrong = add(), add(), AddFaq(faq_id=uuid4(), question=" ", answer="")
    asked = [Request(Context(ORG, SYSTEM), [command]) for command in (first, wrong, first, second)]
    one, refused, again, two = house.bus.execute_each(asked)
    assert isinstance(refused, Refused)
    assert [type(fact.event) for fact in house.ledger.page(0, 10)] == [FaqAdded, FaqAdded]
    assert {one.sequence, two.sequence} == {1, 2} and (again.facts, again.sequence) == ([], one.sequence)  # type: ignore[union-attr]


@pytest.mark.parametrize("written", [True, False])
def test_one_of_many_whose_answer_was_lost_is_there_once(house: House, written: bool) -> None:
    bus = Bus(Shaky(house.ledger, [OutcomeUnknown()], written=written))
    bus.execute_each([Request(Context(ORG, SYSTEM), [add()]) for _ in range(3)])
    assert house.ledger.head() == 3
