"""A batch: licences made of the rows of a file, or one act on many licences. It is tried first, then it is done.

A batch moves on by some rows at a time, in the save of what these rows give: whoever goes on with it after a crash, and
even two at once, do each row once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, NoReturn
from uuid import UUID

from domain.decider import Decider
from domain.event import Event
from domain.fact import NOBODY
from domain.licensing.batch_commands import (
    AdvanceBatch,
    AdvanceUndo,
    PrepareBatch,
    StartBatch,
    StopBatch,
    UndoBatch,
)
from domain.licensing.batch_events import (
    BatchAdvanced,
    BatchFinished,
    BatchKind,
    BatchPrepared,
    BatchStarted,
    BatchStopped,
    BatchUndoAdvanced,
    BatchUndoAsked,
    BatchUndone,
)
from domain.licensing.licence_refusals import refuse_days, refuse_no_note
from domain.reasons import refuse_no_reason
from domain.refusal import refuse

MOST_ROWS = 10_000

Phase = Literal["", "prepared", "running", "finished", "stopped", "undoing", "undone"]


@dataclass(frozen=True, slots=True)
class Batch:
    """How far it is: `through` is the last row that was done, `undone_through` the last that was taken back."""

    kind: BatchKind = "issue"
    content_index: UUID = NOBODY
    rows: int = 0
    phase: Phase = ""
    through: int = 0
    undone_through: int = 0


batch = Decider(Batch, identify="batch_id")


@batch.decides
def prepare(state: Batch, command: PrepareBatch) -> Iterator[Event]:
    """Once; the same id for something else is refused."""
    _refuse_act(command)
    if not 1 <= command.rows <= MOST_ROWS:
        refuse(f"Donnez de 1 à {MOST_ROWS} lignes.", code="BATCH_SIZE_INVALID", field="rows")
    if state.phase:
        if state.content_index != command.content_index:
            refuse("Cette clé a déjà servi pour autre chose.", code="IDEMPOTENCY_KEY_REUSED", field="Idempotency-Key")
        return
    yield BatchPrepared(**command.model_dump(exclude={"words"}))


def _refuse_act(command: PrepareBatch) -> None:
    """Refuse what would be refused of every row."""
    if command.kind == "extend":
        refuse_days(command.days or 0)
        refuse_no_reason(command.words)
    if command.kind == "change_plan" and command.plan is None:
        refuse("Choisissez une formule.", code="PLAN_MISSING", field="plan")
    if command.kind == "revoke":
        if command.revocation is None:
            refuse("Choisissez un motif.", code="REVOCATION_MISSING", field="revocation")
        refuse_no_note(command.revocation, command.words)


@batch.decides
def start(state: Batch, command: StartBatch) -> Iterator[Event]:
    """Once, and again after a stop."""
    _refuse_unknown(state)
    if state.phase in ("prepared", "stopped"):
        yield BatchStarted(batch_id=command.batch_id)


@batch.decides
def advance(state: Batch, command: AdvanceBatch) -> Iterator[Event]:
    """While it runs, each row once."""
    _refuse_unknown(state)
    if command.after < state.through:
        return
    if state.phase != "running":
        refuse("Ce lot n'est pas en cours.", code="BATCH_NOT_RUNNING")
    through = command.after + len(command.verdicts)
    yield BatchAdvanced(batch_id=command.batch_id, through=through, verdicts=command.verdicts)
    if through >= state.rows:
        yield BatchFinished(batch_id=command.batch_id)


@batch.decides
def stop(state: Batch, command: StopBatch) -> Iterator[Event]:
    """While it runs."""
    _refuse_unknown(state)
    if state.phase == "running":
        yield BatchStopped(batch_id=command.batch_id, code=command.code)


@batch.decides
def undo(state: Batch, command: UndoBatch) -> Iterator[Event]:
    """Once, of an import that was run and is over."""
    _refuse_unknown(state)
    if state.kind != "issue":
        refuse("Seul un import s'annule.", code="BATCH_NOT_AN_IMPORT")
    if state.phase == "prepared":
        refuse("Cet import n'a pas été lancé : il n'y a rien à annuler.", code="BATCH_NOT_RUN")
    if state.phase == "running":
        refuse("Cet import est en cours. Arrêtez-le, puis annulez-le.", code="BATCH_RUNNING")
    if state.phase in ("finished", "stopped"):
        yield BatchUndoAsked(batch_id=command.batch_id)


@batch.decides
def advance_undo(state: Batch, command: AdvanceUndo) -> Iterator[Event]:
    """While it is being undone, each row once."""
    _refuse_unknown(state)
    if command.after < state.undone_through:
        return
    if state.phase != "undoing":
        refuse("Cet import n'est pas en cours d'annulation.", code="BATCH_NOT_UNDOING")
    yield BatchUndoAdvanced(batch_id=command.batch_id, through=command.through, verdicts=command.verdicts)
    if command.through >= state.through:
        yield BatchUndone(batch_id=command.batch_id)


def refuse_unknown_batch() -> NoReturn:
    """Refuse a batch that is none of the organisation's."""
    refuse("Ce lot n'existe pas.", code="BATCH_UNKNOWN")


def _refuse_unknown(state: Batch) -> None:
    if not state.phase:
        refuse_unknown_batch()


@batch.evolves
def prepared(state: Batch, event: BatchPrepared) -> Batch:
    """Tried."""
    return Batch(kind=event.kind, content_index=event.content_index, rows=event.rows, phase="prepared")


@batch.evolves
def started(state: Batch, event: BatchStarted) -> Batch:
    """On its way."""
    return replace(state, phase="running")


@batch.evolves
def advanced(state: Batch, event: BatchAdvanced) -> Batch:
    """Some rows further."""
    return replace(state, through=event.through)


@batch.evolves
def finished(state: Batch, event: BatchFinished) -> Batch:
    """All rows have their verdict."""
    return replace(state, phase="finished")


@batch.evolves
def stopped(state: Batch, event: BatchStopped) -> Batch:
    """Some rows have their verdict."""
    return replace(state, phase="stopped")


@batch.evolves
def undo_asked(state: Batch, event: BatchUndoAsked) -> Batch:
    """On its way back."""
    return replace(state, phase="undoing")


@batch.evolves
def undo_advanced(state: Batch, event: BatchUndoAdvanced) -> Batch:
    """Some rows further back."""
    return replace(state, undone_through=event.through)


@batch.evolves
def undone(state: Batch, event: BatchUndone) -> Batch:
    """Taken back."""
    return replace(state, phase="undone")
