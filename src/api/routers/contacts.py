"""Contacts: who they are, whether they may be written to, everything that happened with them, forgetting them."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import AfterValidator, ConfigDict, Field

from api.asking import Caller, Reader, acts, reads
from api.schemas import Cursor, Done, Fresh, Input, Limit, Listing, View, storable
from domain.contacts.consent import MAX_REASON, WithdrawConsent
from domain.refusal import refuse
from projections import contacts, timeline

router = APIRouter(prefix="/api/contacts", tags=["Clients"])

UNKNOWN = ("Ce client est inconnu.", "CONTACT_UNKNOWN")


Consent = Literal["given", "no_marketing", "withdrawn"]


class IdentifierView(View):
    """Un moyen de reconnaître un client."""

    kind: str
    value: str


class ContactView(View):
    """Un client : ses identifiants, son nom quand on le connaît, et s'il accepte vos messages."""

    contact_id: UUID
    name: str
    identifiers: list[IdentifierView]
    erased: bool
    first_seen_at: datetime
    consent: Consent = Field(
        description="`given` : on peut lui écrire en premier ; `no_marketing` : sans promotion ; `withdrawn` : non."
    )
    consent_at: datetime = Field(description="Depuis quand.")
    consent_by: Literal["first_contact", "word", "preference", "person"] = Field(
        description="Comment on le sait : il a écrit le premier, un mot, un réglage de WhatsApp, un membre de l'équipe."
    )
    consent_word: str = Field(description="Le mot du client, comme `STOP`.")


class OneContact(ContactView, Fresh):
    """Un client."""


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


class Withdrawal(Input):
    """Comment le client a demandé de ne plus recevoir de messages."""

    model_config = ConfigDict(json_schema_extra={"example": {"reason": "Demandé au téléphone ce matin."}})

    reason: str = Field(min_length=1, max_length=MAX_REASON)


Kind = Annotated[str, AfterValidator(storable), Field(max_length=100)]


@router.get("", summary="Les clients")
def list_contacts(
    reader: Annotated[Reader, reads("contacts.read")],
    consent: Annotated[Consent | None, Query(description="Seulement ceux dont le consentement est celui-ci.")] = None,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> Listing[ContactView]:
    """Les clients de l'organisation, le dernier venu d'abord ; ceux qui ont été supprimés n'y sont plus."""
    with reader.session() as connection:
        return reader.page(
            ContactView, contacts.known_contacts(connection, consent=consent, cursor=cursor, limit=limit)
        )


@router.get("/{contact_id}", summary="Un client")
def show_contact(contact_id: UUID, reader: Annotated[Reader, reads("contacts.read")]) -> OneContact:
    """Qui est le client."""
    with reader.session() as connection:
        return reader.one(OneContact, contacts.contact(connection, contact_id), *UNKNOWN)


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


@router.post("/{contact_id}/withdraw-consent", summary="Noter que le client ne veut plus de messages")
def withdraw_consent(
    contact_id: UUID, withdrawal: Withdrawal, caller: Annotated[Caller, acts("contacts.withdraw_consent")]
) -> Done:
    """Note le refus au nom du client. Seul le client peut y revenir, en écrivant `REPRENDRE`."""
    return caller.execute(
        WithdrawConsent(
            contact_id=contact_id,
            by="person",
            reason=withdrawal.reason,
            user_id=caller.who.user_id,
            at=caller.services.clock.now(),
        )
    )
