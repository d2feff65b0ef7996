"""Limits: exact, shared by all processes, apart for each, and counted without Redis too."""

import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from redis import Redis
from structlog.testing import capture_logs

from adapters.limits.local import MOST_REMEMBERED, LocalLimits
from adapters.limits.portions import Portions
from adapters.limits.redis import SILENT, RedisLimits
from application.ports.limits import Allowance, Count, Limits
from runtime.settings import Settings
from runtime.waiting import wait_until

A_MINUTE = Allowance("anonymous", 100)
WHO = uuid4()
NOWHERE = "redis://127.0.0.1:1/0"


class Time:
    """A time that moves when it is told to."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


class Far:
    """Limits that note how often they were asked."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.asked = 0

    def take(self, allowance: Allowance, who: UUID) -> Count:
        self.asked += 1
        return self._limits.take(allowance, who)

    def take_at_once(self, allowance: Allowance, who: UUID) -> None:
        return None

    def look(self, allowance: Allowance, who: UUID) -> Count:
        self.asked += 1
        return self._limits.look(allowance, who)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def processes(settings: Settings) -> Iterator[list[RedisLimits]]:
    """Three that share a Redis."""
    limits = [RedisLimits(settings.redis_url) for _ in range(3)]
    yield limits
    for one in limits:
        one.close()


@pytest.fixture(params=["shared", "alone", "without its memory", "in portions"])
def limits(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Limits]:
    if request.param == "alone":
        yield LocalLimits()
        return
    redis = RedisLimits(NOWHERE if request.param == "without its memory" else settings.redis_url)
    yield Portions(redis) if request.param == "in portions" else redis
    redis.close()


def test_so_many_are_accepted_and_no_more(limits: Limits) -> None:
    who = uuid4()
    counts = [limits.take(A_MINUTE, who) for _ in range(150)]
    assert [count.accepted for count in counts] == [True] * 100 + [False] * 50
    assert [count.left for count in counts] == [*range(99, -1, -1), *[0] * 50]
    assert all(count.most == 100 and 55 < count.wait <= 60 for count in counts)


def test_each_is_counted_apart(limits: Limits) -> None:
    busy = uuid4()
    few = Allowance("few", 1)
    assert [limits.take(few, busy).accepted for _ in range(2)] == [True, False]
    assert limits.take(few, uuid4()).accepted, "somebody else"
    assert limits.take(Allowance("other", 1), busy).accepted, "for something else"


def test_to_look_takes_nothing(limits: Limits) -> None:
    who, two = uuid4(), Allowance("few", 2)
    assert [limits.look(two, who) for _ in range(3)] == [Count(True, 2, 2, 0.0)] * 3
    limits.take(two, who)
    assert [(limits.look(two, who).accepted, limits.look(two, who).left) for _ in range(3)] == [(True, 1)] * 3
    limits.take(two, who)
    assert not limits.look(two, who).accepted


def test_what_was_taken_is_forgotten_in_its_turn(limits: Limits) -> None:
    who, of_a_second = uuid4(), Allowance("few", 2, seconds=1)
    assert [limits.take(of_a_second, who).accepted for _ in range(3)] == [True, True, False]
    assert wait_until(lambda: limits.take(of_a_second, who).accepted, 5)


def test_processes_together_accept_what_one_would(processes: list[RedisLimits]) -> None:
    who = uuid4()
    accepted = [processes[number % 3].take(A_MINUTE, who).accepted for number in range(150)]
    assert accepted == [True] * 100 + [False] * 50


def test_redis_keeps_ids_only_and_not_for_long(processes: list[RedisLimits], settings: Settings) -> None:
    who = uuid4()
    processes[0].take(A_MINUTE, who)
    with Redis.from_url(settings.redis_url) as redis:
        keys = redis.keys("*")
        assert [key.decode() for key in keys] == [f"limits:anonymous/{who}/100/60/second"]
        assert 0 < redis.ttl(keys[0]) <= 60


def test_without_redis_it_is_said_once_and_asked_again_later(settings: Settings, time: Time) -> None:
    limits = RedisLimits(NOWHERE, time)
    who = uuid4()
    with capture_logs() as logs:
        for _ in range(3):
            assert limits.take(A_MINUTE, who).accepted
            time.now += SILENT
    assert [(log["event"], log["log_level"]) for log in logs] == [("limits_unshared", "warning")]
    limits.close()


def test_redis_that_comes_back_is_used_again(settings: Settings, time: Time) -> None:
    limits = RedisLimits(settings.redis_url, time)
    who, two = uuid4(), Allowance("few", 2)
    limits.take(two, who)
    with Redis.from_url(settings.redis_url) as redis, capture_logs() as logs:
        kept = redis.keys("limits:*")[0]
        redis.rename(kept, "aside")
        redis.set(kept, "not a list")  # any error of Redis is one that it cannot answer with
        assert limits.take(two, who).left == 1, "a count of its own"
        redis.rename("aside", kept)
        assert limits.take(two, who).left == 0, "left alone for a while"
        time.now += SILENT
        assert limits.look(two, who).left == 1, "what Redis knew"
    assert [log["event"] for log in logs] == ["limits_unshared", "limits_shared_again"]
    limits.close()


def test_a_process_alone_forgets_who_came_first_rather_than_grow(time: Time) -> None:
    limits, two = LocalLimits(time), Allowance("few", 2)
    first, *others = [uuid4() for _ in range(MOST_REMEMBERED + 1)]
    assert {limits.take(two, who).left for who in (first, *others)} == {1}
    assert limits.look(two, first).left == 2
    assert {limits.look(two, who).left for who in others} == {1}


def test_the_window_of_a_process_alone_moves(time: Time) -> None:
    limits, who = LocalLimits(time), uuid4()
    for _ in range(60):
        limits.take(A_MINUTE, who)
        time.now += 0.5
    for _ in range(40):
        assert limits.take(A_MINUTE, who).accepted
    assert limits.take(A_MINUTE, who) == Count(False, 100, 0, 30.0)
    time.now += 29.9
    assert not limits.take(A_MINUTE, who).accepted
    time.now += 0.2
    assert limits.take(A_MINUTE, who).accepted and not limits.take(A_MINUTE, who).accepted


THOUSANDS = Allowance("webhooks", 1_000, portion=10)


def test_what_is_taken_by_portions_is_asked_for_once_in_a_while(settings: Settings) -> None:
    redis, who = RedisLimits(settings.redis_url), uuid4()
    portions = Portions(redis)
    counts = [portions.take(THOUSANDS, who) for _ in range(15)]
    assert [count.left for count in counts] == list(range(999, 984, -1))
    assert all(count.accepted for count in counts)
    assert portions.look(THOUSANDS, who).left == 980, "two portions"
    redis.close()


def test_what_is_left_of_a_portion_is_given_without_asking_anybody(time: Time) -> None:
    far = Far(LocalLimits(time))
    portions, who = Portions(far, time), uuid4()
    assert portions.take_at_once(THOUSANDS, who) is None, "nothing is here yet"
    portions.take(THOUSANDS, who)
    at_once = [portions.take_at_once(THOUSANDS, who) for _ in range(9)]
    assert [count and count.left for count in at_once] == list(range(998, 989, -1))
    assert portions.take_at_once(THOUSANDS, who) is None, "all of it was given"
    assert portions.take_at_once(replace(THOUSANDS, kind="other"), who) is None
    assert portions.take_at_once(THOUSANDS, uuid4()) is None
    assert far.asked == 1
    assert portions.take(THOUSANDS, who).left == 989


def test_nothing_is_given_at_once_that_redis_keeps(processes: list[RedisLimits]) -> None:
    who = uuid4()
    assert processes[0].take_at_once(A_MINUTE, who) is Portions(processes[0]).take_at_once(A_MINUTE, who) is None
    assert processes[0].look(A_MINUTE, who).left == 100


def test_who_come_together_take_one_portion(processes: list[RedisLimits]) -> None:
    who, portions = uuid4(), Portions(processes[0])
    together = threading.Barrier(THOUSANDS.portion)

    def take(_: int) -> Count:
        together.wait(10)
        return portions.take(THOUSANDS, who)

    with ThreadPoolExecutor(THOUSANDS.portion) as threads:
        counts = list(threads.map(take, range(THOUSANDS.portion)))
    assert sorted(count.left for count in counts) == list(range(990, 1_000))
    assert portions.look(THOUSANDS, who).left == 990


def test_the_largest_limit_takes_no_more_room_than_a_small_one(settings: Settings) -> None:
    limits, who = RedisLimits(settings.redis_url), uuid4()
    portions, huge = Portions(limits), Allowance("webhooks", 1_000_000_000, portion=5_000_000)
    assert [portions.take(huge, who).left for _ in range(2)] == [999_999_999, 999_999_998]
    with Redis.from_url(settings.redis_url) as redis:
        assert [redis.llen(key) for key in redis.keys(f"limits:webhooks/{who}/*")] == [1]
    limits.close()


def test_processes_that_take_portions_waste_one_each_at_most(processes: list[RedisLimits]) -> None:
    who, portions = uuid4(), [Portions(process) for process in processes]
    accepted = [portions[number % 3].take(THOUSANDS, who).accepted for number in range(1_500)]
    assert 1_000 - 3 * THOUSANDS.portion <= sum(accepted) <= 1_000
    assert not any(accepted[-400:])


def test_a_portion_does_not_outlive_its_window(time: Time) -> None:
    local = LocalLimits(time)
    portions, who = Portions(local, time), uuid4()
    portions.take(THOUSANDS, who)
    time.now += 60
    assert portions.look(THOUSANDS, who).left == 1_000
    assert portions.take_at_once(THOUSANDS, who) is None
    assert portions.take(THOUSANDS, who).left == 999
    assert portions.look(THOUSANDS, who).left == 990, "a new one was taken"


def test_when_less_than_a_portion_is_left_nothing_is(time: Time) -> None:
    portions, who = Portions(LocalLimits(time), time), uuid4()
    uneven = Allowance("webhooks", 25, portion=10)
    assert sum(portions.take(uneven, who).accepted for _ in range(40)) == 20
    assert portions.take(uneven, who) == Count(False, 25, 0, 60.0)


@pytest.mark.parametrize(
    "says", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"$-5\r\n", b"*1\r\n:x\r\n", b"\xff\x00\r\n"]
)
def test_a_redis_that_hangs_or_talks_nonsense_is_done_without(says: bytes, time: Time) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, capture_logs() as logs:
        talking = threading.Thread(target=_talk, args=(server, says))
        talking.start()
        limits = RedisLimits(f"redis://127.0.0.1:{server.getsockname()[1]}/0", time)
        counts = [limits.take(Allowance("few", 1), WHO) for _ in range(2)]
        limits.close()
        server.shutdown(socket.SHUT_RDWR)
        talking.join()
    assert [count.accepted for count in counts] == [True, False]
    assert [log["event"] for log in logs] == ["limits_unshared"]


def _talk(server: socket.socket, says: bytes) -> None:
    """Say it to whoever calls, and keep them on the line."""
    callers = []
    with suppress(OSError):  # the end
        while True:
            caller, _ = server.accept()
            caller.sendall(says)
            callers.append(caller)
    for caller in callers:
        caller.close()
