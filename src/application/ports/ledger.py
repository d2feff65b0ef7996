"""The ledger port: load streams, save facts, read pages in order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from domain.fact import Fact

Stream = tuple[UUID, UUID]
"""(organisation, stream)"""


@dataclass(frozen=True, slots=True)
class Guard:
    """The stream must be at this version when the save is made, without being appended to (0: no facts)."""

    organisation_id: UUID
    stream_id: UUID
    version: int


@dataclass(frozen=True, slots=True)
class Save:
    """Facts to append together or not at all, and what must still hold then."""

    facts: Sequence[Fact[Any]]
    guards: Sequence[Guard] = ()


class Conflict(Exception):
    """Another save came first on one of the streams, or a guard no longer holds: reload, decide again."""


class OutcomeUnknown(Exception):
    """The connection was lost around the commit: the save may be there. Reload, decide again."""


class Saving(Protocol):
    """A save that was asked for. It is made by when `result` gives, and maybe before."""

    def result(self) -> Sequence[Fact[Any]]:
        """The facts as recorded. Raises `Conflict` or `OutcomeUnknown`. Blocks."""
        ...


class Ledger(Protocol):
    """One append-only ledger. Safe from any thread."""

    def load(self, streams: Iterable[Stream]) -> Mapping[Stream, list[Fact[Any]]]:
        """The facts of each stream, oldest first; absent streams give empty lists."""
        ...

    def submit(self, save: Save) -> Saving:
        """Append, together with what others submit meanwhile."""
        ...

    def page(self, after: int, limit: int) -> Sequence[Fact[Any]]:
        """Facts of all organisations after a position, in order of position."""
        ...

    def head(self) -> int:
        """The last position, 0 when empty."""
        ...
