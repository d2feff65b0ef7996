"""What is asked of a batch."""

from uuid import UUID

from domain.event import Command
from domain.licensing.batch_events import BatchKind, RowVerdict
from domain.licensing.licence_events import RevocationReason
from domain.licensing.terms import Plan


class BatchCommand(Command):
    """About this batch."""

    batch_id: UUID


class PrepareBatch(BatchCommand):
    """Rows, the act, and what a dry run gave: how many rows for each verdict, and those that would not be done.

    `licence_ids` are those of a selection, none of a file. `words` is the reason of an extension or the note of a
    revocation: it is looked at here, and kept beside the file, since it may tell of a person. `content_index` is the
    keyed hash of all that was asked.
    """

    kind: BatchKind
    rows: int
    content_index: UUID
    licence_ids: tuple[UUID, ...] = ()
    days: int | None = None
    plan: Plan | None = None
    revocation: RevocationReason | None = None
    words: str = ""
    expected: dict[str, int]
    troubles: tuple[RowVerdict, ...] = ()


class StartBatch(BatchCommand):
    """Do it; go on with it after a stop."""


class AdvanceBatch(BatchCommand):
    """What became of the rows that follow `after`. The facts of these rows are in the same save."""

    after: int
    verdicts: tuple[RowVerdict, ...]


class StopBatch(BatchCommand):
    """Leave the rest undone. `code` says why it stopped by itself; empty when a person wanted it."""

    code: str = ""


class UndoBatch(BatchCommand):
    """Take back the licences that the import made."""


class AdvanceUndo(BatchCommand):
    """What became of the licences of the rows that follow `after`, up to `through`."""

    after: int
    through: int
    verdicts: tuple[RowVerdict, ...]
