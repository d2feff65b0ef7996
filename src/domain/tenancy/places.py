"""The places of a team: how many people of an organisation may answer customers.

All who come to take one write on this stream, so that of two who take the last place at once one gets it. A place is
free again by what becomes of the member or of the invitation: nothing is written here for it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar
from uuid import UUID, uuid5

from domain.decider import Decider
from domain.event import Command, Event
from domain.refusal import refuse
from domain.tenancy.organisation import TenancyEvent
from domain.tenancy.plans import spaced


def places_id(organisation_id: UUID) -> UUID:
    """The stream of the places of an organisation: there is one."""
    return uuid5(organisation_id, "places")


class PlaceTaken(TenancyEvent):
    """Place prise dans l'équipe : {used} sur {limit}"""

    subject: ClassVar[str] = "user_id"

    organisation_id: UUID
    user_id: UUID
    invitation_id: UUID | None
    used: int
    limit: int

    @property
    def places_id(self) -> UUID:
        """The stream."""
        return places_id(self.organisation_id)


class TakePlace(Command):
    """Somebody is to answer customers: a member, or who is invited. `others` are the places that are taken already.

    `joining`: it is the person who asks, by the link of an invitation. `plan` is its label.
    """

    organisation_id: UUID
    user_id: UUID
    invitation_id: UUID | None = None
    others: int
    limit: int
    plan: str
    joining: bool = False

    @property
    def places_id(self) -> UUID:
        """The stream."""
        return places_id(self.organisation_id)


@dataclass(frozen=True, slots=True)
class Places:
    """Who ever took one: they may not be in any read model yet."""

    user_ids: frozenset[UUID] = frozenset()
    invitation_ids: frozenset[UUID] = frozenset()


places = Decider(Places, identify="places_id")


@places.decides
def take(state: Places, command: TakePlace) -> Iterator[Event]:
    """Each time, while there is one; once for an invitation, which is asked for again when an answer was lost."""
    if command.invitation_id in state.invitation_ids:
        return
    if command.others >= command.limit:
        _refuse_full(command)
    yield PlaceTaken(
        organisation_id=command.organisation_id,
        user_id=command.user_id,
        invitation_id=command.invitation_id,
        used=command.others + 1,
        limit=command.limit,
    )


def _refuse_full(command: TakePlace) -> None:
    plan = f"la formule {command.plan} compte {spaced(command.limit)} personnes qui répondent aux clients"
    advice = (
        "Demandez à qui vous a invité de libérer une place, puis revenez par ce lien."
        if command.joining
        else "Suspendez quelqu'un, retirez une invitation, invitez un lecteur, ou demandez une formule plus grande."
    )
    refuse(f"Toutes les places sont prises : {plan}. {advice}", code="QUOTA_AGENTS")


@places.evolves
def taken(state: Places, event: PlaceTaken) -> Places:
    """One more who took one."""
    invited = () if event.invitation_id is None else (event.invitation_id,)
    return replace(state, user_ids=state.user_ids | {event.user_id}, invitation_ids=state.invitation_ids | {*invited})
