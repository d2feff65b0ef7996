"""One act on many licences: tried, then done."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, status
from pydantic import ConfigDict, Field

from api.asking import Caller, acts, made_of
from api.batch_shapes import Tried, tried
from api.problems import answers
from api.schemas import Done, IdempotencyKey, Input
from application.licence_rows import Act
from domain.licensing.batch import MOST_ROWS
from domain.licensing.terms import Plan

router = APIRouter(prefix="/api/licences/bulk", tags=["Licences"])


class BulkAct(Input):
    """Les licences choisies, et quoi en faire : `days` et `reason` pour prolonger, `plan` pour changer de formule,
    `revocation` et `note` pour révoquer."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "act": "extend",
                "licence_ids": ["0d9f3c3e-5a51-4c58-9d5e-4f3f6e2b7f10"],
                "days": 15,
                "reason": "Panne du 12 mars",
            }
        }
    )

    act: Literal["extend", "change_plan", "revoke"]
    licence_ids: list[UUID] = Field(min_length=1, max_length=MOST_ROWS)
    days: int | None = Field(default=None, description="De combien de jours prolonger.")
    reason: str = Field(default="", max_length=2000, description="Pourquoi prolonger.")
    plan: Plan | None = None
    revocation: Literal["fraud", "unpaid", "asked", "other"] | None = Field(
        default=None, description="Le motif : fraude, impayé, demande du client, autre."
    )
    note: str = Field(default="", max_length=5000, description="Précise le motif ; obligatoire pour « autre ».")


class BulkRevocation(Input):
    """La confirmation d'une révocation définitive."""

    model_config = ConfigDict(json_schema_extra={"example": {"confirm": "REVOQUER"}})

    confirm: Literal["REVOQUER"]


@router.post("", summary="Essayer une action sur des licences")
def try_bulk_act(
    asked: BulkAct, caller: Annotated[Caller, acts("licences.update")], idempotency_key: IdempotencyKey
) -> Tried:
    """Le verdict de chaque licence, sans rien faire."""
    act = {
        "extend": Act("extend", days=asked.days, words=asked.reason.strip()),
        "change_plan": Act("change_plan", plan=asked.plan),
        "revoke": Act("revoke", revocation=asked.revocation, words=asked.note.strip()),
    }[asked.act]
    batch_id = made_of(caller.who.organisation_id, caller.who.user_id, "bulk", idempotency_key)
    prepared, outcome = caller.services.batches.try_act(caller.context, batch_id, asked.licence_ids, act)
    return tried(prepared, caller.at(outcome.sequence))


@router.post(
    "/{batch_id}/run",
    summary="Prolonger des licences ou changer leur formule",
    status_code=status.HTTP_202_ACCEPTED,
    responses=answers(410),
)
def run_bulk_act(batch_id: UUID, caller: Annotated[Caller, acts("licences.update")]) -> Done:
    """Fait ce qui a été essayé, licence par licence. Le redire n'ajoute rien."""
    return _started(caller, batch_id, "extend", "change_plan")


@router.post(
    "/{batch_id}/revoke", summary="Révoquer des licences", status_code=status.HTTP_202_ACCEPTED, responses=answers(410)
)
def run_bulk_revocation(
    batch_id: UUID, sure: BulkRevocation, caller: Annotated[Caller, acts("licences.revoke")]
) -> Done:
    """Révoque celles qui ont été choisies, pour de bon."""
    return _started(caller, batch_id, "revoke")


def _started(caller: Caller, batch_id: UUID, *kinds: str) -> Done:
    caller.services.batches.refuse_other(caller.who.organisation_id, batch_id, *kinds)
    return Done(sequence=caller.at(caller.services.batches.start(caller.context, batch_id).sequence))
