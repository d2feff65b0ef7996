"""Asking again where it is safe and useful, within the deadline and the budget."""

import pytest

from adapters.llm.breaker import Breaker
from adapters.llm.budget import RetryBudget
from tests.adapters.llm.conftest import Bench
from tests.adapters.messaging import lines


@pytest.mark.parametrize(("status", "times"), [(500, 1), (502, 2), (503, 2), (504, 2)])
def test_a_passing_failure_is_tried_again(every: Bench, status: int, times: int) -> None:
    every.script(status=status, times=times)
    assert every.asked().attempts == times + 1


@pytest.mark.parametrize(
    ("status", "calls", "trouble"),
    [
        (500, 2, "unreachable"),
        (501, 1, "unreachable"),
        (502, 3, "unreachable"),
        (503, 3, "busy"),
        (504, 3, "unreachable"),
        (529, 1, "busy"),
        (429, 1, "busy"),
        (408, 1, "slow"),
        (400, 1, "refused"),
        (401, 1, "refused"),
        (404, 1, "refused"),
        (422, 1, "refused"),
    ],
)
def test_a_lasting_failure_is_tried_so_often(every: Bench, status: int, calls: int, trouble: str) -> None:
    every.script(status=status, times=5)
    assert every.failure().trouble == trouble
    assert len(every.calls()) == calls


def test_where_nobody_listens_it_is_tried_again(every: Bench) -> None:
    failure = every.failure(every.model(base=lines.nobody()))
    assert failure.trouble == "unreachable"
    assert len(every.pauses) == 2


def test_the_pauses_grow_and_are_never_the_same_for_all(bench: Bench) -> None:
    bench.script(status=502, times=20)
    model = bench.model(budget=RetryBudget(burst=20))
    for _ in range(4):
        bench.failure(model)
    first, second = bench.pauses[0::2], bench.pauses[1::2]
    assert all(0.125 <= pause <= 0.25 for pause in first) and all(0.25 <= pause <= 0.5 for pause in second)
    assert len(set(bench.pauses)) == len(bench.pauses)


def test_a_server_that_says_when_is_obeyed(every: Bench) -> None:
    every.script(status=429, headers={"retry-after": "2"})
    assert every.asked(within=5).attempts == 2
    assert 2 < every.pauses[0] < 2.5


@pytest.mark.parametrize("when", ["30", "NaN", "inf", "", "soon", "Wed, 21 Oct 2026 07:28:00 GMT", "9" * 400])
def test_a_time_that_does_not_fit_or_means_nothing_ends_it(every: Bench, when: str) -> None:
    every.script(status=429, headers={"retry-after": when})
    assert every.failure(within=5).trouble == "busy"
    assert (len(every.calls()), every.pauses) == (1, [])


def test_a_negative_time_is_now(bench: Bench) -> None:
    bench.script(status=429, headers={"retry-after": "-3"})
    assert bench.asked().attempts == 2
    assert 0 < bench.pauses[0] < 1


def test_no_pause_goes_beyond_the_deadline(bench: Bench) -> None:
    bench.script(status=503, times=2)
    assert bench.failure(within=0.12).trouble == "busy"
    assert bench.pauses == []


def test_an_outage_is_not_multiplied(bench: Bench) -> None:
    bench.script(status=503, times=1000)
    model = bench.model(breaker=Breaker("never opens", failures=10_000))
    for _ in range(100):
        bench.failure(model)
    assert len(bench.calls()) <= 100 + 5 + 20


def test_the_budget_fills_again_with_calls_that_are_made() -> None:
    budget = RetryBudget(share=0.25, burst=2)
    assert [budget.take() for _ in range(3)] == [True, True, False]
    for _ in range(4):
        budget.pay_in()
    assert [budget.take() for _ in range(2)] == [True, False]
    for _ in range(100):
        budget.pay_in()
    assert [budget.take() for _ in range(3)] == [True, True, False]


def test_models_that_share_a_budget_share_its_end(bench: Bench) -> None:
    budget = RetryBudget(share=0, burst=1)
    bench.script(status=502, times=10)
    first, second = bench.model(budget=budget), bench.model(budget=budget)
    bench.failure(first)
    bench.failure(second)
    assert len(bench.calls()) == 3
