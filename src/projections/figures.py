"""The figures of a period, and of each of its days, from the read models that count.

`VERSION` names the definitions: a figure whose meaning changes gets another version.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection

from projections import activity, answers, overview, turns
from projections.percentiles import percentile

VERSION = "v1"


@dataclass(slots=True)
class Figures:
    """The sums of a period. Rates, means and percentiles are None when there is nothing to divide by."""

    received: int = 0
    sent_by_assistant: int = 0
    sent_by_people: int = 0
    turns: int = 0
    turns_allowed: int = 0
    turns_answered: int = 0
    waits: Counter[int] = field(default_factory=Counter)
    waited_ms: int = 0
    scored: int = 0
    scores: float = 0.0

    @property
    def message_rate(self) -> float | None:
        """Messages of the assistant ÷ messages received."""
        return _divided(self.sent_by_assistant, self.received)

    @property
    def turn_rate(self) -> float | None:
        """Turns that the assistant answered first ÷ turns that it was allowed to answer."""
        return _divided(self.turns_answered, self.turns_allowed)

    @property
    def mean_wait_ms(self) -> float | None:
        """The mean response time, exact."""
        return _divided(self.waited_ms, self.waits.total())

    @property
    def p50_wait_ms(self) -> float | None:
        """The median response time, to 2.5 %."""
        return percentile(self.waits, 0.5)

    @property
    def p95_wait_ms(self) -> float | None:
        """The response time of which 95 % stay under, to 2.5 %."""
        return percentile(self.waits, 0.95)

    @property
    def mean_confidence(self) -> float | None:
        """The mean score of the answers, sentences that hand over left out."""
        return _divided(self.scores, self.scored)

    def add(self, other: "Figures") -> None:
        """Sum up."""
        self.received += other.received
        self.sent_by_assistant += other.sent_by_assistant
        self.sent_by_people += other.sent_by_people
        self.turns += other.turns
        self.turns_allowed += other.turns_allowed
        self.turns_answered += other.turns_answered
        self.waits += other.waits
        self.waited_ms += other.waited_ms
        self.scored += other.scored
        self.scores += other.scores


@dataclass(frozen=True, slots=True)
class PeriodFigures:
    """The whole, the conversations that had a message in it, and day by day."""

    whole: Figures
    active_conversations: int
    days: list[Figures]


def of_period(connection: Connection[Any], bounds: list[datetime], channel_id: UUID | None = None) -> PeriodFigures:
    """The figures between the first and the last of `bounds`, the beginnings of the days and the end, which are
    quarters of an hour in ascending order."""
    days = [Figures() for _ in bounds[1:]]
    for counted in overview.by_day(connection, bounds, channel_id):
        day = days[counted.day - 1]
        day.received = counted.received
        day.sent_by_assistant, day.sent_by_people = counted.sent_by_assistant, counted.sent_by_people
    for said in turns.by_day(connection, bounds, channel_id):
        day = days[said.day - 1]
        day.turns, day.turns_allowed, day.turns_answered = said.turns, said.allowed, said.answered
    for wait in answers.waits(connection, bounds, channel_id):
        _note_wait(days[wait.day - 1], wait)
    whole = Figures()
    for day in days:
        whole.add(day)
    return PeriodFigures(whole, activity.conversations(connection, bounds[0], bounds[-1], channel_id), days)


def _note_wait(day: Figures, wait: answers.Wait) -> None:
    if wait.bucket is not None:
        day.waits[wait.bucket] += wait.answers
        day.waited_ms += wait.waited_ms
    day.scored += wait.scored
    day.scores += wait.scores


def _divided(part: float, whole: int) -> float | None:
    return part / whole if whole else None
