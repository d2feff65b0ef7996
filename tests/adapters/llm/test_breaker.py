"""A model that keeps failing is left alone, then tried by one call."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from structlog.testing import capture_logs

from adapters.llm.breaker import Breaker, Paused
from tests.adapters.llm.conftest import PROMPT, Bench


class Broken(Exception):
    pass


def fail(breaker: Breaker) -> None:
    with pytest.raises(Broken), breaker.guarding():
        raise Broken


def succeed(breaker: Breaker) -> None:
    with breaker.guarding():
        pass


@pytest.fixture
def told() -> Iterator[list[Any]]:
    with capture_logs() as logs:
        yield logs


def test_it_opens_after_failures_in_a_row_and_says_so_once(told: list[Any]) -> None:
    breaker = Breaker("mistral:petit", failures=3, pause=60)
    fail(breaker)
    fail(breaker)
    succeed(breaker)
    for _ in range(3):
        fail(breaker)
    for _ in range(5):
        with pytest.raises(Paused) as paused, breaker.guarding():
            pass
        assert 0 < paused.value.seconds <= 60
    assert told == [
        {"event": "model_circuit", "log_level": "warning", "model": "mistral:petit", "was": "closed", "now": "open"}
    ]


def test_one_call_finds_out_and_a_success_closes_it(told: list[Any]) -> None:
    breaker = Breaker("x", failures=1, pause=0)
    fail(breaker)
    with breaker.guarding():
        with pytest.raises(Paused) as paused, breaker.guarding():
            pass
        assert paused.value.seconds == 0
    succeed(breaker)
    assert [(line["was"], line["now"]) for line in told] == [
        ("closed", "open"),
        ("open", "half-open"),
        ("half-open", "closed"),
    ]


def test_a_failed_trial_opens_it_again() -> None:
    breaker = Breaker("x", failures=2, pause=0)
    fail(breaker)
    fail(breaker)
    fail(breaker)  # the trial: one failure is enough
    with breaker.guarding(), pytest.raises(Paused), breaker.guarding():
        pass


def test_what_ends_after_it_opened_changes_nothing() -> None:
    breaker = Breaker("x", failures=1, pause=0)
    with breaker.guarding():
        fail(breaker)
    with breaker.guarding(), pytest.raises(Paused), breaker.guarding():  # the first is a trial: it is still open
        pass


def test_calls_do_not_wait_for_each_other() -> None:
    breaker, together = Breaker("x"), Barrier(4)

    def call() -> None:
        with breaker.guarding():
            together.wait(10)  # breaks unless all four are inside

    with ThreadPoolExecutor(4) as threads:
        for done in [threads.submit(call) for _ in range(4)]:
            done.result()


@pytest.mark.parametrize("status", [401, 404, 422, 500])
def test_a_model_that_keeps_failing_is_not_asked_any_more(every: Bench, status: int) -> None:
    every.script(status=status, times=100)
    model = every.model(breaker=Breaker("x", failures=3, pause=60))
    for _ in range(3):
        assert every.failure(model).trouble != "paused"
    asked = len(every.calls())
    failure = every.failure(model)
    assert (failure.trouble, len(every.calls())) == ("paused", asked)
    assert "il sera de nouveau appelé dans" in failure.reason


def test_a_model_that_is_well_again_is_asked_again(every: Bench) -> None:
    model = every.model(breaker=Breaker("x", failures=1, pause=0))
    every.script(status=401)
    assert every.failure(model).trouble == "refused"
    assert model.complete(PROMPT, within=5).text
    assert model.complete(PROMPT, within=5).text
