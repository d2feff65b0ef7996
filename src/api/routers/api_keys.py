"""API keys: issued and revoked by people in charge; and what a key is told of itself."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import AwareDatetime, ConfigDict, Field

from api.asking import Caller, Reader, acts, made_of, reads
from api.problems import ProblemAnswer, answers
from api.schemas import Done, IdempotencyKey, Input, Listing, View
from api.security import Principal, allowed
from api.services import Services
from domain.tenancy.organisation import Organisation, organisation
from projections import api_keys

router = APIRouter(prefix="/api", tags=["Clés d'API"])

MOST_SCOPES = 100


class NewApiKey(Input):
    """À quoi sert la clé, ce qu'elle peut faire, et jusqu'à quand."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "name": "Boutique en ligne",
                "scopes": ["contacts.read", "conversations.answer"],
                "ends_at": "2027-06-30T00:00:00+02:00",
            }
        }
    )

    name: str = Field(min_length=1, max_length=60)
    scopes: tuple[str, ...] = Field(
        min_length=1, max_length=MOST_SCOPES, description="Des droits (`/api/permissions`, `for_keys`) que vous avez."
    )
    ends_at: AwareDatetime | None = Field(default=None, description="Sans date, la clé n'expire pas.")


class ApiKeyMade(Done):
    """La clé, cette fois seulement : elle ne se montre plus jamais."""

    key_id: UUID
    key: str = Field(description="À garder en lieu sûr ; se présente dans `Authorization: Bearer`.", repr=False)


class ApiKeyView(View):
    """Une clé, sans son secret."""

    key_id: UUID
    name: str
    scopes: list[str]
    hint: str = Field(description="Les derniers caractères de la clé, pour la reconnaître.")
    created_at: datetime
    created_by: UUID | None = Field(description="Le membre qui l'a créée.")
    ends_at: datetime | None = Field(description="Quand elle expire ; null : jamais.")
    last_used_at: datetime | None = Field(description="Son dernier usage, à une minute près ; null : aucun.")


class ApiKeyOrganisation(View):
    """L'organisation de la clé."""

    id: UUID
    name: str
    time_zone: str


class OwnApiKey(View):
    """La clé avec laquelle on demande."""

    key_id: UUID
    name: str
    scopes: list[str]
    ends_at: datetime | None
    organization: ApiKeyOrganisation


@router.get("/keys", summary="Les clés d'API")
def list_api_keys(reader: Annotated[Reader, reads("keys.read")]) -> Listing[ApiKeyView]:
    """Celles qui ne sont pas révoquées, la dernière d'abord."""
    used = reader.services.key_uses.last(reader.who.organisation_id)
    with reader.session() as connection:
        rows = api_keys.kept(connection)
    return Listing(data=[_shown(row, used.get(row.key_id)) for row in rows], stale=reader.stale)


@router.post("/keys", summary="Créer une clé d'API", responses=answers(403, 409))
def issue_api_key(
    caller: Annotated[Caller, acts("keys.manage")], new: NewApiKey, idempotency_key: IdempotencyKey
) -> ApiKeyMade:
    """La clé n'est montrée que dans cette réponse. La même demande, refaite, ne crée rien de plus et ne peut plus la
    montrer (`KEY_ISSUED_ALREADY`)."""
    key_id = made_of(caller.who.organisation_id, caller.who.user_id, "api-key", idempotency_key)
    issued = caller.services.keys.issue(caller.in_charge, key_id, new.name, new.scopes, new.ends_at)
    return ApiKeyMade(sequence=caller.at(issued.sequence), key_id=key_id, key=issued.text)


@router.delete("/keys/{key_id}", summary="Révoquer une clé d'API", responses=answers(403, 404))
def revoke_api_key(caller: Annotated[Caller, acts("keys.manage")], key_id: UUID) -> Done:
    """Pour toujours : ce qui s'en sert est refusé dans les deux secondes."""
    return Done(sequence=caller.at(caller.services.keys.revoke(caller.context, key_id)))


@router.get("/key", summary="Quelle est cette clé ?", responses=answers(403))
def show_own_api_key(services: Services, who: Annotated[Principal, allowed("me.read")]) -> OwnApiKey:
    """Le nom, les droits et l'organisation de la clé présentée : de quoi vérifier qu'elle vaut quelque chose."""
    if who.standing.kind != "key":
        raise ProblemAnswer(403, "KEYS_ONLY", "Cette adresse répond aux clés d'API. Pour une personne, voyez /api/me.")
    key = services.keys.key(who.organisation_id, who.user_id)
    own: Organisation = services.bus.state(organisation, (who.organisation_id, who.organisation_id))
    return OwnApiKey(
        key_id=who.user_id,
        name=key.name,
        scopes=sorted(who.permissions & set(key.scopes)),
        ends_at=key.ends_at,
        organization=ApiKeyOrganisation(id=who.organisation_id, name=own.name, time_zone=own.time_zone),
    )


def _shown(row: api_keys.ApiKeyRow, used_at: datetime | None) -> ApiKeyView:
    return ApiKeyView(
        key_id=row.key_id,
        name=row.name,
        scopes=list(row.scopes),
        hint=row.hint,
        created_at=row.created_at,
        created_by=row.created_by,
        ends_at=row.ends_at,
        last_used_at=used_at,
    )
