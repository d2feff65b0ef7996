"""Figures of contestants that were measured by turns in one run. What is judged is how they compare, never how fast a
machine was."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Round = Callable[[], float]
"""Measures a contestant once, and gives the figure."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a contestant did, round after round."""

    rounds: Sequence[float]

    @property
    def median(self) -> float:
        return statistics.median(self.rounds)


@dataclass(frozen=True, slots=True)
class Aim:
    """What a ratio (or, beside nothing, a figure) is hoped to be."""

    than: Literal["at least", "at most"]
    value: float
    unit: str = "×"

    def is_held(self, figure: float) -> bool:
        return figure >= self.value if self.than == "at least" else figure <= self.value

    def __str__(self) -> str:
        return f"{'≥' if self.than == 'at least' else '≤'} {self.value:g} {self.unit}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One line of the table: ours, beside what somebody else would use or beside a limit. `peer` is empty when ours
    stands alone; then the aim is for the figure itself."""

    what: str
    unit: str
    ours: Figures
    peer: str = ""
    theirs: Figures | None = None
    aim: Aim | None = None
    notes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def ratio(self) -> float | None:
        """The median over the rounds of ours ÷ theirs: two that were measured one after the other."""
        if self.theirs is None:
            return None
        return statistics.median(mine / other for mine, other in zip(self.ours.rounds, self.theirs.rounds, strict=True))

    @property
    def is_held(self) -> bool | None:
        """Whether the aim is reached; None when there is none."""
        if self.aim is None:
            return None
        return self.aim.is_held(self.ours.median if self.ratio is None else self.ratio)

    def as_json(self) -> dict[str, Any]:
        """What is kept: every round, so that anybody can judge otherwise."""
        told = {"median": self.ours.median, "ratio": self.ratio, "held": self.is_held}
        return asdict(self) | {"aim": str(self.aim) if self.aim else None} | told


def by_turns(contestants: Mapping[str, Round], rounds: int) -> dict[str, Figures]:
    """Every contestant once per round, the other way round in the next: what slows the machine hits them all."""
    found: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(rounds):
        for name in sorted(contestants, key=list(contestants).index, reverse=number % 2 == 1):
            found[name].append(contestants[name]())
    return {name: Figures(figures) for name, figures in found.items()}


def percentile(took: Sequence[float], share: float) -> float:
    """The value that this share of them does not exceed."""
    return sorted(took)[min(len(took) - 1, int(len(took) * share))]
