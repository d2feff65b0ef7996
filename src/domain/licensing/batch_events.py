"""Facts about a batch: many licences and one act, row after row. Rows are numbers and codes: what a file says of people
is in no fact of a batch."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from domain.event import Event
from domain.licensing.licence_events import RevocationReason
from domain.licensing.terms import Plan

BatchKind = Literal["issue", "extend", "change_plan", "revoke"]
Verdict = Literal["created", "duplicate", "invalid", "changed", "unchanged", "refused", "undone", "conflict"]
"""Of a row of a file: created, duplicate, invalid. Of a chosen licence: changed, unchanged, refused. Of a licence whose
import is undone: undone, or conflict when somebody has acted on it since."""


class RowVerdict(BaseModel):
    """What became of a row, counted from 1, or would. `code` and `field` say why it is not done; `licence_id` is the
    licence it is about, of a duplicate the one that holds the machine; `changes` names the facts of a conflict."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    row: int
    verdict: Verdict
    code: str = ""
    field: str = ""
    licence_id: UUID | None = None
    changes: tuple[str, ...] = ()


class BatchEvent(Event, context="licensing"):
    """Facts about a batch."""


class BatchPrepared(BatchEvent):
    """Lot préparé : {rows} ligne(s)"""

    batch_id: UUID
    kind: BatchKind
    rows: int
    content_index: UUID
    licence_ids: tuple[UUID, ...]
    days: int | None
    plan: Plan | None
    revocation: RevocationReason | None
    expected: dict[str, int]
    troubles: tuple[RowVerdict, ...]


class BatchStarted(BatchEvent):
    """Lot lancé"""

    batch_id: UUID


class BatchAdvanced(BatchEvent):
    """Lot traité jusqu'à la ligne {through}"""

    batch_id: UUID
    through: int
    verdicts: tuple[RowVerdict, ...]


class BatchFinished(BatchEvent):
    """Lot terminé"""

    batch_id: UUID


class BatchStopped(BatchEvent):
    """Lot arrêté"""

    batch_id: UUID
    code: str


class BatchUndoAsked(BatchEvent):
    """Annulation de l'import demandée"""

    batch_id: UUID


class BatchUndoAdvanced(BatchEvent):
    """Import annulé jusqu'à la ligne {through}"""

    batch_id: UUID
    through: int
    verdicts: tuple[RowVerdict, ...]


class BatchUndone(BatchEvent):
    """Import annulé"""

    batch_id: UUID
