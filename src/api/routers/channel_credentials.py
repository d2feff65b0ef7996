"""The credentials of a channel: replaced without a gap, and the former ones destroyed."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from api.asking import Caller, acts
from api.channel_views import ChannelSecrets, FindingView
from api.schemas import Done

router = APIRouter(prefix="/api/channels/{channel_id}/credentials", tags=["Canaux"])


class Rotated(Done):
    """Les identifiants sont remplacés. `findings` est vide quand personne n'a été interrogé."""

    findings: list[FindingView]


@router.post("", summary="Remplacer les identifiants")
def rotate_credentials(
    channel_id: UUID, replacing: ChannelSecrets, caller: Annotated[Caller, acts("channels.manage")]
) -> Rotated:
    """Vérifie d'abord auprès du fournisseur, puis envoie aussitôt avec les nouveaux. Les webhooks signés avec les
    anciens sont acceptés 24 heures encore. Un canal que le fournisseur refusait repart ; ses messages en échec restent
    à renvoyer."""
    done = caller.services.credentials.rotate(
        caller.context, channel_id, dict(replacing.secrets), force=replacing.force
    )
    findings = done.checkup.findings if done.checkup else []
    return Rotated(
        sequence=caller.at(done.sequence), findings=[FindingView.model_validate(finding) for finding in findings]
    )


@router.post("/retire", summary="Détruire les anciens identifiants")
def retire_credentials(channel_id: UUID, caller: Annotated[Caller, acts("channels.manage")]) -> Done:
    """N'attend pas 24 heures : à faire dès que le fournisseur signe avec le nouveau secret, ou si l'ancien a fui."""
    return Done(sequence=caller.at(caller.services.credentials.retire(caller.context, channel_id)))
