"""The export of licences: the same as the list shows, in a file."""

from functools import partial
from typing import Annotated
from uuid import uuid4
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from starlette.responses import StreamingResponse

from api.asking import Caller, acts
from api.licence_files import write_csv
from api.licence_filters import LicencesAsked
from api.routers.stats import zone_of
from domain.licensing.export import ExportLicences
from projections import licence_list
from projections.licence_list import Instant

router = APIRouter(prefix="/api/licences", tags=["Licences"])


@router.post(
    "/export",
    summary="Exporter les licences",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "Le fichier CSV (UTF-8, points-virgules), de la dernière licence créée à la première.",
            "content": {"text/csv": {"schema": {"type": "string"}}},
        }
    },
)
def export_licences(caller: Annotated[Caller, acts("licences.export")], asked: LicencesAsked) -> StreamingResponse:
    """Donne toutes les licences que la liste montre avec les mêmes filtres, autant que `counts` en compte. L'export est
    inscrit au registre avant le premier octet."""
    services, organisation_id = caller.services, caller.who.organisation_id
    reading = partial(services.reading, organisation_id)
    with reading() as connection:
        at = Instant(services.clock.now(), ZoneInfo(zone_of(connection)))
        filters = asked.filters(services.licences, organisation_id, at)
        found = licence_list.counts(connection, at, filters)
    count = found[asked.status] if asked.status else sum(found.values())
    caller.execute(
        ExportLicences(export_id=uuid4(), count=count, filters=dict(asked.told()), searched=bool(asked.search.strip()))
    )
    return StreamingResponse(
        write_csv(licence_list.every(reading, at, filters), at.zone),
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="licences-{at.today}.csv"',
            "Palabre-Sequence": caller.response.headers["Palabre-Sequence"],
        },
    )
