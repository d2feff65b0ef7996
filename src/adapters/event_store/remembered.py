"""What was read of streams a moment ago: facts never change, so that only what came since is to be read.

Not for longer than half a minute: who is erased meanwhile, by another process, is still readable in what was decoded.
"""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from application.ports.ledger import Stream
from domain.fact import Fact

SECONDS = 30.0
MOST_FACTS = 5_000

Facts = Sequence[Fact[Any]]
NOTHING: tuple[Facts, float] = (), 0.0


class Remembered:
    """The facts of streams that were read lately, `most` facts in all. For one thread at a time."""

    def __init__(self, most: int = MOST_FACTS, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._kept: dict[Stream, tuple[Facts, float]] = {}
        """with the instant until which they are believed, in the order of these instants"""
        self._count = 0

    def of(self, streams: Iterable[Stream]) -> dict[Stream, Facts]:
        """What is remembered of each: its first facts, or none."""
        self._make_room()
        return {stream: self._kept.get(stream, NOTHING)[0] for stream in streams}

    def keep(self, found: Mapping[Stream, Facts]) -> None:
        """Streams as they are known now. One that went on is believed no longer than what was known of it."""
        fresh = (), self._clock() + SECONDS
        for stream, facts in found.items():
            if facts:
                before, until = self._kept.get(stream, fresh)
                self._kept[stream] = facts, until
                self._count += len(facts) - len(before)
        self._make_room()

    def forget(self) -> None:
        """All of it."""
        self._kept.clear()
        self._count = 0

    def _make_room(self) -> None:
        """What was read first goes first."""
        now = self._clock()
        while self._kept:
            first = next(iter(self._kept))
            facts, until = self._kept[first]
            if until > now and self._count <= self._most:
                return
            del self._kept[first]
            self._count -= len(facts)
