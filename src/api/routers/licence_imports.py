"""Imports of licences: a CSV file is tried, then done, and can be undone."""

from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, status
from pydantic import Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.asking import Caller, Reader, acts, made_of, reads
from api.batch_shapes import Tried, tried
from api.batch_words import why
from api.problems import ProblemAnswer, answers
from api.schemas import Done, IdempotencyKey, Words
from application import licence_sheet
from application.ports.batch_files import BatchFile
from domain.licensing.batch import MOST_ROWS
from projections import batch_rows

router = APIRouter(prefix="/api/licences/imports", tags=["Licences"])

REJECTED = ("duplicate", "invalid")
_CSV: dict[str, Any] = {
    "schema": {"type": "string"},
    "example": "email,hwid,plan,notes\nawa@exemple.fr,HW-7F3A,premium,Parrainage\n",
}


class TriedImport(Tried):
    """Ce que donnerait un fichier. Aucune licence n'est créée tant que l'import n'est pas lancé."""

    ignored: list[str] = Field(description="Les colonnes laissées de côté.")


async def _content(request: Request) -> bytes:
    try:
        return await request.body()
    except HTTPException as refused:
        if refused.status_code != 413:
            raise
        raise ProblemAnswer(
            413, "FILE_TOO_LARGE", "Ce fichier est trop lourd. Coupez-le en plusieurs fichiers.", field="file"
        ) from None


@router.post(
    "",
    summary="Essayer un import de licences",
    responses=answers(408, 413),
    openapi_extra={"requestBody": {"required": True, "content": {"text/csv": _CSV}}},
)
def try_import(
    caller: Annotated[Caller, acts("licences.create")],
    content: Annotated[bytes, Depends(_content)],
    idempotency_key: IdempotencyKey,
    file_name: Annotated[Words, Query(max_length=255, description="Le nom du fichier, pour le retrouver.")] = "",
) -> TriedImport:
    """Le corps est le fichier CSV, aux colonnes `email`, `hwid`, `plan` et `notes` dans n'importe quel ordre. Chaque
    ligne reçoit son verdict ; le fichier est gardé chiffré 30 jours, et rien d'autre n'est écrit."""
    batch_id = made_of(caller.who.organisation_id, caller.who.user_id, "import", idempotency_key)
    prepared, outcome = caller.services.batches.try_import(caller.context, batch_id, BatchFile(file_name, content))
    answer = tried(prepared, caller.at(outcome.sequence))
    return TriedImport(**answer.model_dump(), ignored=licence_sheet.read(content).ignored)


@router.post(
    "/{batch_id}/run", summary="Lancer un import", status_code=status.HTTP_202_ACCEPTED, responses=answers(410)
)
def run_import(batch_id: UUID, caller: Annotated[Caller, acts("licences.create")]) -> Done:
    """Crée les licences, ligne par ligne ; `BatchAdvanced` dit en direct où il en est. Le redire n'ajoute rien."""
    caller.services.batches.refuse_other(caller.who.organisation_id, batch_id, "issue")
    return Done(sequence=caller.at(caller.services.batches.start(caller.context, batch_id).sequence))


@router.post("/{batch_id}/undo", summary="Annuler un import", status_code=status.HTTP_202_ACCEPTED)
def undo_import(batch_id: UUID, caller: Annotated[Caller, acts("licences.undo")]) -> Done:
    """Révoque les licences qu'il a créées, sauf celles sur lesquelles quelqu'un a agi depuis : elles sont listées."""
    caller.services.batches.refuse_other(caller.who.organisation_id, batch_id, "issue")
    return Done(sequence=caller.at(caller.services.batches.undo(caller.context, batch_id).sequence))


@router.get(
    "/{batch_id}/rejects.csv",
    summary="Les lignes rejetées",
    response_class=Response,
    responses=answers(410) | {200: {"description": "Un fichier CSV.", "content": {"text/csv": _CSV}}},
)
def fetch_rejects(batch_id: UUID, reader: Annotated[Reader, reads("licences.create")]) -> Response:
    """Les lignes du fichier qui ne sont pas devenues des licences, avec la raison : à corriger, puis à importer."""
    sheet = reader.services.batches.sheet(reader.who.organisation_id, batch_id)
    with reader.session() as connection:
        rows = batch_rows.rows_of(connection, batch_id, verdicts=REJECTED, limit=MOST_ROWS).data
    content = sheet.with_reasons({row.row_number: why(row.code) for row in rows})
    return Response(
        content.encode("utf-8-sig"),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote('lignes rejetées.csv')}"},
    )
