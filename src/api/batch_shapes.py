"""The shapes of batches: what a dry run gave, how far one is, what became of each row."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal, cast
from uuid import UUID

from pydantic import Field

from api.batch_words import why
from api.schemas import Done, Fresh, View
from application.ports.batch_files import KEEP_DAYS
from domain.licensing.batch_events import BatchKind, BatchPrepared, RowVerdict, Verdict
from domain.licensing.licence_events import RevocationReason
from domain.licensing.terms import Plan
from projections.batch_rows import BatchRowRow
from projections.batches import BatchRow

SHOWN = 20
"""Troubles that the answer of a dry run shows; the others are a page away."""

Counts = dict[Verdict, int]
Phase = Literal["prepared", "running", "finished", "stopped", "undoing", "undone"]


class RowView(View):
    """Une ligne, et ce qu'elle devient."""

    row: int = Field(description="La ligne, comptée à partir de 1, sous les noms des colonnes.")
    verdict: Verdict = Field(
        description="D'un import : `created`, `duplicate`, `invalid` ; d'une sélection : `changed`, `unchanged`,"
        " `refused` ; d'une annulation : `undone`, `conflict`."
    )
    settled: bool = Field(description="Faux tant que ce n'est que le verdict de l'essai.")
    code: str
    reason: str = Field(description="Pourquoi ce n'est pas fait, en français ; vide si ça l'est.")
    field: str
    licence_id: UUID | None = Field(description="La licence concernée ; d'un doublon, celle qui a la machine.")
    changes: list[str] = Field(description="Les faits qui empêchent d'annuler.")


class Tried(Done):
    """Ce que donnerait un lot. Rien n'est fait tant qu'il n'est pas lancé."""

    batch_id: UUID
    rows: int
    expected: Counts = Field(description="Combien de lignes auraient chaque verdict.")
    troubles: list[RowView] = Field(description=f"Les lignes qui ne seraient pas faites, {SHOWN} au plus.")


class BatchView(View):
    """Un lot, et où il en est."""

    batch_id: UUID
    kind: BatchKind
    phase: Phase
    file_name: str = Field(description="Le nom du fichier importé, tant qu'il est gardé.")
    rows: int
    days: int | None
    plan: Plan | None
    revocation: RevocationReason | None
    expected: Counts = Field(description="Ce que l'essai a donné.")
    through: int = Field(description="La dernière ligne traitée.")
    counts: Counts = Field(description="Ce qui a été fait.")
    undone_through: int
    undo_counts: Counts = Field(description="Ce qui a été annulé.")
    code: str = Field(description="Pourquoi il s'est arrêté de lui-même.")
    reason: str
    prepared_at: datetime
    prepared_by: UUID | None
    started_at: datetime | None
    started_by: UUID | None
    ended_at: datetime | None
    undo_at: datetime | None
    undo_by: UUID | None
    undone_at: datetime | None
    file_until: datetime = Field(description="Quand le fichier, ou le motif, est supprimé.")


class OneBatch(Fresh, BatchView):
    """Un lot, et où il en est."""


def tried(prepared: BatchPrepared, sequence: int) -> Tried:
    """The answer of a dry run."""
    return Tried(
        sequence=sequence,
        batch_id=prepared.batch_id,
        rows=prepared.rows,
        expected=cast(Counts, prepared.expected),
        troubles=[_row_of(one) for one in prepared.troubles[:SHOWN]],
    )


def _row_of(one: RowVerdict) -> RowView:
    return RowView(
        **one.model_dump(exclude={"changes"}),
        settled=False,
        reason=why(one.code, one.changes),
        changes=list(one.changes),
    )


def row_view(row: BatchRowRow) -> RowView:
    """A row as it is shown."""
    return RowView(
        row=row.row_number,
        verdict=row.verdict,
        settled=row.settled,
        code=row.code,
        reason=why(row.code, row.changes),
        field=row.field,
        licence_id=row.licence_id,
        changes=row.changes,
    )


def batch_view(row: BatchRow, names: Mapping[UUID, str]) -> OneBatch:
    """A batch as it is shown."""
    known = {column: value for column, value in row._asdict().items() if column != "organisation_id"}
    return OneBatch(
        **known,
        file_name=names.get(row.batch_id, ""),
        reason=why(row.code),
        file_until=row.prepared_at + timedelta(days=KEEP_DAYS),
    )
