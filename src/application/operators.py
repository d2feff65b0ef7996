"""The organisation that runs the platform: founded once in an installation, its first super-administrator invited."""

from dataclasses import dataclass
from datetime import datetime
from itertools import count
from uuid import UUID, uuid5

from application.bus import Bus
from application.invitations import GOOD_FOR
from application.ports.clock import Clock
from application.ports.indexes import BlindIndexes
from application.sign_in import TAKEN, email_index
from domain.fact import INSTALLATION, SYSTEM, Context
from domain.refusal import refuse
from domain.reservation import Reservation, Reserve, reservation
from domain.tenancy.invitation import Invitation, InviteMember, WithdrawInvitation, invitation
from domain.tenancy.organisation import FoundOrganisation

THE_OPERATOR = uuid5(INSTALLATION, "operator")
"""The stream that holds which organisation it is: two that are founded at once meet there."""
RUN_ALREADY = "Une organisation exploite déjà cette plateforme, et il n'y en a qu'une."


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
        """Found it, and have a mail sent; while nobody has come, another mail takes the place of one that was lost.
        Raises `Refused`, also when somebody runs the platform already."""
        held: Reservation = self.bus.state(reservation, (INSTALLATION, email_index(self.indexes, email)))
        if held.holder_id is not None:
            refuse(TAKEN, code="EMAIL_TAKEN", field="email")
        founded: Reservation = self.bus.state(reservation, (INSTALLATION, THE_OPERATOR))
        if founded.organisation_id is not None and founded.organisation_id != organisation_id:
            return self._again(founded.organisation_id, email, person)
        asked = Asked(organisation_id, _invitation(organisation_id, 1), self.clock.now() + GOOD_FOR)
        self.bus.execute(
            Context(organisation_id, SYSTEM),
            reserving(organisation_id),
            FoundOrganisation(organisation_id=organisation_id, organisation_name=name, operator=True),
            _inviting(asked, email, person),
        )
        return asked

    def _again(self, organisation_id: UUID, email: str, person: str) -> Asked:
        """The next invitation. The one before is withdrawn, or was accepted: then there is nothing to found."""
        for turn in count(1):
            state: Invitation = self.bus.state(invitation, (organisation_id, _invitation(organisation_id, turn)))
            if state.over == "accepted":
                refuse(RUN_ALREADY, code="OPERATOR_TAKEN")
            if not state.sent:
                break
        if turn == 1:
            refuse(RUN_ALREADY, code="OPERATOR_TAKEN")
        asked = Asked(organisation_id, _invitation(organisation_id, turn), self.clock.now() + GOOD_FOR)
        before = WithdrawInvitation(invitation_id=_invitation(organisation_id, turn - 1))
        self.bus.execute(Context(organisation_id, SYSTEM), before, _inviting(asked, email, person))
        return asked


def _invitation(organisation_id: UUID, turn: int) -> UUID:
    return uuid5(organisation_id, "first" if turn == 1 else f"first:{turn}")


def _inviting(asked: Asked, email: str, person: str) -> InviteMember:
    return InviteMember(
        invitation_id=asked.invitation_id,
        email=email,
        user_name=person,
        role="super_admin",
        ends_at=asked.ends_at,
    )


def reserving(organisation_id: UUID) -> Reserve:
    """Be the one that runs the platform."""
    return Reserve(
        reservation_id=THE_OPERATOR,
        kind="operator",
        organisation_id=organisation_id,
        holder_id=organisation_id,
        everywhere=True,
        taken=RUN_ALREADY,
    )
