"""The organisation that runs the platform: founded once in an installation, its first super-administrator invited."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from application.bus import Bus
from application.invitations import GOOD_FOR
from application.ports.clock import Clock
from application.ports.indexes import BlindIndexes
from application.sign_in import TAKEN, email_index
from domain.fact import INSTALLATION, SYSTEM, Context
from domain.refusal import refuse
from domain.reservation import Reservation, Reserve, reservation
from domain.tenancy.invitation import InviteMember
from domain.tenancy.organisation import FoundOrganisation

THE_OPERATOR = uuid5(INSTALLATION, "operator")
"""The stream that holds which organisation it is: two that are founded at once meet there."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The invitation of the first one, good until `ends_at`."""

    organisation_id: UUID
    invitation_id: UUID
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Operators:
    """Founds it."""

    bus: Bus
    indexes: BlindIndexes
    clock: Clock

    def found(self, organisation_id: UUID, name: str, email: str, person: str) -> Asked:
        """Found it, and have a mail sent. Raises `Refused`, also when there is one already."""
        held: Reservation = self.bus.state(reservation, (INSTALLATION, email_index(self.indexes, email)))
        if held.holder_id is not None:
            refuse(TAKEN, code="EMAIL_TAKEN", field="email")
        asked = Asked(organisation_id, uuid5(organisation_id, "first"), self.clock.now() + GOOD_FOR)
        self.bus.execute(
            Context(organisation_id, SYSTEM),
            reserving(organisation_id),
            FoundOrganisation(organisation_id=organisation_id, organisation_name=name, operator=True),
            InviteMember(
                invitation_id=asked.invitation_id,
                email=email,
                user_name=person,
                role="super_admin",
                ends_at=asked.ends_at,
            ),
        )
        return asked


def reserving(organisation_id: UUID) -> Reserve:
    """Be the one that runs the platform."""
    return Reserve(
        reservation_id=THE_OPERATOR,
        kind="operator",
        organisation_id=organisation_id,
        holder_id=organisation_id,
        everywhere=True,
        taken="Une organisation exploite déjà cette plateforme, et il n'y en a qu'une.",
    )
