"""The plans that an organisation may have: what a month costs, and how much of three things it holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

PlanName = Literal["starter", "professional", "enterprise"]

CURRENCY = "XAF"
DEFAULT: PlanName = "starter"
"""Of whoever never chose."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many contacts, messages a calendar month, and people who answer. None: as many as one likes."""

    max_contacts: int | None = None
    max_messages_monthly: int | None = None
    max_agents: int | None = None


NO_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Plan:
    """`price` is in whole francs CFA a month. The figures of a plan that is `raisable` may be higher for one
    organisation, by agreement."""

    name: PlanName
    label: str
    price: int
    limits: Limits
    raisable: bool = False


_ALL = (
    Plan("starter", "Starter", 75_000, Limits(5_000, 10_000, 2)),
    Plan("professional", "Professional", 200_000, Limits(25_000, 50_000, 5)),
    Plan("enterprise", "Enterprise", 450_000, Limits(100_000, None, 10), raisable=True),
)
PLANS: Mapping[str, Plan] = {one.name: one for one in _ALL}


def spaced(figure: int) -> str:
    """``10000`` → ``"10\u202f000"``"""
    return f"{figure:_}".replace("_", "\u202f")
