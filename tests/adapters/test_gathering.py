from threading import Event

from adapters.gathering import MOST_AT_ONCE, Gatherer


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


def test_closing_ends_a_thread_that_had_nothing_to_do() -> None:
    batches: list[list[int]] = []
    Gatherer(batches.append, name="gathering").close()
    assert batches == []
