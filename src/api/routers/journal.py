"""The journal of an organisation: what people did, from where, and its export."""

from datetime import datetime
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Query
from pydantic import ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from api.asking import Caller, Reader, acts, reads
from api.journal_files import TYPES, WRITERS
from api.problems import SOON, ProblemAnswer
from api.schemas import Cursor, Input, Limit, Listing, View, Words
from application.audit import Filters
from domain.audit.export import MOST_KINDS, ExportJournal, Format

router = APIRouter(prefix="/api/journal", tags=["Journal"])

PATIENCE = 10.0
"""Seconds that an export waits for the journal to hold all that was recorded before it."""

Kinds = Annotated[
    list[Words],
    Query(max_length=MOST_KINDS, description="Un contexte (`tenancy`) ou le nom d'un fait (`tenancy.RoleChanged`)."),
]


class JournalLine(View):
    """Un fait : qui, quand, d'où, et une phrase. Jamais ce que disent les messages."""

    sequence: int
    recorded_at: datetime
    happened_at: datetime
    name: str = Field(description="Le nom du fait.")
    sentence: str = Field(description="Le même, en français.")
    sensitive: bool = Field(description="Vrai s'il touche aux accès, aux réglages, aux exports ou aux effacements.")
    actor: str = Field(description="`user` : un membre ; `key`, `staff`, `system`… sinon.")
    actor_id: UUID | None
    actor_name: str = Field(description="Le nom du membre ; vide si ce n'en est pas un.")
    about_id: UUID | None = Field(description="Le membre que le fait concerne, quand ce n'est pas l'auteur.")
    about_name: str
    contact_id: UUID | None
    conversation_id: UUID | None
    ip: str | None
    user_agent: str | None
    erased: bool = Field(description="Vrai quand l'adresse et le navigateur ont été effacés avec la personne.")
    correlation_id: UUID = Field(description="La requête dont le fait est issu.")
    stream_id: UUID


class ExportAsked(Input):
    """Ce que le fichier doit contenir : les mêmes filtres que l'écran."""

    model_config = ConfigDict(json_schema_extra={"example": {"format": "csv", "since": "2026-03-01T00:00:00+01:00"}})

    format: Format
    since: datetime | None = Field(default=None, description="Enregistré à partir de cet instant.")
    until: datetime | None = Field(default=None, description="Enregistré avant cet instant.")
    kinds: tuple[str, ...] = Field(default=(), max_length=MOST_KINDS)
    sensitive: bool = False
    actor_id: UUID | None = None
    correlation_id: UUID | None = None


@router.get("", summary="Le journal")
def list_journal(
    reader: Annotated[Reader, reads("journal.read")],
    since: Annotated[datetime | None, Query(description="Enregistré à partir de cet instant.")] = None,
    until: Annotated[datetime | None, Query(description="Enregistré avant cet instant.")] = None,
    kinds: Kinds = [],  # noqa: B006
    sensitive: Annotated[bool, Query(description="Seulement les accès, réglages, exports et effacements.")] = False,
    actor_id: Annotated[UUID | None, Query(description="Un seul auteur.")] = None,
    correlation_id: Annotated[UUID | None, Query(description="Une seule requête.")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Listing[JournalLine]:
    """Ce que les personnes ont fait, le dernier fait d'abord. Ce que font les clients et l'assistant est ailleurs, dans
    l'historique de chaque client."""
    filters = Filters(since, until, kinds, sensitive, actor_id, correlation_id)
    found = reader.services.audit.page(reader.who.organisation_id, filters, cursor=cursor, limit=limit)
    return reader.page(JournalLine, found)


@router.post(
    "/export",
    summary="Exporter le journal",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "Le fichier, du plus ancien fait au dernier d'avant l'export. Un fichier `jsonl` finit par"
            " une ligne `summary` ; un envoi interrompu ne se termine pas comme HTTP le demande.",
            "content": {kind: {"schema": {"type": "string"}} for kind in TYPES.values()},
        }
    },
)
async def export_journal(asked: ExportAsked, caller: Annotated[Caller, acts("journal.export")]) -> StreamingResponse:
    """Donne toutes les lignes en un fichier. L'export est lui-même inscrit au journal, avant le premier octet."""
    services, organisation_id = caller.services, caller.who.organisation_id
    command = ExportJournal(export_id=uuid4(), **dict(asked))
    sequence = (await run_in_threadpool(caller.execute, command)).sequence
    if not await services.live.reached(organisation_id, sequence, PATIENCE):
        raise ProblemAnswer(
            503, "JOURNAL_BEHIND", "Le journal n'est pas encore à jour. Réessayez dans un instant.", headers=SOON
        )
    zone = await run_in_threadpool(services.audit.zone, organisation_id)
    filters = Filters(asked.since, asked.until, asked.kinds, asked.sensitive, asked.actor_id, asked.correlation_id)
    pages = services.audit.walk(organisation_id, filters, sequence)
    day = services.clock.now().astimezone(zone).date()
    return StreamingResponse(
        WRITERS[asked.format](pages, zone),
        media_type=f"{TYPES[asked.format]}; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="journal-{day}.{asked.format}"',
            "Palabre-Sequence": str(sequence),
        },
    )
