"""Many licences at once: a file becomes licences, one act is done on a selection, an import is undone.

A batch is tried first: the same rules on the same rows, and nothing is saved but the file. Then it is done by some rows
at a time: what the rows give and how far the batch is are one save. Whoever goes on with it goes on from there.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from application import licence_sheet
from application.bus import Bus, Busy, Draft, Outcome, Overtaken, follow
from application.licence_rows import Act, Acting, Issuing, Undoing, Work
from application.licensing import LicenceDesk
from application.ports.batch_files import BatchFile, BatchFiles
from application.ports.indexes import BlindIndexes
from application.ports.ledger import Ledger, Stream
from domain.event import Command
from domain.fact import Context, Fact
from domain.licensing.batch import Batch, Phase, batch, refuse_unknown_batch
from domain.licensing.batch_commands import (
    AdvanceBatch,
    AdvanceUndo,
    PrepareBatch,
    StartBatch,
    StopBatch,
    UndoBatch,
)
from domain.licensing.batch_events import BatchPrepared, BatchStarted, BatchUndoAsked, RowVerdict
from domain.refusal import refuse

AT_ONCE = 100
"""Rows of one save: what waits for the writer behind it waits a tenth of a second."""
TRIED_AT_ONCE = 500
CHUNKS = 50
"""Saves of one performance: it is over well before the worker could lose the row of the outbox."""
TRIES = 10
GOOD = frozenset({"created", "changed"})

Known = dict[Stream, list[Fact[Any]]]


@dataclass(frozen=True, slots=True)
class Batches:
    """Acts on batches. Methods may raise `Refused` and `Busy`."""

    bus: Bus
    ledger: Ledger
    desk: LicenceDesk
    files: BatchFiles
    indexes: BlindIndexes

    # trying

    def try_import(self, context: Context, batch_id: UUID, file: BatchFile) -> tuple[BatchPrepared, Outcome]:
        """What a file would give, once per id. It is kept, to be done as it is."""
        sheet = licence_sheet.read(file.content)
        work = Issuing(self.desk, self.desk.selling(context.organisation_id), batch_id, sheet)
        index = self.indexes.blind_index("batch", context.organisation_id, hashlib.sha256(file.content).hexdigest())
        return self._prepare(context, batch_id, file, work, kind="issue", content_index=index)

    def try_act(
        self, context: Context, batch_id: UUID, licence_ids: Sequence[UUID], act: Act
    ) -> tuple[BatchPrepared, Outcome]:
        """What an act would give, once per id. A licence that is named twice is one."""
        ids = tuple(dict.fromkeys(licence_ids))
        work = Acting(self.desk.selling(context.organisation_id), batch_id, ids, act)
        index = self.indexes.blind_index("batch", context.organisation_id, act, *ids)
        return self._prepare(
            context,
            batch_id,
            BatchFile("", act.words.encode()),
            work,
            kind=act.kind,
            content_index=index,
            licence_ids=ids,
            days=act.days,
            plan=act.plan,
            revocation=act.revocation,
            words=act.words,
        )

    def _prepare(
        self, context: Context, batch_id: UUID, file: BatchFile, work: Work, **asked: Any
    ) -> tuple[BatchPrepared, Outcome]:
        stream = (context.organisation_id, batch_id)
        verdicts = [] if self.ledger.load([stream])[stream] else self._tried(context, work)
        prepare = PrepareBatch(
            batch_id=batch_id,
            rows=work.rows,
            expected=Counter(one.verdict for one in verdicts),
            troubles=tuple(one for one in verdicts if one.verdict not in GOOD),
            **asked,
        )
        batch.decide(self._state(stream), prepare)  # before anything is kept
        self.files.keep(*stream, file)
        outcome = self.bus.execute(context, prepare)
        (prepared,) = self._told(stream, BatchPrepared)
        return prepared.event, outcome

    def _tried(self, context: Context, work: Work) -> list[RowVerdict]:
        draft = Draft(self.ledger)
        verdicts: list[RowVerdict] = []
        for first in range(1, work.rows + 1, TRIED_AT_ONCE):
            verdicts += work.decide(draft, context, _numbers(first - 1, TRIED_AT_ONCE, work.rows))
            draft.facts.clear()
        return verdicts

    # asking

    def start(self, context: Context, batch_id: UUID) -> Outcome:
        """Do it, or go on after a stop."""
        stream = (context.organisation_id, batch_id)
        if self._state(stream).phase in ("prepared", "stopped") and self.files.fetch(*stream) is None:
            refuse("Le fichier a été supprimé après 30 jours. Importez-le à nouveau.", code="FILE_ERASED")
        return self.bus.execute(context, StartBatch(batch_id=batch_id))

    def stop(self, context: Context, batch_id: UUID) -> Outcome:
        """Leave the rest undone."""
        return self.bus.execute(context, StopBatch(batch_id=batch_id))

    def undo(self, context: Context, batch_id: UUID) -> Outcome:
        """Take an import back."""
        return self.bus.execute(context, UndoBatch(batch_id=batch_id))

    def sheet(self, organisation_id: UUID, batch_id: UUID) -> licence_sheet.Sheet:
        """The file of an import, as long as it is kept."""
        self.refuse_other(organisation_id, batch_id, "issue")
        file = self.files.fetch(organisation_id, batch_id)
        if file is None:
            refuse("Le fichier de cet import a été supprimé après 30 jours.", code="FILE_ERASED")
        return licence_sheet.read(file.content)

    def refuse_other(self, organisation_id: UUID, batch_id: UUID, *kinds: str) -> None:
        """Refuse a batch that is not of these kinds."""
        state = self._state((organisation_id, batch_id))
        if not state.phase or state.kind not in kinds:
            refuse_unknown_batch()

    # doing

    def go_on(self, organisation_id: UUID, batch_id: UUID) -> bool:
        """Do some rows of what was started, or take some back. Whether there are more."""
        stream = (organisation_id, batch_id)
        known: Known = {stream: list(self.ledger.load([stream])[stream])}
        state = _folded(known[stream])
        if state.phase not in ("running", "undoing"):
            return False
        work = self._work(stream, state)
        if work is None:
            self.bus.execute(_context(known[stream]), StopBatch(batch_id=batch_id, code="FILE_ERASED"))
            return False
        return all(self._step(stream, known, work, state.phase) for _ in range(CHUNKS))

    def _step(self, stream: Stream, known: Known, work: Work, phase: Phase) -> bool:
        """One save; decided again when others write on the same streams. Whether the batch is still at it after."""
        for _ in range(TRIES):
            state, context = _folded(known[stream]), _context(known[stream])
            if state.phase != phase:
                return False
            draft = Draft(self.ledger, {stream: known[stream]})
            draft.execute(context, _advance(stream[1], state, work, draft, context))
            try:
                follow(known, self.bus.save(draft))
            except Overtaken:
                known[stream] = list(self.ledger.load([stream])[stream])
            else:
                return _folded(known[stream]).phase == phase
        raise Busy

    def _work(self, stream: Stream, state: Batch) -> Work | None:
        """What is to be done with each row; None when its file is no more."""
        organisation_id, batch_id = stream
        selling = self.desk.selling(organisation_id)
        if state.phase == "undoing":
            return Undoing(selling, batch_id, state.through)
        file = self.files.fetch(organisation_id, batch_id)
        if file is None:
            return None
        if state.kind == "issue":
            return Issuing(self.desk, selling, batch_id, licence_sheet.read(file.content))
        (prepared,) = self._told(stream, BatchPrepared)
        event = prepared.event
        act = Act(event.kind, event.days, event.plan, event.revocation, file.content.decode())
        return Acting(selling, batch_id, event.licence_ids, act)

    def _state(self, stream: Stream) -> Batch:
        state: Batch = self.bus.state(batch, stream)
        return state

    def _told(self, stream: Stream, kind: type[BatchPrepared]) -> list[Fact[BatchPrepared]]:
        return [fact for fact in self.ledger.load([stream])[stream] if isinstance(fact.event, kind)]


def _advance(batch_id: UUID, state: Batch, work: Work, draft: Draft, context: Context) -> Command:
    if state.phase == "undoing":
        numbers = _numbers(state.undone_through, AT_ONCE, state.through)
        verdicts = tuple(work.decide(draft, context, numbers))
        through = numbers[-1] if numbers else state.through
        return AdvanceUndo(batch_id=batch_id, after=state.undone_through, through=through, verdicts=verdicts)
    verdicts = tuple(work.decide(draft, context, _numbers(state.through, AT_ONCE, work.rows)))
    return AdvanceBatch(batch_id=batch_id, after=state.through, verdicts=verdicts)


def _numbers(after: int, most: int, rows: int) -> Sequence[int]:
    return range(after + 1, min(after + most, rows) + 1)


def _folded(facts: Sequence[Fact[Any]]) -> Batch:
    state: Batch = batch.fold(fact.event for fact in facts)
    return state


def _context(facts: Sequence[Fact[Any]]) -> Context:
    """In the name of whoever asked for it last."""
    asked = [fact for fact in facts if isinstance(fact.event, BatchStarted | BatchUndoAsked)]
    last = asked[-1]
    return Context(last.organisation_id, last.context.actor, last.context.correlation_id, causation=last.sequence)
