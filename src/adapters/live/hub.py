"""The hub of live facts: reads what is new once per organisation, and wakes the clients that follow it.

Clients share the last facts of their organisation, and each holds only its own place. A client that is slow,
or comes back, is told from memory, else from the ledger, else to reload: nothing is ever queued for it.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import takewhile
from threading import Lock
from uuid import UUID

from anyio import to_thread

from adapters.live.reading import LiveReading
from application.ports.live import MOST_MISSED, LiveFact, Reload, Watch


class Bell:
    """Wakes one coroutine, from any thread."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._rung = asyncio.Event()

    def ring(self) -> None:
        with suppress(RuntimeError):  # its loop has ended, and whoever waited with it
            self._loop.call_soon_threadsafe(self._rung.set)

    def clear(self) -> None:
        self._rung.clear()

    async def wait(self, seconds: float) -> None:
        """Until it rings, or so many seconds."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._rung.wait(), max(0.0, seconds))


@dataclass(slots=True)
class _Feed:
    """The last facts of an organisation that somebody follows. They are contiguous, and end at `head`."""

    head: int
    recent: deque[LiveFact] = field(default_factory=lambda: deque(maxlen=MOST_MISSED))
    watchers: int = 0


class Hub:
    """The `Live` port. `advance` is to be called when projections have moved, by one thread at a time."""

    def __init__(self, reading: LiveReading) -> None:
        self.reading = reading
        self._lock = Lock()
        self._feeds: dict[UUID, _Feed] = {}
        self._bells: set[Bell] = set()
        self._covered = -1
        self.over = False

    def advance(self) -> bool:
        """Read what has become visible, and wake everybody. There is never more to do at once."""
        covered = self.reading.covered()
        if covered != self._covered:
            with self._lock:
                followed = list(self._feeds.items())
            for organisation_id, feed in followed:
                self._extend(organisation_id, feed)
            self._covered = covered
            self._ring()
        return False

    def close(self) -> None:
        """Let every client go."""
        self.over = True
        self._ring()

    def facts(self, organisation_id: UUID, user_id: UUID, after: int, limit: int) -> Sequence[LiveFact]:
        """The facts after a sequence that a member may be told, from the ledger."""
        return self.reading.facts(organisation_id, after, limit, user_id)

    @asynccontextmanager
    async def watch(self, organisation_id: UUID, after: int | None) -> AsyncIterator[Watch]:
        """Follow an organisation for as long as the context lasts."""
        before = await to_thread.run_sync(self.reading.head, organisation_id)
        with self._bell() as bell, self._followed(organisation_id, before):
            # Read again: what became visible before the feed was followed rang no bell for it.
            head = await to_thread.run_sync(self.reading.head, organisation_id)
            yield Place(self, organisation_id, bell, head, after)

    async def reached(self, organisation_id: UUID, sequence: int, within: float) -> bool:
        """Whether the screens show a fact. One that does not exist is not waited for."""
        if sequence == 0 or self._shown(organisation_id, sequence):
            return True
        deadline = asyncio.get_running_loop().time() + within
        with self._bell() as bell:
            position, covered = await to_thread.run_sync(self.reading.position, organisation_id, sequence)
            while position is not None and covered < position:
                left = deadline - asyncio.get_running_loop().time()
                if left <= 0 or self.over:
                    return False
                await bell.wait(left)
                bell.clear()
                covered = await to_thread.run_sync(self.reading.covered)
        return position is not None

    def followed(self) -> set[UUID]:
        """The organisations that somebody follows."""
        with self._lock:
            return set(self._feeds)

    def remembered(self, organisation_id: UUID, after: int) -> tuple[int, Sequence[LiveFact]]:
        """The head of a feed, and what it remembers after a sequence (nothing when it does not go back so far)."""
        with self._lock:
            feed = self._feeds[organisation_id]
            if not feed.recent or feed.recent[0].sequence > after + 1:
                return feed.head, ()
            missed = takewhile(lambda fact: fact.sequence > after, reversed(feed.recent))
            return feed.head, list(missed)[::-1]

    def _shown(self, organisation_id: UUID, sequence: int) -> bool:
        """Whether the fact was told to those who follow the organisation."""
        with self._lock:
            feed = self._feeds.get(organisation_id)
            return feed is not None and feed.head >= sequence

    def _extend(self, organisation_id: UUID, feed: _Feed) -> None:
        new = self.reading.facts(organisation_id, feed.head, MOST_MISSED)
        if len(new) == MOST_MISSED:  # far behind: only the end is worth remembering
            head = self.reading.head(organisation_id)
            new = self.reading.facts(organisation_id, head - MOST_MISSED, MOST_MISSED)
        if new:
            with self._lock:
                feed.recent.extend(new)
                feed.head = new[-1].sequence

    def _ring(self) -> None:
        with self._lock:
            bells = list(self._bells)
        for bell in bells:
            bell.ring()

    @contextmanager
    def _bell(self) -> Iterator[Bell]:
        bell = Bell()
        with self._lock:
            self._bells.add(bell)
        try:
            yield bell
        finally:
            with self._lock:
                self._bells.discard(bell)

    @contextmanager
    def _followed(self, organisation_id: UUID, head: int) -> Iterator[None]:
        with self._lock:
            feed = self._feeds.setdefault(organisation_id, _Feed(head))
            feed.watchers += 1
        try:
            yield
        finally:
            with self._lock:
                feed.watchers -= 1
                if feed.watchers == 0:
                    del self._feeds[organisation_id]


class Place:
    """Where one client is. `next` moves it forward."""

    def __init__(self, hub: Hub, organisation_id: UUID, bell: Bell, head: int, after: int | None) -> None:
        self._hub = hub
        self._organisation_id = organisation_id
        self._bell = bell
        self._lost = after is not None and after > head  # another history than ours: a restored database
        self._head = head
        self.at = head if after is None or self._lost else after

    @property
    def over(self) -> bool:
        """Whether the process is stopping."""
        return self._hub.over

    async def next(self, within: float) -> Sequence[LiveFact] | Reload:
        """What came since, waiting for it at most so many seconds."""
        if self._lost:
            self._lost = False
            return Reload(self.at)
        self._bell.clear()
        told = await self._take()
        if not told and not self.over:
            await self._bell.wait(within)
            told = await self._take()
        return told

    async def _take(self) -> Sequence[LiveFact] | Reload:
        remembered, facts = self._hub.remembered(self._organisation_id, self.at)
        head = max(remembered, self._head)
        if head - self.at > MOST_MISSED:
            self.at = head
            return Reload(head)
        if not facts and self.at < head:
            reading = self._hub.reading
            facts = await to_thread.run_sync(reading.facts, self._organisation_id, self.at, MOST_MISSED)
        if facts:
            self.at = facts[-1].sequence
        return facts
