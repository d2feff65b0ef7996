"""Who wrote when: a month of dialogues before an instant that is given, drawn alike each time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import cycle
from random import Random
from zoneinfo import ZoneInfo

from runtime.demo.customers import CUSTOMERS, Customer
from runtime.demo.lines import Replies, Says, Script
from runtime.demo.scripts import BY_THE_ASSISTANT, BY_THE_TEAM, OF_THE_DAY

SEED = 2025
PARIS = ZoneInfo("Europe/Paris")
FIRST_DAY, DAYS_APART = 28, 4  # days ago; far enough apart for a dialogue to end before the next one
OPEN_HOURS = range(10, 17)
AWAKE_HOURS = (8, 9, 10, 11, 12, 12, 13, 14, 15, 16, 17, 18, 18, 19, 20, 20, 21)
CLOSED_DAYS = {6: 1, 0: 2}  # Sunday and Monday, and how many days the Saturday before is away
NIGHT = timedelta(hours=10)
BY_THE_ASSISTANT_ALONE = 0.6  # of the dialogues


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A dialogue of a customer. `number` counts them, from 0."""

    customer: Customer
    number: int
    script: Script
    starts_at: datetime

    @property
    def dice(self) -> Random:
        """Its own, so that it goes the same way whichever is told first."""
        return _dice(f"{self.customer.phone}:{self.number}")


def plan(now: datetime) -> list[list[Dialogue]]:
    """The dialogues of each customer, oldest first."""
    dice = _dice("plan")
    scripts = _drawn(dice)
    last_ones = dict(zip(dice.sample(CUSTOMERS, len(OF_THE_DAY)), OF_THE_DAY, strict=True))
    return [_of(customer, dice, scripts, last_ones.get(customer), now) for customer in CUSTOMERS]


def _dice(name: str) -> Random:
    return Random(f"{SEED}:{name}")  # noqa: S311 - the same each time, on purpose


def _of(
    customer: Customer, dice: Random, scripts: Iterator[Script], last: tuple[int, Script] | None, now: datetime
) -> list[Dialogue]:
    told: list[tuple[datetime, Script]] = []
    if last is None or not _is_unanswered(last[1]):  # who waits for a first answer has never written before
        told = _earlier(dice, scripts, now, 1 if last is None else 2)
    if last is not None:
        minutes, script = last
        told.append((_awake(now - timedelta(minutes=minutes)), script))
    return [Dialogue(customer, number, script, at) for number, (at, script) in enumerate(told)]


def _earlier(dice: Random, scripts: Iterator[Script], now: datetime, days: int) -> list[tuple[datetime, Script]]:
    """One to three dialogues, the last of which at least some days ago."""
    possible = range(days + dice.randrange(DAYS_APART), FIRST_DAY, DAYS_APART)
    days_ago = sorted(dice.sample(possible, dice.choice((1, 1, 2, 2, 3))), reverse=True)
    drawn = zip(days_ago, scripts, strict=False)
    return [(_on(dice, now, days, script), script) for days, script in drawn]


def _drawn(dice: Random) -> Iterator[Script]:
    """Scripts without end, each kind in turn."""
    kinds: list[Sequence[Script]] = [BY_THE_ASSISTANT, BY_THE_TEAM]
    alone, together = (cycle(dice.sample(kind, len(kind))) for kind in kinds)
    while True:
        yield next(alone if dice.random() < BY_THE_ASSISTANT_ALONE else together)


def _on(dice: Random, now: datetime, days_ago: int, script: Script) -> datetime:
    """Whenever the customer is awake; when the institute is open, if a person answers."""
    day = now.astimezone(PARIS).date() - timedelta(days=days_ago)
    hours: Sequence[int] = AWAKE_HOURS
    if any(isinstance(line, Replies) for line in script.lines):
        day -= timedelta(days=CLOSED_DAYS.get(day.weekday(), 0))
        hours = OPEN_HOURS
    return datetime.combine(day, time(dice.choice(hours), dice.randrange(60), dice.randrange(60)), PARIS)


def _is_unanswered(script: Script) -> bool:
    return all(isinstance(line, Says) for line in script.lines)


def _awake(at: datetime) -> datetime:
    """Or the evening before, when it is night."""
    return at - NIGHT if at.astimezone(PARIS).hour not in range(8, 22) else at
