"""The simulator's phone: a signed-in person plays a customer, without any provider."""

import re
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, status
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from api.asking import Caller, acts
from api.problems import answers
from api.schemas import Input
from application.ports.journal import Arrival
from domain.conversations.content import Choice, Content, Location, Text
from domain.refusal import refuse

router = APIRouter(prefix="/api/simulator", tags=["Simulateur"])

PROVIDER = "simulator"
_PHONE = re.compile(r"\+?[0-9]{6,15}")


class PickedChoice(Input):
    """Un bouton appuyé ou une ligne choisie."""

    id: str = Field(min_length=1, max_length=256)
    title: str = Field(min_length=1, max_length=256)


class Place(Input):
    """Un point sur la carte, en degrés."""

    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)


class PlayedMessage(Input):
    """Ce que dit le client joué : un texte, un choix ou une position."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "channel_id": "7f1c1b6e-6c0f-4d8e-9d53-0a2c3a1e5b77",
                "from": "+33612345678",
                "name": "Awa Diop",
                "text": "Bonjour, quels sont vos horaires ?",
            }
        }
    )

    channel_id: UUID
    sender: str = Field(alias="from", description="Le numéro du client.")
    name: str = Field(default="", max_length=100)
    text: str | None = Field(default=None, min_length=1, max_length=4096)
    choice: PickedChoice | None = None
    location: Place | None = None

    @field_validator("sender")
    @classmethod
    def check_phone(cls, sender: str) -> str:
        """A phone number, its spaces aside."""
        phone = re.sub(r"[\s.-]", "", sender)
        if not _PHONE.fullmatch(phone):
            raise ValueError("Un numéro de téléphone international est attendu, comme +33612345678.")
        return phone

    @model_validator(mode="after")
    def check_one_content(self) -> "PlayedMessage":
        """One thing is said."""
        if sum(said is not None for said in (self.text, self.choice, self.location)) != 1:
            raise ValueError("Donnez un texte, un choix ou une position, et un seul des trois.")
        return self

    @property
    def content(self) -> Content:
        """In the words of the domain."""
        if self.choice is not None:
            return Choice(choice="button", id=self.choice.id, title=self.choice.title)
        if self.location is not None:
            return Location(latitude=self.location.latitude, longitude=self.location.longitude)
        return Text(body=self.text or "")


class Played(BaseModel):
    """Le message est reçu : il apparaît dans la seconde."""

    provider_message_id: str


@router.post("/messages", summary="Jouer un client", status_code=status.HTTP_202_ACCEPTED, responses=answers(404))
def play_message(played: PlayedMessage, caller: Annotated[Caller, acts("simulator.play")]) -> Played:
    """Fait arriver un message sur un canal du simulateur, comme si un client l'avait envoyé."""
    services, organisation_id = caller.services, caller.who.organisation_id
    in_use = services.channels.use(organisation_id, played.channel_id)
    if in_use is None:
        refuse("Ce canal n'existe pas.", code="CHANNEL_UNKNOWN")
    if in_use.access.provider != PROVIDER:
        refuse("Ce canal n'est pas un canal du simulateur.", code="CHANNEL_NOT_SIMULATED", field="channel_id")
    message_id = f"played.{uuid4()}"
    payload = services.simulate(
        endpoint=in_use.access.settings["endpoint"],
        message_id=message_id,
        sender=played.sender,
        name=played.name,
        content=played.content,
        at=services.clock.now(),
    )
    services.journal.keep([Arrival(organisation_id, played.channel_id, PROVIDER, payload)]).result()
    return Played(provider_message_id=message_id)
