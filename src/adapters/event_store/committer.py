"""One committer per process: saves that arrive together are committed together.

Synchronous and asynchronous callers share it: `submit` gives a future, that a coroutine awaits with
`asyncio.wrap_future`.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Any

from eventsourcing.persistence import InterfaceError, OperationalError

from adapters.event_store.recorder import StoredSave
from adapters.event_store.stored import RecordedFact
from adapters.gathering import Gathered
from application.ports.ledger import Conflict, OutcomeUnknown
from domain.fact import Fact

Append = Callable[[Sequence[StoredSave]], list[list[RecordedFact] | None]]
Facts = Sequence[Fact[Any]]


@dataclass(frozen=True, slots=True)
class _Asked:
    facts: Facts
    save: StoredSave


class Committer:
    """Gathers saves; one thread appends them, batch after batch."""

    def __init__(self, append: Append) -> None:
        self._append = append
        self._gathered: Gathered[_Asked, Facts] = Gathered(self._commit, name="committer")

    def submit(self, facts: Facts, save: StoredSave) -> "Future[Facts]":
        """Ask for the save of the facts. The future gives them with their places; it raises `Conflict`,
        `OutcomeUnknown` or a persistence error."""
        return self._gathered.ask(_Asked(facts, save))

    def close(self) -> None:
        """Commit what was asked for, then stop."""
        self._gathered.close()

    def _commit(self, batch: Sequence[_Asked]) -> Sequence[Facts | Exception]:
        try:
            results = self._append([asked.save for asked in batch])
        except (InterfaceError, OperationalError) as lost:
            return [OutcomeUnknown(str(lost)) for _ in batch]
        except Exception as error:
            if len(batch) == 1:
                return [error]
            # The database refused the batch: find whose fault it is, so that one bad save fails alone.
            return [verdict for asked in batch for verdict in self._commit([asked])]
        return [_verdict(asked.facts, recorded) for asked, recorded in zip(batch, results, strict=True)]


def _verdict(facts: Facts, recorded: list[RecordedFact] | None) -> Facts | Conflict:
    if recorded is None:
        return Conflict("another save came first")
    return [
        replace(fact, sequence=given.sequence, position=given.id, recorded_at=given.recorded_at)
        for fact, given in zip(facts, recorded, strict=True)
    ]
