"""Those who wait for a thread that does the work of many at once: other threads, and coroutines."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import Future
from contextlib import suppress

Waiter = Future[None] | asyncio.Future[None]


def tell(waiters: Iterable[Waiter], error: Exception | None) -> None:
    """It is done, or has failed with the error. From any thread; an event loop is woken once for all its coroutines.

    Whoever has left meanwhile is told nothing.
    """
    by_loop: dict[asyncio.AbstractEventLoop, list[asyncio.Future[None]]] = defaultdict(list)
    for waiter in waiters:
        if isinstance(waiter, Future):
            _end(waiter, error)
        else:
            by_loop[waiter.get_loop()].append(waiter)
    for loop, coroutines in by_loop.items():
        with suppress(RuntimeError):  # the loop is closed
            loop.call_soon_threadsafe(_end_all, coroutines, error)


def _end_all(waiters: Iterable[Waiter], error: Exception | None) -> None:
    for waiter in waiters:
        _end(waiter, error)


def _end(waiter: Waiter, error: Exception | None) -> None:
    if waiter.done():  # cancelled
        return
    if error is None:
        waiter.set_result(None)
    else:
        waiter.set_exception(error)
