"""Those who wait for a thread: all are told, an event loop is woken once, and whoever has left harms nobody."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from contextvars import Context
from typing import TypeVarTuple

import pytest

from adapters.journal.waiting import tell

Ts = TypeVarTuple("Ts")


class CountingLoop(asyncio.SelectorEventLoop):
    """Counts how often other threads wake it."""

    def __init__(self) -> None:
        super().__init__()
        self.woken = 0

    def call_soon_threadsafe(
        self, callback: Callable[[*Ts], object], *args: *Ts, context: Context | None = None
    ) -> asyncio.Handle:
        self.woken += 1
        return super().call_soon_threadsafe(callback, *args, context=context)


def here(count: int) -> list[asyncio.Future[None]]:
    """What so many coroutines of the running loop await."""
    return [asyncio.get_running_loop().create_future() for _ in range(count)]


def test_coroutines_are_told_together() -> None:
    async def wait() -> None:
        coroutines = here(3)
        tell(coroutines, None)
        assert not any(one.done() for one in coroutines), "in their own thread only"
        await asyncio.gather(*coroutines)

    loop = CountingLoop()
    loop.run_until_complete(wait())
    loop.close()
    assert loop.woken == 1


def test_threads_are_told_beside_coroutines() -> None:
    async def wait() -> None:
        thread: Future[None] = Future()
        [coroutine] = here(1)
        tell([thread, coroutine], None)
        assert thread.done()
        await coroutine

    asyncio.run(wait())


def test_an_error_is_raised_to_all() -> None:
    async def wait() -> None:
        thread: Future[None] = Future()
        one, other = here(2)
        tell([one, thread, other], ValueError("broken"))
        for coroutine in (one, other):
            with pytest.raises(ValueError, match="broken"):
                await coroutine
        assert isinstance(thread.exception(), ValueError)

    asyncio.run(wait())


@pytest.mark.parametrize("error", [None, ValueError("broken")])
def test_who_has_left_is_told_nothing_and_the_others_are(error: Exception | None) -> None:
    async def wait() -> list[BaseException | None]:
        gone, patient = here(2)
        gone.cancel()
        tell([gone, patient], error)
        [told] = await asyncio.gather(patient, return_exceptions=True)
        assert gone.cancelled()
        return [told]

    assert asyncio.run(wait()) == [error]


def test_a_loop_that_has_ended_harms_nobody() -> None:
    ended = asyncio.new_event_loop()
    alone = ended.create_future()
    ended.close()

    async def wait() -> None:
        [coroutine] = here(1)
        tell([alone, coroutine], None)
        await coroutine

    asyncio.run(wait())
    assert not alone.done()
