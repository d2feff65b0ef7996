"""What can happen in a dialogue of the demonstration. Alternatives of a text are separated by `` | ``."""

from dataclasses import dataclass
from typing import Literal

from domain.conversations.content import Choice, Location, Unsupported
from domain.conversations.events import HandoverReason


@dataclass(frozen=True, slots=True)
class Says:
    """The customer writes, some minutes after what came before."""

    said: str | Location | Choice | Unsupported
    after: float = 2.0


@dataclass(frozen=True, slots=True)
class Answers:
    """The assistant gives the answer of an entry of the FAQ."""

    key: str


@dataclass(frozen=True, slots=True)
class HandsOver:
    """The assistant asks for a person."""

    reason: HandoverReason = "not_understood"


@dataclass(frozen=True, slots=True)
class Replies:
    """A member of the team writes, some minutes after what came before."""

    said: str
    after: float = 8.0
    as_manager: bool = False


@dataclass(frozen=True, slots=True)
class Fails:
    """A member of the team writes, and the provider does not deliver."""

    said: str
    after: float = 8.0


@dataclass(frozen=True, slots=True)
class Reacts:
    """The customer puts an emoji on our last message."""

    emoji: str


Line = Says | Answers | HandsOver | Replies | Fails | Reacts

Ending = Literal["resolved", "closed", "seen", "unread"]
"""How the team leaves it; `seen` is still open, and read."""


@dataclass(frozen=True, slots=True)
class Script:
    """A dialogue, from the first message to how it is left."""

    lines: tuple[Line, ...]
    ending: Ending = "resolved"


def script(*lines: Line, ending: Ending = "resolved") -> Script:
    """The lines, and the ending."""
    return Script(lines, ending)
