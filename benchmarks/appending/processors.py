"""The processor time that each side of a contestant takes: the server, and whoever loads it."""

import resource
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from benchmarks.machines import cpu_seconds

PYTHON = "python"
"""this process: the writers, and what they call"""
ENDED = "started program"
"""what a round starts and waits for: pgbench, the reader"""


@dataclass
class Processors:
    """Seconds by contestant and side, and how many saves they were for."""

    seconds: dict[str, dict[str, float]] = field(default_factory=dict)
    saves: dict[str, int] = field(default_factory=dict)

    @contextmanager
    def counted(self, contestant: str, saves: int) -> Iterator[None]:
        """Count what is spent in the block."""
        before = _spent()
        yield
        total = self.seconds.setdefault(contestant, {})
        for side, seconds in _spent().items():
            total[side] = total.get(side, 0.0) + seconds - before.get(side, 0.0)
        self.saves[contestant] = self.saves.get(contestant, 0) + saves

    def milliseconds_a_save(self, contestant: str) -> dict[str, float]:
        """By side, of those that did anything."""
        return {
            side: round(1000 * seconds / self.saves[contestant], 3)
            for side, seconds in self.seconds[contestant].items()
            if seconds > 0.05
        }


def _spent() -> Mapping[str, float]:
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return cpu_seconds() | {PYTHON: time.process_time(), ENDED: ended.ru_utime + ended.ru_stime}
