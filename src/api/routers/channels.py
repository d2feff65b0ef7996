"""Channels: the numbers that the organisation answers on."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, status
from pydantic import ConfigDict, Field

from api.asking import Caller, Reader, acts, made_of, reads
from api.schemas import Done, Input, Listing, View
from domain.channels.channel import ResumeChannel, SuspendChannel
from projections import channels

router = APIRouter(prefix="/api/channels", tags=["Canaux"])

Name = Annotated[str, Field(min_length=1, max_length=64)]
Value = Annotated[str, Field(max_length=4096)]


class ChannelView(View):
    """Un canal. Ses identifiants secrets ne sortent jamais."""

    channel_id: UUID
    provider: str
    label: str
    settings: dict[str, str]
    suspended: str = Field(description="La raison de la suspension ; vide quand le canal marche.")
    connected_at: datetime


class NewChannel(Input):
    """Un numéro à connecter. `settings` et `secrets` dépendent du fournisseur."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "provider": "twilio",
                "label": "Boutique",
                "settings": {"account_sid": "AC…", "number": "+33612345678"},
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


@router.post("/{channel_id}/suspend", summary="Suspendre un canal")
def suspend_channel(
    channel_id: UUID, caller: Annotated[Caller, acts("channels.manage")], suspension: Suspension | None = None
) -> Done:
    """Plus rien ne part de ce numéro ; ce qui arrive est gardé."""
    done = caller.execute(SuspendChannel(channel_id=channel_id, reason=(suspension or Suspension()).reason))
    caller.services.channels.forget()
    return done


@router.post("/{channel_id}/resume", summary="Rétablir un canal")
def resume_channel(channel_id: UUID, caller: Annotated[Caller, acts("channels.manage")]) -> Done:
    """Les messages partent à nouveau de ce numéro."""
    done = caller.execute(ResumeChannel(channel_id=channel_id))
    caller.services.channels.forget()
    return done
