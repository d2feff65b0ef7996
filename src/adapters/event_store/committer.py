"""One committer per process: saves that arrive together are committed together, by one of those who wait for them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from eventsourcing.persistence import InterfaceError, OperationalError

from adapters.combining import Asked, Combined
from adapters.event_store.recorder import StoredSave
from adapters.event_store.stored import RecordedFact
from application.ports.ledger import Conflict, OutcomeUnknown
from domain.fact import Fact

Append = Callable[[Sequence[StoredSave]], list[list[RecordedFact] | None]]
Facts = Sequence[Fact[Any]]


@dataclass(frozen=True, slots=True)
class _Wanted:
    facts: Facts
    save: StoredSave


class Committer:
    """Appends what is submitted, batch after batch. Blocks the threads that wait: not for an event loop."""

    def __init__(self, append: Append) -> None:
        self._append = append
        self._combined: Combined[_Wanted, Facts] = Combined(self._commit, abandoned=OutcomeUnknown)

    def submit(self, facts: Facts, save: StoredSave) -> Asked[_Wanted, Facts]:
        """Ask for the save of the facts. Its result is them with their places; it raises `Conflict`, `OutcomeUnknown`
        or a persistence error."""
        return self._combined.ask(_Wanted(facts, save))

    def close(self) -> None:
        """Commit what was asked for."""
        self._combined.answer_all()

    def _commit(self, batch: Sequence[_Wanted]) -> Sequence[Facts | Exception]:
        try:
            results = self._append([wanted.save for wanted in batch])
        except (InterfaceError, OperationalError) as lost:
            return [OutcomeUnknown(str(lost)) for _ in batch]
        return [_verdict(wanted.facts, recorded) for wanted, recorded in zip(batch, results, strict=True)]


def _verdict(facts: Facts, recorded: list[RecordedFact] | None) -> Facts | Conflict:
    if recorded is None:
        return Conflict("another save came first")
    return [
        replace(fact, sequence=given.sequence, position=given.id, recorded_at=given.recorded_at)
        for fact, given in zip(facts, recorded, strict=True)
    ]
