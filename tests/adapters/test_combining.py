"""What is asked together is answered together by those who ask: nothing is left, whoever leads; faults are told."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from adapters.combining import MOST_AT_ONCE, Combined


def squares(questions: Sequence[int]) -> Sequence[int | Exception]:
    return [ValueError(f"{one} is odd") if one % 2 else one * one for one in questions]


def test_each_has_its_own_answer_in_one_batch() -> None:
    batches: list[Sequence[int]] = []

    def answer(questions: Sequence[int]) -> Sequence[int | Exception]:
        batches.append(questions)
        return squares(questions)

    combined: Combined[int, int] = Combined(answer)
    two, three, four = map(combined.ask, (2, 3, 4))
    assert four.result() == 16
    with pytest.raises(ValueError, match="3 is odd"):
        three.result()
    assert two.result() == 4
    assert batches == [[2, 3, 4]]


def test_what_answering_raises_is_raised_to_all_of_them() -> None:
    def fails(questions: Sequence[int]) -> Sequence[int | Exception]:
        raise ConnectionError("the server is gone")

    combined: Combined[int, int] = Combined(fails)
    for asked in [combined.ask(1), combined.ask(2)]:
        with pytest.raises(ConnectionError):
            asked.result()


def test_one_for_whom_answering_fails_fails_alone() -> None:
    def answer(questions: Sequence[int]) -> Sequence[int | Exception]:
        if 2 in questions:
            raise KeyError(2)
        return list(questions)

    combined: Combined[int, int] = Combined(answer)
    one, bad, three = map(combined.ask, (1, 2, 3))
    assert (one.result(), three.result()) == (1, 3)
    with pytest.raises(KeyError):
        bad.result()


class Held:
    """Answers with what it is asked. The first batch is held until it may go on, and then fails if it is told to."""

    def __init__(self, first: BaseException | None = None) -> None:
        self.batches: list[list[int]] = []
        self.came, self.may_go_on = Event(), Event()
        self._first = first

    def __call__(self, questions: Sequence[int]) -> Sequence[int | Exception]:
        self.batches.append(sorted(questions))
        if len(self.batches) == 1:
            self.came.set()
            assert self.may_go_on.wait(10)
            if self._first is not None:
                raise self._first
        return list(questions)


def test_what_comes_while_somebody_leads_is_answered_together_afterwards() -> None:
    held = Held()
    combined: Combined[int, int] = Combined(held)
    with ThreadPoolExecutor(4) as hands:
        leads = hands.submit(lambda: combined.ask(0).result())
        assert held.came.wait(10)
        asked = [combined.ask(number) for number in (1, 2, 3)]
        follow = [hands.submit(one.result) for one in asked]
        held.may_go_on.set()
        assert [leads.result(10), *(one.result(10) for one in follow)] == [0, 1, 2, 3]
    assert held.batches == [[0], [1, 2, 3]]


def test_a_batch_has_a_size_and_more_than_it_is_answered() -> None:
    sizes: list[int] = []

    def answer(questions: Sequence[int]) -> Sequence[int | Exception]:
        sizes.append(len(questions))
        return list(questions)

    combined: Combined[int, int] = Combined(answer)
    asked = [combined.ask(number) for number in range(MOST_AT_ONCE + 1)]
    assert asked[-1].result() == MOST_AT_ONCE
    assert [one.result() for one in asked] == list(range(MOST_AT_ONCE + 1))
    assert sizes == [MOST_AT_ONCE, 1]


class Interrupted(BaseException):
    """What stops a thread, and is no error of what it does."""


def test_whoever_leads_may_be_interrupted_and_nobody_waits_for_ever() -> None:
    held = Held(Interrupted())
    combined: Combined[int, int] = Combined(held, abandoned=TimeoutError)
    with ThreadPoolExecutor(3) as hands:
        beside = combined.ask(0)
        leads = hands.submit(lambda: combined.ask(1).result())
        assert held.came.wait(10)
        follows = hands.submit(combined.ask(2).result)
        held.may_go_on.set()
        assert isinstance(leads.exception(10), Interrupted)
        assert follows.result(10) == 2
    with pytest.raises(TimeoutError):
        beside.result()
    assert held.batches == [[0, 1], [2]]


def test_what_nobody_waited_for_is_answered_at_the_end() -> None:
    done: list[int] = []

    def answer(questions: Sequence[int]) -> Sequence[int | Exception]:
        done.extend(questions)
        return list(questions)

    combined: Combined[int, int] = Combined(answer)
    combined.ask(1)
    combined.ask(2)
    combined.answer_all()
    assert done == [1, 2]


def test_many_who_ask_at_once_are_all_answered() -> None:
    combined: Combined[int, int] = Combined(list)

    def ask(who: int) -> list[int]:
        mine = [combined.ask(who * 1_000 + number) for number in range(3)]
        return [one.result() for one in reversed(mine)] + [combined.ask(who).result() for _ in range(200)]

    with ThreadPoolExecutor(16) as hands:
        given = [hands.submit(ask, who) for who in range(16)]
        for who, answers in enumerate(given):
            assert answers.result(30) == [who * 1_000 + 2, who * 1_000 + 1, who * 1_000, *[who] * 200]
