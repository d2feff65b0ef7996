"""Nothing that a server does holds a caller longer than it is given."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest

from adapters.llm.model import Model
from adapters.llm.registry import VENDORS
from application.ports.language import ModelFailed
from tests.adapters.llm.conftest import PROMPT, Bench
from tests.adapters.messaging import lines
from tests.runtime.watching import eventually

SHORT = 0.3  # seconds given; each test then allows for a busy machine


@contextmanager
def soon(limit: float = SHORT + 0.7) -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < limit


ENDLESS: list[dict[str, Any]] = [
    {"hang": 2},
    {"drip": "headers", "interval": 0.02},
    {"drip": "body", "interval": 0.02},
]


@pytest.mark.parametrize("step", ENDLESS, ids=["silent", "headers without end", "a body without end"])
def test_the_deadline_holds_whatever_the_server_does(every: Bench, step: dict[str, Any]) -> None:
    every.script(**step)
    with soon():
        assert every.failure(within=SHORT).trouble == "slow"
    assert len(every.calls()) == 1


def test_a_line_that_was_given_up_is_not_used_again(bench: Bench) -> None:
    model = bench.model()
    bench.script(drip="body", interval=0.02)
    assert bench.failure(model, within=SHORT).trouble == "slow"
    assert model.complete(PROMPT, within=5).text


def test_the_patience_of_the_installation_bounds_that_of_the_caller(bench: Bench) -> None:
    model = bench.model(patience=SHORT)
    bench.script(hang=2)
    with soon():
        assert bench.failure(model, within=60).trouble == "slow"


def test_where_no_time_is_left_nobody_is_asked_nor_blamed(bench: Bench) -> None:
    model = bench.model()
    for _ in range(10):
        assert bench.failure(model, within=0).trouble == "slow"
    assert bench.calls() == []
    assert model.complete(PROMPT, within=5).text


@pytest.mark.parametrize(
    ("behaviour", "trouble"),
    [
        (lines.hung_up, "unreachable"),
        (lines.cut_after_reading, "unreachable"),
        (lines.cut_while_answering, "unreachable"),
        (lines.rambling, "unreachable"),
        (lines.silent, "slow"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_a_line_that_fails_is_told_in_time(every: Bench, behaviour: lines.Behaviour, trouble: str) -> None:
    with lines.server(behaviour) as base, soon():
        assert every.failure(every.model(base=base), within=SHORT).trouble == trouble
    assert every.pauses == []


def test_a_connection_cut_under_the_request_is_not_tried_again(every: Bench) -> None:
    every.script(drop=True)
    failure = every.failure()
    assert (failure.trouble, len(every.calls())) == ("unreachable", 1)
    assert "a coupé la ligne" in failure.reason


def test_no_redirect_is_followed(every: Bench) -> None:
    every.script(status=307, headers={"location": f"{every.base}/elsewhere"})
    failure = every.failure()
    assert (failure.trouble, len(every.calls())) == ("refused", 1)
    assert "PALABRE_MODEL_BASE_URL" in failure.reason


def test_calls_at_once_do_not_wait_for_each_other(bench: Bench) -> None:
    model = bench.model()
    bench.script(hang=0.5, times=6)
    with ThreadPoolExecutor(6) as threads, soon(2.0):
        for answer in [threads.submit(model.complete, PROMPT, within=2.0) for _ in range(6)]:
            assert answer.result().attempts == 1


def test_a_model_that_is_closed_leaves_nobody_waiting(bench: Bench) -> None:
    model = Model(VENDORS["openai"].dialect, base_url=bench.base, model="petit-modele")
    bench.script(hang=20)
    with ThreadPoolExecutor(1) as threads, soon(4.0):
        answer = threads.submit(model.complete, PROMPT, within=8.0)
        eventually(lambda: len(bench.calls()) == 1)
        model.close()
        with pytest.raises(ModelFailed, match="unreachable"):
            answer.result()
