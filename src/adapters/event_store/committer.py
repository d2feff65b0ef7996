"""One committer per process: saves that arrive together are committed together.

Synchronous and asynchronous callers share it: `submit` gives a future, that a coroutine awaits with
`asyncio.wrap_future`.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from eventsourcing.persistence import InterfaceError, OperationalError

from adapters.event_store.recorder import StoredSave
from adapters.event_store.stored import RecordedFact
from adapters.gathering import Gatherer
from application.ports.ledger import Conflict, OutcomeUnknown

Append = Callable[[Sequence[StoredSave]], list[list[RecordedFact] | None]]
Recorded = Future[list[RecordedFact]]


@dataclass(frozen=True, slots=True)
class _Pending:
    save: StoredSave
    recorded: Recorded


class Committer:
    """Gathers saves; one thread appends them, batch after batch."""

    def __init__(self, append: Append) -> None:
        self._append = append
        self._gatherer = Gatherer(self._commit, name="committer")

    def submit(self, save: StoredSave) -> Recorded:
        """Ask for the save. The future raises `Conflict`, `OutcomeUnknown` or a persistence error."""
        pending = _Pending(save, Future())
        self._gatherer.put(pending)
        return pending.recorded

    def close(self) -> None:
        """Commit what was asked for, then stop."""
        self._gatherer.close()

    def _commit(self, batch: list[_Pending]) -> None:
        try:
            results = self._append([pending.save for pending in batch])
        except (InterfaceError, OperationalError) as lost:
            for pending in batch:
                pending.recorded.set_exception(OutcomeUnknown(str(lost)))
        except Exception as error:
            self._commit_apart(batch, error)
        else:
            for pending, recorded in zip(batch, results, strict=True):
                _settle(pending.recorded, recorded)

    def _commit_apart(self, batch: list[_Pending], error: Exception) -> None:
        """The database refused the batch: find whose fault it is, so that one bad save fails alone."""
        if len(batch) == 1:
            batch[0].recorded.set_exception(error)
            return
        for pending in batch:
            self._commit([pending])


def _settle(future: Recorded, recorded: list[RecordedFact] | None) -> None:
    if recorded is None:
        future.set_exception(Conflict("another save came first"))
    else:
        future.set_result(recorded)
