"""Questions that are asked of a filled database many times, each time about something else."""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from random import Random
from typing import Any, LiteralString

import psycopg
from psycopg import Connection, sql
from psycopg.conninfo import conninfo_to_dict

from benchmarks.figures import Figures, percentile
from benchmarks.filled import Filled

Ask = Callable[[Connection[Any]], object]
Session = Callable[[], AbstractContextManager[Connection[Any]]]
Draw = Callable[[Filled, Random], Ask]
"""Draws what to ask about."""

Contestant = tuple[Session, Callable[[], Ask]]
"""Where it asks, and what draws its next question."""

CALLS = 500  # per round
PREPARED = 12  # psycopg prepares the sixth time, the server may settle on one plan five times later
WARM = 30  # more, before them, that are not counted


def p95s(contestants: Mapping[str, Contestant], rounds: int, calls: int = CALLS) -> dict[str, Figures]:
    """Milliseconds that 95 % of the calls of a round do not exceed, each in a session of its own as in a route.

    Contestants take turns call by call: what slows the machine for some seconds slows all of them.
    """
    found: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, took in _round(contestants, calls).items():
            found[name].append(percentile(took, 0.95))
    return {name: Figures(figures) for name, figures in found.items()}


def _round(contestants: Mapping[str, Contestant], calls: int) -> dict[str, list[float]]:
    took: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(WARM + calls):
        for name, (session, draw) in contestants.items():
            took[name].append(_took(session, draw()))
    return {name: all_of_them[WARM:] for name, all_of_them in took.items()}


def _took(session: Session, ask: Ask) -> float:
    start = time.perf_counter()
    with session() as connection:
        ask(connection)
    return (time.perf_counter() - start) * 1000


_COSTS = re.compile(r" +\(cost=\S+ rows=\d+ width=\d+\)")
_EXPLAINED: tuple[LiteralString, ...] = (
    "session_preload_libraries = 'auto_explain'",
    "auto_explain.log_min_duration = 0",
    "auto_explain.log_analyze = on",
    "auto_explain.log_buffers = on",
    "auto_explain.log_nested_statements = on",
    "auto_explain.log_level = 'notice'",
)


def plans(filled: Filled, draw: Draw, drawn: Random) -> list[str]:
    """How the server goes about each statement of the question, those of its functions too, once it has been asked
    often enough to be prepared: the lines that say what was read, sorted or thrown away."""
    told: list[str] = []
    with _explaining(filled), filled.session() as connection:
        for _ in range(PREPARED):
            draw(filled, drawn)(connection)
        connection.execute("SELECT")  # a plan is told when the next statement comes
        connection.add_notice_handler(lambda notice: told.append(notice.message_primary or ""))
        draw(filled, drawn)(connection)
    return [_COSTS.sub("", line).strip() for plan in told for line in plan.splitlines() if _matters(line)]


def _matters(line: str) -> bool:
    return any(word in line for word in (" Scan", "Sort Method", "Removed by Filter"))


@contextmanager
def _explaining(filled: Filled) -> Iterator[None]:
    """The next connections of the pool tell their plans."""
    database = sql.Identifier(str(conninfo_to_dict(filled.dsn)["dbname"]))
    with psycopg.connect(filled.dsn, autocommit=True) as admin:
        for setting in _EXPLAINED:
            admin.execute(sql.SQL("ALTER DATABASE {} SET " + setting).format(database))
        filled.pool.drain()
        try:
            yield
        finally:
            admin.execute(sql.SQL("ALTER DATABASE {} RESET ALL").format(database))
            filled.pool.drain()
