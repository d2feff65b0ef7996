"""What a provider asks of a channel, what a check of one finds, and how one is set up, in our words and in French.

Codes are stable and English, sentences French, without links. None holds a secret nor words of the provider.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from domain.channels.number import Quality

Level = Literal["ok", "warning", "error"]
About = Literal["credentials", "account", "number", "webhook", "provider"]
"""What a finding is about; ``provider``: it could not be asked."""


@dataclass(frozen=True, slots=True)
class Field:
    """A setting or a secret of a channel. `pattern` is a regular expression for the whole value; empty: any text."""

    name: str
    label: str
    help: str
    example: str
    secret: bool = False
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: how it is, and how to mend it (empty when there is nothing to mend)."""

    code: str
    level: Level
    about: About
    sentence: str
    remedy: str = ""


def table(*findings: Finding) -> Mapping[str, Finding]:
    """Findings by their code, which stays the same for ever: it is stored without its words."""
    return {finding.code: finding for finding in findings}


@dataclass(frozen=True, slots=True)
class NumberNotice:
    """What the provider says of a number, or of all the numbers of an account when `number` is empty.

    `number` is in E.164. What it does not speak of is None (`quality`, `customers_per_day`) or empty.
    `restricted` gives codes and ends of what is denied from now on, `lifted` codes of what is allowed again (``*``:
    everything).
    """

    kind: str
    number: str = ""
    quality: Quality | None = None
    customers_per_day: int | None = None  # -1: no limit
    restricted: Sequence[tuple[str, datetime | None]] = ()
    lifted: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Checkup:
    """What a check found, and what it learnt of the number on the way."""

    findings: Sequence[Finding]
    number: NumberNotice | None = None

    @property
    def ok(self) -> bool:
        """Whether nothing found keeps the channel from working."""
        return all(finding.level != "error" for finding in self.findings)


@dataclass(frozen=True, slots=True)
class SetupStep:
    """A step of the setup, in the provider's console or here.

    `values` are what to copy there, by the name that the console gives them. The step is done once every code of
    `done_when` was found well; without one, nobody but the person can tell.
    """

    code: str
    title: str
    detail: str
    values: Sequence[tuple[str, str]] = ()
    done_when: Sequence[str] = ()
