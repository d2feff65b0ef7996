"""Batches: imports of licences and acts on a selection, how far each is, and what became of each row."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query

from api.asking import Caller, Reader, acts, reads
from api.batch_shapes import BatchView, OneBatch, RowView, batch_view, row_view
from api.schemas import Cursor, Done, Limit, Listing
from domain.licensing.batch import refuse_unknown_batch
from domain.licensing.batch_events import Verdict
from projections import batch_rows, batches

router = APIRouter(prefix="/api/licences/batches", tags=["Licences"])


@router.get("", summary="Les imports et les actions groupées")
def list_batches(
    reader: Annotated[Reader, reads("licences.read")],
    of: Annotated[Literal["imports", "acts"] | None, Query(description="Les imports, ou les actions.")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Listing[BatchView]:
    """Chacun avec ce qu'il a donné, le dernier d'abord."""
    imports = None if of is None else of == "imports"
    with reader.session() as connection:
        found = batches.all_batches(connection, imports=imports, cursor=cursor, limit=limit)
    names = reader.services.batch_files.names(reader.who.organisation_id, [row.batch_id for row in found.data])
    data: list[BatchView] = [batch_view(row, names) for row in found.data]
    return Listing[BatchView](data=data, next_cursor=found.next_cursor, stale=reader.stale)


@router.get("/{batch_id}", summary="Un lot et son avancement")
def show_batch(batch_id: UUID, reader: Annotated[Reader, reads("licences.read")]) -> OneBatch:
    """Ce que l'essai a donné, jusqu'où il est fait, et ce qu'il a donné."""
    with reader.session() as connection:
        row = batches.one_batch(connection, batch_id)
    if row is None:
        refuse_unknown_batch()
    names = reader.services.batch_files.names(reader.who.organisation_id, [batch_id])
    return batch_view(row, names).model_copy(update={"stale": reader.stale})


@router.get("/{batch_id}/rows", summary="Les lignes d'un lot")
def list_batch_rows(
    batch_id: UUID,
    reader: Annotated[Reader, reads("licences.read")],
    verdict: Annotated[list[Verdict] | None, Query(description="Seulement ces verdicts.")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Listing[RowView]:
    """Le verdict de chaque ligne, dans l'ordre : celui de l'essai, puis celui de ce qui est fait."""
    with reader.session() as connection:
        if batches.one_batch(connection, batch_id) is None:
            refuse_unknown_batch()
        found = batch_rows.rows_of(connection, batch_id, verdicts=verdict or [], cursor=cursor, limit=limit)
    data = [row_view(row) for row in found.data]
    return Listing[RowView](data=data, next_cursor=found.next_cursor, stale=reader.stale)


@router.post("/{batch_id}/stop", summary="Arrêter un lot")
def stop_batch(batch_id: UUID, caller: Annotated[Caller, acts("licences.update")]) -> Done:
    """Ce qui est fait reste fait ; le reste attend d'être relancé. Sans effet sur un lot terminé."""
    return Done(sequence=caller.at(caller.services.batches.stop(caller.context, batch_id).sequence))
