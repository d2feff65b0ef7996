"""The port of limits: how many requests somebody may make in a while, whichever process they come to.

Who that is, is told by an id that says nothing: the id of a person or of a channel, the keyed hash of an address.
"""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many requests in any `seconds` that follow one another. Each `kind` is counted apart.

    `portion` is how many a process may take at once, where exactness matters less than speed.
    """

    kind: str
    most: int
    seconds: int = 60
    portion: int = 1


@dataclass(frozen=True, slots=True)
class Count:
    """What is left of an allowance. `wait` is seconds until there is more: until the oldest request is forgotten."""

    accepted: bool
    most: int
    left: int
    wait: float


class Limits(Protocol):
    """Counts requests. Safe from any thread. It never raises: without its memory each process counts by itself."""

    def take(self, allowance: Allowance, who: UUID) -> Count:
        """Count one request, unless there is none left: what is refused is not counted."""
        ...

    def take_at_once(self, allowance: Allowance, who: UUID) -> Count | None:
        """The same as `take`, when nobody far away need be asked: an event loop may call it. None, and nothing is
        counted, for any other."""
        ...

    def look(self, allowance: Allowance, who: UUID) -> Count:
        """The same as `take`, and nothing is counted. `accepted` when one more would be."""
        ...
