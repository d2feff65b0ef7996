from collections.abc import Sequence
from itertools import chain, count
from queue import SimpleQueue
from threading import Event

from adapters.gathering import ENOUGH, MOST_AT_ONCE, Gathered, Gatherer


def test_what_comes_meanwhile_is_handled_together_in_order() -> None:
    entered, go_on = Event(), Event()
    batches: list[list[int]] = []

    def handle(batch: list[int]) -> None:
        batches.append(batch)
        entered.set()
        assert go_on.wait(10)

    gatherer = Gatherer(handle, name="gathering")
    gatherer.put(0)
    assert entered.wait(10)
    for one in range(1, MOST_AT_ONCE + 3):
        gatherer.put(one)
    go_on.set()
    gatherer.close()
    assert [len(batch) for batch in batches] == [1, MOST_AT_ONCE, 2]
    assert [one for batch in batches for one in batch] == list(range(MOST_AT_ONCE + 3))


def test_what_comes_during_a_rest_is_handled_together_and_closing_ends_the_rest() -> None:
    times, handled = iter([0.0, 60.0, 60.0, 60.0]), Event()
    batches: list[list[int]] = []

    def handle(batch: list[int]) -> None:
        batches.append(batch)
        handled.set()

    gatherer = Gatherer(handle, name="resting", longest_rest=60.0, clock=lambda: next(times))
    gatherer.put(0)
    assert handled.wait(10)
    for one in (1, 2, 3):
        gatherer.put(one)
    gatherer.close()
    assert batches == [[0], [1, 2, 3]]


def test_after_a_round_that_took_no_time_there_is_no_rest() -> None:
    handled = [Event(), Event()]
    gatherer = Gatherer(lambda batch: handled[batch[0]].set(), name="quick", longest_rest=60.0, clock=lambda: 0.0)
    for one, event in enumerate(handled):
        gatherer.put(one)
        assert event.wait(10)
    gatherer.close()


def test_after_enough_at_once_there_is_no_rest() -> None:
    entered, go_on = Event(), Event()
    sizes: SimpleQueue[int] = SimpleQueue()
    times = chain([0.0, 0.0], count(0.0, 60.0))

    def handle(batch: list[int]) -> None:
        entered.set()
        assert go_on.wait(10)
        sizes.put(len(batch))

    gatherer = Gatherer(handle, name="many", longest_rest=60.0, clock=lambda: next(times))
    gatherer.put(0)
    assert entered.wait(10)
    for one in range(ENOUGH):
        gatherer.put(one)
    go_on.set()
    assert [sizes.get(timeout=10), sizes.get(timeout=10)] == [1, ENOUGH]
    gatherer.put(0)
    assert sizes.get(timeout=10) == 1
    gatherer.close()


def test_closing_ends_a_thread_that_had_nothing_to_do() -> None:
    batches: list[list[int]] = []
    Gatherer(batches.append, name="gathering").close()
    assert batches == []


def test_questions_that_come_together_are_answered_together_and_in_order() -> None:
    asked: list[list[int]] = []
    waiting = Event()

    def squares(questions: Sequence[int]) -> list[int | Exception]:
        asked.append(list(questions))
        waiting.wait(5)
        return [ValueError(n) if n == 3 else n * n for n in questions]

    gathered: Gathered[int, int] = Gathered(squares, name="squares")
    answers = [gathered.ask(n) for n in range(6)]
    assert not answers[5].cancel(), "who leaves does not stop the others"
    waiting.set()
    gathered.close()
    assert [len(batch) > 1 for batch in asked] in ([False, True], [True])
    assert [answer.result() for answer in answers if answer is not answers[3]] == [0, 1, 4, 16, 25]
    assert isinstance(answers[3].exception(), ValueError)


def test_what_goes_wrong_for_all_is_told_to_all() -> None:
    def fails(questions: Sequence[int]) -> list[int]:
        raise OSError("away")

    gathered: Gathered[int, int] = Gathered(fails, name="fails")
    answers = [gathered.ask(n) for n in range(3)]
    gathered.close()
    assert [type(answer.exception()) for answer in answers] == [OSError] * 3
