"""Channels: the numbers that the organisation answers on."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, status
from pydantic import ConfigDict, Field

from api.asking import Caller, Reader, acts, made_of, reads
from api.channel_views import ChannelView, Checked, FindingView, Name, Value
from api.schemas import Done, Input, Listing
from application.ports.connecting import Checkup
from domain.channels.channel import RenameChannel, ResumeChannel, SuspendChannel
from projections import channels

router = APIRouter(prefix="/api/channels", tags=["Canaux"])


class NewChannel(Input):
    """Un numéro à connecter. `settings` et `secrets` dépendent du fournisseur."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "provider": "twilio",
                "label": "Boutique",
                "settings": {"account_sid": "AC0123456789abcdef0123456789abcdef", "number": "+33612345678"},
                "secrets": {"auth_token": "…"},
            }
        }
    )

    provider: Name
    label: str = Field(max_length=200)
    settings: dict[Name, Value] = Field(max_length=20)
    secrets: dict[Name, Value] = Field(max_length=20, repr=False)


class ChannelDone(Done):
    """Le canal est connecté."""

    channel_id: UUID


class NewName(Input):
    """Le nouveau nom du canal."""

    label: str = Field(max_length=200)


class Suspension(Input):
    """Pourquoi rien ne doit plus partir."""

    reason: str = Field(default="Suspendu par un membre de l'équipe.", min_length=1, max_length=300)


@router.get("", summary="Les canaux")
def list_channels(reader: Annotated[Reader, reads("channels.read")]) -> Listing[ChannelView]:
    """Tous les canaux, le plus ancien d'abord."""
    with reader.session() as connection:
        return reader.all(ChannelView, channels.all_channels(connection))


@router.post("", summary="Connecter un canal", status_code=status.HTTP_201_CREATED)
def connect_channel(
    new: NewChannel,
    caller: Annotated[Caller, acts("channels.manage")],
    idempotency_key: Annotated[str | None, Header(alias="Idempotency-Key", min_length=1, max_length=200)] = None,
) -> ChannelDone:
    """Répond désormais sur ce numéro. Un numéro n'est connecté qu'à une organisation."""
    channel_id = made_of(caller.who.organisation_id, caller.who.user_id, "channel", idempotency_key)
    sequence = caller.services.channels.connect(
        caller.context, channel_id, new.provider, new.label, dict(new.settings), dict(new.secrets)
    )
    return ChannelDone(channel_id=channel_id, sequence=caller.at(sequence))


@router.post("/check", summary="Vérifier avant de connecter")
def check_new_channel(new: NewChannel, caller: Annotated[Caller, acts("channels.manage")]) -> Checked:
    """Demande au fournisseur si ces valeurs marchent. Rien n'est gardé. Répond en dix secondes au plus."""
    return _shown(caller.services.checks.before(new.provider, dict(new.settings), dict(new.secrets)))


@router.post("/{channel_id}/check", summary="Vérifier un canal")
def check_channel(channel_id: UUID, caller: Annotated[Caller, acts("channels.manage")]) -> Checked:
    """Demande au fournisseur comment va le canal, et dit comment y remédier. Répond en dix secondes au plus."""
    checkup, sequence = caller.services.checks.of(caller.context, channel_id)
    return _shown(checkup).model_copy(update={"sequence": caller.at(sequence)})


@router.post("/{channel_id}/rename", summary="Renommer un canal")
def rename_channel(channel_id: UUID, name: NewName, caller: Annotated[Caller, acts("channels.manage")]) -> Done:
    """Donne un autre nom au canal."""
    return caller.execute(RenameChannel(channel_id=channel_id, label=name.label))


@router.post("/{channel_id}/suspend", summary="Suspendre un canal")
def suspend_channel(
    channel_id: UUID, caller: Annotated[Caller, acts("channels.manage")], suspension: Suspension | None = None
) -> Done:
    """Plus rien ne part de ce numéro ; ce qui arrive est gardé."""
    return caller.execute(SuspendChannel(channel_id=channel_id, reason=(suspension or Suspension()).reason))


@router.post("/{channel_id}/resume", summary="Rétablir un canal")
def resume_channel(channel_id: UUID, caller: Annotated[Caller, acts("channels.manage")]) -> Done:
    """Les messages partent à nouveau de ce numéro."""
    return caller.execute(ResumeChannel(channel_id=channel_id))


def _shown(checkup: Checkup) -> Checked:
    return Checked(ok=checkup.ok, findings=[FindingView.model_validate(one) for one in checkup.findings])
