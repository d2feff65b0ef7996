"""What the screens ask all day, of organisations ten and a hundred times larger: the inbox, a thread, a search, the
timeline of a contact, the figures of a period. Each is beside itself at the smaller size.

These are the functions that the routes call, in the session that the routes have. They are Python on both sides, in the
process that asks: what they cost is in both figures.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from api import periods
from api.routers.stats import zone_of
from benchmarks.asking import CALLS, Ask, Contestant, Draw, p95s, plans
from benchmarks.figures import Aim, Comparison
from benchmarks.filled import DAYS, NOW, SIZES, WINDOWS, Filled, filled
from benchmarks.machine import described
from benchmarks.machines import cpu_seconds, machines
from benchmarks.report import Options, Report
from benchmarks.words import WORDS, Word
from projections import contacts, figures, inbox, thread, timeline
from projections.paging import encode

SEED = 7
AIM = Aim("at most", 1.3)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and how often in a round."""

    what: str
    draw: Draw
    calls: int = CALLS


def inbox_page(filled: Filled, drawn: Random) -> Ask:
    """The first page or one further on, of all or by state or person: what the desk looks at."""
    user_id = filled.user_id(drawn.randrange(10))
    asked: Mapping[str, Any] = drawn.choice(
        [{}, {}, {"cursor": _somewhere(drawn)}, {"status": "open"}, {"status": "waiting"}, {"user_id": user_id}]
    )
    return lambda connection: inbox.conversations(connection, WINDOWS, **asked)


def filtered_inbox(filled: Filled, drawn: Random) -> Ask:
    """By what few conversations are."""
    asked: Mapping[str, Any] = drawn.choice(
        [{"unread": True}, {"muted": True}, {"snoozed": True}, {"window": "closing"}, {"owner": "nobody"}]
    )
    return lambda connection: inbox.conversations(connection, WINDOWS, **asked)


def one_thread(filled: Filled, drawn: Random) -> Ask:
    conversation_id = filled.conversation_id(drawn.randrange(filled.conversations))

    def ask(connection: Any) -> object:
        assert inbox.conversation(connection, conversation_id)
        return thread.messages(connection, conversation_id)

    return ask


def one_timeline(filled: Filled, drawn: Random) -> Ask:
    contact_id = filled.contact_id(drawn.randrange(filled.conversations))

    def ask(connection: Any) -> object:
        assert contacts.contact(connection, contact_id)
        return timeline.lines(connection, contact_id)

    return ask


def search_of(word: Word) -> Draw:
    def draw(filled: Filled, drawn: Random) -> Ask:
        searched = word(filled, drawn)
        return lambda connection: inbox.conversations(connection, WINDOWS, search=searched)

    return draw


def overview_of(name: periods.Name) -> Draw:
    """As it was asked at some instant of the last days, of all channels or one."""

    def draw(filled: Filled, drawn: Random) -> Ask:
        now = NOW - timedelta(minutes=drawn.randrange(7 * 24 * 60))
        channel_id = drawn.choice([None, filled.channel_id(drawn.randrange(10))])

        def ask(connection: Any) -> object:
            span = periods.named(name, now, ZoneInfo(zone_of(connection)))
            return (
                figures.of_period(connection, span.bounds, channel_id),
                figures.of_period(connection, [span.since_before, span.until_before], channel_id),
            )

        return ask

    return draw


QUESTIONS = (
    Question("inbox page", inbox_page),
    Question("inbox page, rare filter", filtered_inbox),
    Question("thread", one_thread),
    *(Question(f"search, {what}", search_of(word)) for what, word in WORDS.items()),
    Question("timeline", one_timeline),
    Question("overview, today", overview_of("today")),
    Question("overview, 7 days", overview_of("7d")),
    Question("overview, 90 days", overview_of("90d"), calls=40),
)


def run(options: Options) -> Report:
    with machines({}), filled(options) as databases:
        before, mine = cpu_seconds(), time.process_time()
        compared = [one for question in QUESTIONS for one in _compared(question, databases, options.rounds)]
        cpu = {name: round(used - before.get(name, 0.0), 1) for name, used in cpu_seconds().items()}
        return Report(
            "queries",
            "Queries, each size beside the size before it",
            described(databases[0].dsn),
            compared,
            cpu={**cpu, "python, who asks": round(time.process_time() - mine, 1)},
            notes={"plans": _plans(databases[-1]), "rows": _rows()},
        )


def _compared(question: Question, databases: Sequence[Filled], rounds: int) -> Iterator[Comparison]:
    contestants = {one.label: _contestant(one, question.draw) for one in databases}
    found = p95s(contestants, rounds, question.calls)
    for smaller, larger in pairwise(databases):
        yield Comparison(
            f"{question.what}, {larger.label} messages",
            "ms p95",
            found[larger.label],
            f"itself, {smaller.label}",
            found[smaller.label],
            AIM,
            {"calls": question.calls},
        )


def _contestant(database: Filled, draw: Draw) -> Contestant:
    drawn = Random(SEED)
    return database.session, lambda: draw(database, drawn)


def _plans(largest: Filled) -> dict[str, list[str]]:
    drawn = Random(SEED)
    return {one.what: plans(largest, one.draw, drawn) for one in QUESTIONS}


def _rows() -> dict[str, object]:
    return {"messages": SIZES, "days": DAYS, "organisations": 2, "seed": SEED}


def _somewhere(drawn: Random) -> str:
    """The cursor of a page within the last month."""
    return encode(((NOW - timedelta(minutes=drawn.randrange(30 * 24 * 60))).isoformat(), UUID(int=0)))
