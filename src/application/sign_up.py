"""A new organisation: founded at once, and its first administrator invited by mail, which proves the address."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from application.bus import Bus
from application.invitations import GOOD_FOR
from application.ports.clock import Clock
from application.ports.indexes import BlindIndexes
from application.sessions import Visit
from application.sign_in import email_index
from domain.fact import INSTALLATION, SYSTEM, Context
from domain.refusal import Refused, refuse
from domain.reservation import Reservation, reservation
from domain.tenancy.invitation import InviteMember
from domain.tenancy.organisation import FoundOrganisation


@dataclass(frozen=True, slots=True)
class SignUps:
    """Opens organisations."""

    bus: Bus
    indexes: BlindIndexes
    clock: Clock

    def sign_up(self, organisation_id: UUID, name: str, time_zone: str, email: str, person: str, visit: Visit) -> None:
        """Found it and invite. Quiet when the address is a member's: who asks is told the same. Raises `Refused`."""
        founding = FoundOrganisation(organisation_id=organisation_id, organisation_name=name, time_zone=time_zone)
        inviting = InviteMember(
            invitation_id=uuid5(organisation_id, "first"),
            email=email,
            user_name=person,
            role="admin",
            ends_at=self.clock.now() + GOOD_FOR,
        )
        context = Context(organisation_id, SYSTEM, visit.correlation_id, ip=visit.ip, user_agent=visit.user_agent)
        held: Reservation = self.bus.state(reservation, (INSTALLATION, email_index(self.indexes, email)))
        if held.holder_id is not None:
            return
        try:
            self.bus.execute(context, founding, inviting)
        except Refused as refused:
            if refused.code == "ORGANISATION_NAME_INVALID":  # two names are asked for here
                refuse(refused.sentence, code=refused.code, field="organization")
            raise
