"""The pace that all workers share: by rate, by recipient, kept once, slower when refused, safe without Redis."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from redis import Redis
from structlog.testing import capture_logs

from adapters.pace.local import LocalPace
from adapters.pace.redis import AT_HAND, AT_THE_DOOR, GRACE, HEADROOM, LOST, RECOVERY, SLOWER, RedisPace, connect
from application.ports.pace import Pacemaker, Route, Wait
from runtime.settings import Settings

SECOND = 1_000_000


class Workers:
    """Workers that share a Redis, and a time that moves when it is told to."""

    def __init__(self, redis: Redis) -> None:
        self.redis = redis
        self.now = 1_800_000_000 * SECOND
        self.slept = 0.0
        self.stands_still = False
        self.one, self.other = self.worker(), self.worker()
        self.route = Route(uuid4(), uuid4(), uuid4(), per_second=80, recipient_interval=6)

    def worker(self, burst: int = 3) -> RedisPace:
        return RedisPace(self.redis, burst=burst, now=lambda: self.now, sleep=self.sleep)

    def sleep(self, seconds: float) -> None:
        self.slept += seconds
        self.now += 0 if self.stands_still else round(seconds * SECOND)

    def passes(self, seconds: float) -> None:
        self.now += round(seconds * SECOND)

    def stranger(self) -> Route:
        """The way to somebody else, from the same number."""
        return replace(self.route, recipient=uuid4())


@pytest.fixture
def workers(settings: Settings) -> Iterator[Workers]:
    with connect(settings.redis_url) as redis:
        yield Workers(redis)


def wait(pace: Pacemaker, send: str, route: Route) -> float:
    """Seconds, 0 when it may leave now."""
    answer = pace.reserve(send, route)
    return answer.time.total_seconds() if answer else 0.0


def departures(workers: Workers, count: int, route: Route | None = None) -> list[float]:
    """When so many sends leave, in seconds from now, when each worker has every other one."""
    started = workers.now
    left: list[float] = []
    waiting = [(0.0, number) for number in range(count)]
    ways = [route or workers.stranger() for _ in range(count)]
    while waiting:
        waiting.sort()
        at, number = waiting.pop(0)
        workers.now = max(workers.now, started + round(at * SECOND))
        seconds = wait((workers.one, workers.other)[number % 2], f"send-{number}", ways[number])
        now = (workers.now - started) / SECOND
        if seconds:
            waiting.append((now + seconds, number))
        else:
            left.append(now)
    return left


def most_in_a_second(left: list[float]) -> int:
    return max(sum(at <= other < at + 1 for other in left) for at in left)


def test_two_workers_together_send_what_the_number_may_and_no_more(workers: Workers) -> None:
    left = departures(workers, 400)
    assert most_in_a_second(left) <= 80
    assert 400 / left[-1] == pytest.approx(80 * HEADROOM, rel=0.01)


def test_each_number_has_its_own_pace(workers: Workers) -> None:
    workers.stands_still = True
    for number in range(100):
        wait(workers.one, f"send-{number}", workers.stranger())
    another = replace(workers.route, number=uuid4(), recipient=uuid4())
    assert wait(workers.one, "other", another) == 0 < wait(workers.one, "same", workers.stranger())


def test_a_send_that_asks_again_keeps_its_place_and_takes_no_other(workers: Workers) -> None:
    workers.stands_still = True
    way = workers.stranger()
    for number in range(40):
        wait(workers.one, f"crowd-{number}", workers.stranger())
    first = wait(workers.one, "mine", way)
    assert first > 0
    assert wait(workers.other, "mine", way) == first, "the worker died, another asks for it"
    next_one = wait(workers.one, "next", workers.stranger())
    assert next_one == pytest.approx(first + 1 / (80 * HEADROOM), abs=0.001), "only one place was taken"


def test_a_place_that_was_missed_is_booked_again_so_that_those_who_waited_do_not_leave_together(
    workers: Workers,
) -> None:
    workers.stands_still = True
    ways = {f"send-{number}": workers.stranger() for number in range(40)}
    for send, way in ways.items():
        wait(workers.one, send, way)
    workers.passes(0.6 + GRACE)  # every worker was stopped
    again = [wait(workers.one, send, way) for send, way in ways.items()]
    assert max(again) == pytest.approx(39 / (80 * HEADROOM) - AT_HAND, abs=0.05)


def test_a_departure_that_is_at_hand_is_waited_for(workers: Workers) -> None:
    for number in range(3):
        assert wait(workers.one, f"send-{number}", workers.stranger()) == 0
    assert workers.slept == pytest.approx(2 / (80 * HEADROOM), abs=0.001)


def test_a_recipient_gets_a_short_burst_then_one_message_every_six_seconds(workers: Workers) -> None:
    left = departures(workers, 6, workers.route)
    assert [round(at) for at in left] == [0, 0, 0, 6, 12, 18]


def test_without_a_burst_the_recipient_rule_is_strict(workers: Workers) -> None:
    workers.one = workers.other = workers.worker(burst=1)
    assert [round(at) for at in departures(workers, 3, workers.route)] == [0, 6, 12]


def test_who_waits_for_one_recipient_does_not_delay_the_others(workers: Workers) -> None:
    for number in range(3):
        wait(workers.one, f"send-{number}", workers.route)
    answer = workers.one.reserve("fourth", workers.route)
    assert answer is not None and answer.alone
    assert wait(workers.one, "stranger", workers.stranger()) == 0


def test_a_number_that_is_refused_goes_slower_and_recovers_bit_by_bit(workers: Workers) -> None:
    def rate() -> float:
        """Of the sends of the next second."""
        started, sends = workers.now, 0
        while workers.now < started + SECOND:
            seconds = wait(workers.one, str(uuid4()), workers.stranger())
            sends += not seconds
            workers.passes(seconds)
        return sends

    full = rate()
    workers.other.slow(workers.route.number)
    assert full - 3 <= rate() < full, "one by chance costs little"
    for _ in range(60):  # of eighty in a second
        workers.other.slow(workers.route.number)
    assert rate() == pytest.approx(full * SLOWER**60, abs=3), "a limit of twenty is found in a second"
    workers.passes(20)
    assert rate() == pytest.approx(full * (SLOWER**60 + 21 * RECOVERY), abs=3)
    workers.passes(60)
    assert rate() == pytest.approx(full, abs=1)


@pytest.mark.parametrize("held", ["number", "account", "recipient"])
def test_what_is_held_waits_and_nothing_else(workers: Workers, held: str) -> None:
    id: UUID = getattr(workers.route, held)
    workers.one.hold(id, timedelta(seconds=60))
    workers.one.hold(id, timedelta())
    workers.one.hold(id, timedelta(seconds=5))  # a shorter hold takes nothing from a longer one
    assert workers.other.reserve("send", workers.route) == Wait(
        timedelta(seconds=60 - AT_HAND), alone=held == "recipient"
    )
    free = replace(workers.route, **{held: uuid4()})
    assert wait(workers.other, "free", free) == 0
    workers.passes(60)
    assert wait(workers.other, "send", workers.route) == 0


def full(workers: Workers, route: Route) -> ExitStack:
    """As many calls as the number may make in a second, none of which has its answer yet."""
    calls = ExitStack()
    for number in range(80):
        calls.enter_context(workers.one.calling(f"call-{number}", route))
    return calls


def test_a_call_too_many_waits_until_the_first_of_the_second_is_a_second_old(workers: Workers) -> None:
    with full(workers, workers.route):
        assert workers.slept == 0
    workers.passes(0.3)
    with workers.other.calling("one-more", workers.stranger()):
        assert workers.slept == pytest.approx(0.7, abs=0.001)


def test_a_call_counts_for_a_second_after_its_answer_however_long_it_took(workers: Workers) -> None:
    calls = full(workers, workers.route)
    workers.passes(1.5)
    calls.close()
    workers.passes(0.5)
    with workers.other.calling("one-more", workers.route):
        assert workers.slept == pytest.approx(0.5, abs=0.001)


def test_a_call_that_ended_badly_counts_as_well(workers: Workers) -> None:
    with full(workers, workers.route) as calls, pytest.raises(ConnectionError):
        calls.pop_all().close()
        raise ConnectionError
    with workers.one.calling("one-more", workers.route):
        assert workers.slept == pytest.approx(AT_THE_DOOR, abs=0.02)


def test_nobody_waits_long_at_the_door_nor_for_a_worker_that_died(workers: Workers) -> None:
    full(workers, workers.route)  # none of them ends
    with workers.other.calling("one-more", workers.route):
        assert workers.slept == pytest.approx(AT_THE_DOOR, abs=0.02)
    workers.passes(LOST)
    with workers.other.calling("another", workers.route):
        assert workers.slept == pytest.approx(AT_THE_DOOR, abs=0.02), "no longer than the first"


def test_another_number_has_its_own_door(workers: Workers) -> None:
    with full(workers, workers.route), workers.one.calling("another", replace(workers.route, number=uuid4())):
        assert workers.slept == 0


@pytest.mark.parametrize(("per_second", "apart"), [(0.5, 2.0), (1.5, 1 / 1.5), (1.0, 1.0)])
def test_a_slow_number_makes_one_call_at_a_time(workers: Workers, per_second: float, apart: float) -> None:
    way = replace(workers.route, per_second=per_second)
    with workers.one.calling("first", way):
        pass
    workers.passes(apart - 0.25)
    with workers.one.calling("second", way):
        assert workers.slept == pytest.approx(0.25, abs=0.001)


def test_a_redis_that_lost_its_memory_is_asked_anew(workers: Workers) -> None:
    departures(workers, 100)
    workers.redis.flushall()
    assert departures(workers, 100)[-1] == pytest.approx(99 / (80 * HEADROOM), abs=0.05)


def test_nothing_that_redis_keeps_is_kept_for_ever_nor_says_anything(workers: Workers) -> None:
    departures(workers, 5, workers.route)
    workers.one.slow(workers.route.number)
    workers.one.hold(workers.route.recipient, timedelta(seconds=9))
    with workers.one.calling("send-0", workers.route):
        pass
    keys = [key.decode() for key in workers.redis.scan_iter()]
    assert keys
    assert all(0 < workers.redis.ttl(key) <= 3700 for key in keys)
    known = {str(workers.route.number), str(workers.route.recipient), *(f"send-{number}" for number in range(5))}
    assert {key.removesuffix(":calls").rpartition(":")[2] for key in keys} <= known


def test_without_redis_sends_go_on_slowly_and_it_is_said_once(settings: Settings) -> None:
    pace = RedisPace(connect("redis://127.0.0.1:1/0"), sleep=lambda seconds: None)
    way = Route(uuid4(), uuid4(), uuid4(), per_second=10, recipient_interval=6)
    with capture_logs() as logs:
        assert pace.reserve("first", way) is None
        waits = [pace.reserve(f"send-{number}", replace(way, recipient=uuid4())) for number in range(3)]
        pace.slow(way.number)
        pace.hold(way.account, timedelta(seconds=60))
        with pace.calling("first", way):
            pass
    assert [round(wait.time.total_seconds()) for wait in waits if wait] == [1, 2, 3]
    assert [entry["event"] for entry in logs] == ["pace_unshared"]


def test_alone_a_process_keeps_places_and_spares_recipients() -> None:
    now = 0.0
    pace = LocalPace(lambda: now)
    way = Route(uuid4(), uuid4(), uuid4(), per_second=1000, recipient_interval=6)
    assert wait(pace, "first", way) == 0
    assert wait(pace, "second", way) == wait(pace, "second", way) == 6
    now = 6.0
    assert wait(pace, "second", way) == 0
    assert wait(pace, "third", way) == 6
    with pace.calling("second", way):
        assert now == 6.0
