"""What was read of streams a moment ago: facts never change, so that only what came since is to be read.

Not for longer than half a minute: who is erased meanwhile, by another process, is still readable in what was decoded.
"""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from application.ports.ledger import Stream
from domain.fact import Fact

SECONDS = 30.0
MOST_FACTS = 10_000

Facts = Sequence[Fact[Any]]


class Remembered:
    """The facts of the streams that were read last, `most` facts in all. For one thread at a time."""

    def __init__(self, most: int = MOST_FACTS, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._kept: dict[Stream, tuple[Facts, float]] = {}
        """with the instant until which they are believed; what was used last comes last"""
        self._count = 0

    def of(self, streams: Iterable[Stream]) -> dict[Stream, Facts]:
        """What is remembered of each: its first facts, or none."""
        now = self._clock()
        return {stream: self._believed(stream, now) for stream in streams}

    def keep(self, found: Mapping[Stream, Facts]) -> None:
        """Streams as they are known now. One that went on is believed no longer than what was known of it."""
        until = self._clock() + SECONDS
        for stream, facts in found.items():
            before = self._drop(stream)
            if facts:
                self._kept[stream] = facts, before[1] if before else until
                self._count += len(facts)
        while self._count > self._most:
            self._drop(next(iter(self._kept)))

    def forget(self) -> None:
        """All of it."""
        self._kept.clear()
        self._count = 0

    def _believed(self, stream: Stream, now: float) -> Facts:
        kept = self._kept.get(stream)
        if kept is None:
            return ()
        facts, until = kept
        if until <= now:
            self._drop(stream)
            return ()
        return facts

    def _drop(self, stream: Stream) -> tuple[Facts, float] | None:
        kept = self._kept.pop(stream, None)
        if kept:
            self._count -= len(kept[0])
        return kept
