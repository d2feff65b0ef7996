"""When keys were last used: written now and then, beside the request, and there after a restart."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from structlog.testing import capture_logs

from adapters.access.key_uses import WRITTEN_EVERY, WrittenKeyUses
from adapters.postgres.pools import open_pool
from runtime.composition import House

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


class Aside:
    """What is left for after the request."""

    def __init__(self) -> None:
        self.left: list[Callable[[], object]] = []

    def __call__(self, work: Callable[[], object]) -> None:
        self.left.append(work)

    def run(self) -> int:
        done = len(self.left)
        while self.left:
            self.left.pop(0)()
        return done


def test_a_use_is_written_beside_at_most_once_a_minute_by_each_process(house: House) -> None:
    aside, tick = Aside(), [0.0]
    uses = WrittenKeyUses(house.pool, house.app_pool, aside, lambda: tick[0])
    here, key, other = uuid4(), uuid4(), uuid4()
    uses.note(here, key, NOON)
    assert uses.last(here) == {}, "nothing waits for it"
    tick[0] = WRITTEN_EVERY - 1
    uses.note(here, key, NOON + timedelta(seconds=59))
    uses.note(here, other, NOON + timedelta(seconds=59))
    assert aside.run() == 2
    assert uses.last(here) == {key: NOON, other: NOON + timedelta(seconds=59)}
    tick[0] = WRITTEN_EVERY
    uses.note(here, key, NOON + timedelta(minutes=1))
    assert aside.run() == 1
    assert uses.last(here)[key] == NOON + timedelta(minutes=1)


def test_it_survives_and_never_goes_back(house: House) -> None:
    aside = Aside()
    here, key = uuid4(), uuid4()
    for at in (NOON, NOON - timedelta(minutes=5)):  # another process, whose clock or work is late
        WrittenKeyUses(house.pool, house.app_pool, aside).note(here, key, at)
        aside.run()
    uses = WrittenKeyUses(house.pool, house.app_pool, aside)
    assert uses.last(here) == {key: NOON}
    assert uses.last(uuid4()) == {}


def test_a_database_that_is_away_costs_no_request_and_the_next_use_is_written(house: House) -> None:
    aside = Aside()
    nowhere = open_pool("host=127.0.0.1 port=1 dbname=none connect_timeout=1", patience=0.05)
    here, key = uuid4(), uuid4()
    uses = WrittenKeyUses(nowhere, house.app_pool, aside)
    with capture_logs() as logs:
        uses.note(here, key, NOON)
        aside.run()
    nowhere.close()
    assert [log["event"] for log in logs] == ["key_use_not_noted"]
    uses.note(here, key, NOON)
    assert len(aside.left) == 1
