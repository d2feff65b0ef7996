"""Contacts: who they are, everything that happened with them, and forgetting them."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import AfterValidator, ConfigDict, Field

from api.asking import Caller, Reader, acts, reads
from api.schemas import Cursor, Done, Fresh, Input, Limit, Listing, View, storable
from domain.refusal import refuse
from projections import contacts, timeline

router = APIRouter(prefix="/api/contacts", tags=["Clients"])

UNKNOWN = ("Ce client est inconnu.", "CONTACT_UNKNOWN")


class IdentifierView(View):
    """Un moyen de reconnaître un client."""

    kind: str
    value: str


class ContactView(Fresh):
    """Un client : ses identifiants, et son nom quand on le connaît."""

    contact_id: UUID
    name: str
    identifiers: list[IdentifierView]
    erased: bool
    first_seen_at: datetime


class LineView(View):
    """Un fait de l'histoire d'un client, en mots."""

    sequence: int
    at: datetime = Field(description="Quand c'est arrivé.")
    recorded_at: datetime = Field(description="Quand nous l'avons su.")
    name: str
    sentence: str
    detail: str
    actor: str
    actor_id: UUID | None
    causation: int | None = Field(description="La séquence du fait qui en est la cause.")
    correlation_id: UUID
    data: dict[str, Any]


class Erasure(Input):
    """La confirmation d'un effacement définitif."""

    model_config = ConfigDict(json_schema_extra={"example": {"confirm": "SUPPRIMER"}})

    confirm: Literal["SUPPRIMER"]


Kind = Annotated[str, AfterValidator(storable), Field(max_length=100)]


@router.get("/{contact_id}", summary="Un client")
def show_contact(contact_id: UUID, reader: Annotated[Reader, reads("contacts.read")]) -> ContactView:
    """Qui est le client."""
    with reader.session() as connection:
        return reader.one(ContactView, contacts.contact(connection, contact_id), *UNKNOWN)


@router.get("/{contact_id}/timeline", summary="L'histoire d'un client")
def show_timeline(
    contact_id: UUID,
    reader: Annotated[Reader, reads("contacts.read")],
    kinds: Annotated[
        list[Kind] | None,
        Query(max_length=20, description="Des contextes (`conversations`) ou des faits (`contacts.ContactErased`)."),
    ] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Listing[LineView]:
    """Tous les faits qui concernent le client, le dernier d'abord."""
    with reader.session() as connection:
        if contacts.contact(connection, contact_id) is None:
            refuse(UNKNOWN[0], code=UNKNOWN[1])
        return reader.page(LineView, timeline.lines(connection, contact_id, names=kinds, cursor=cursor, limit=limit))


@router.post("/{contact_id}/erase", summary="Supprimer un client")
def erase_contact(contact_id: UUID, erasure: Erasure, caller: Annotated[Caller, acts("contacts.erase")]) -> Done:
    """Rend illisibles pour toujours les données du client. Le même numéro sera ensuite un nouveau client."""
    outcome = caller.services.contacts.erase(caller.context, contact_id)
    return Done(sequence=caller.at(outcome.sequence))
