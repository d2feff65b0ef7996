"""Who is measured: empties its tables, then appends all of the work as fast as it can."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Protocol

import psycopg

from benchmarks.appending.work import Facts, Work


class Contestant(Protocol):
    """One way of appending."""

    @property
    def name(self) -> str:
        """What the table calls it."""
        ...

    def reset(self) -> None:
        """Empty its tables."""
        ...

    def append(self, work: Work) -> float:
        """Saves a second."""
        ...


def empty(dsn: str, *tables: str) -> None:
    """Empty the tables, even those that refuse it, and leave no checkpoint of them to whoever comes next."""
    with psycopg.connect(dsn, autocommit=True) as admin:
        admin.execute("SET session_replication_role = replica")
        admin.execute(f"TRUNCATE {', '.join(tables)}".encode())
        admin.execute("CHECKPOINT")


def in_threads(writers: Sequence[Sequence[Facts]], save: Callable[[Facts], object]) -> float:
    """A thread for each writer; each save waits for the one before. Saves a second."""
    start = Barrier(len(writers) + 1)

    def write(saves: Sequence[Facts]) -> None:
        start.wait()
        for facts in saves:
            save(facts)

    with ThreadPoolExecutor(len(writers)) as hands:
        writing = [hands.submit(write, saves) for saves in writers]
        start.wait()
        began = time.perf_counter()
        for one in writing:
            one.result()
        seconds = time.perf_counter() - began
    return sum(map(len, writers)) / seconds
