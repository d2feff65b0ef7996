"""Proving again who one is, before what cannot be undone (`PROOF_REQUIRED`)."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from api.asking import Caller, acts
from api.problems import answers
from api.schemas import Done, Input, View
from api.security import PROOFS, Principal, allowed
from api.services import Services
from application.proofs import Means

router = APIRouter(tags=["Connexion"])


class ProofView(View):
    """Ce qui est demandé, et jusqu'à quand la dernière preuve vaut."""

    means: Means = Field(description="`code` pour qui a une double authentification, sinon `password`.")
    proved_until: datetime


class Proof(Input):
    """Le mot de passe, ou un code de l'application ou de secours."""

    typed: str = Field(min_length=1, max_length=1024, repr=False)


@router.get(PROOFS, summary="Comment confirmer son identité")
def show_proof(services: Services, who: Annotated[Principal, allowed("sessions.prove")]) -> ProofView:
    """Ce qu'il faut donner avant une action qui ne s'annule pas."""
    proofs = services.proofs
    return ProofView(
        means=proofs.means(who.organisation_id, who.user_id),
        proved_until=proofs.held(who.organisation_id, who.session_id).proved_until,
    )


@router.post(PROOFS, summary="Confirmer son identité", responses=answers(422, 429))
def prove(caller: Annotated[Caller, acts("sessions.prove")], proof: Proof) -> Done:
    """Par le mot de passe ou un code : la session peut alors, quelques minutes, ce qui ne s'annule pas."""
    who = caller.who
    return Done(
        sequence=caller.at(caller.services.proofs.prove(caller.context, who.user_id, who.session_id, proof.typed))
    )
