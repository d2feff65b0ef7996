"""A batch that was started, or is to be undone, is carried out."""

from collections.abc import Iterator

from application.policy import BULK, Consequence, Desk, Effect, Policy
from domain.fact import Fact
from domain.licensing.batch_events import BatchStarted, BatchUndoAsked

batches = Policy("batches")


@batches.hears
def carry_out(fact: Fact[BatchStarted | BatchUndoAsked], desk: Desk) -> Iterator[Consequence]:
    """Row after row."""
    batch_id = str(fact.event.batch_id)
    yield Effect("run_batch", f"batch:{batch_id}:{fact.version}", {"batch_id": batch_id}, priority=BULK)
