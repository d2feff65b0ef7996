"""Invitations: by a member in charge, through a mail, to somebody who then chooses a password."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from application.bus import Bus, Outcome
from application.members import InCharge, refuse_role_above
from application.passwords import refuse_weak
from application.places import Newcomer, Team
from application.ports.clock import Clock
from application.ports.indexes import BlindIndexes
from application.ports.ledger import Ledger
from application.ports.passwords import Passwords
from application.ports.secrets import Vault
from application.ports.tokens import TokenInvalid, Tokens
from application.sessions import Visit
from application.sign_in import TAKEN, Member, email_index, refuse_role, secret_name
from domain.event import Command
from domain.fact import INSTALLATION, Context
from domain.personal import known
from domain.refusal import refuse
from domain.reservation import Reservation, Reserve, reservation
from domain.tenancy.invitation import (
    AcceptInvitation,
    InviteMember,
    MemberInvited,
    WithdrawInvitation,
    invited_user,
    refuse_over,
)
from domain.tenancy.organisation import Organisation, organisation
from domain.tenancy.permissions import Role
from domain.tenancy.user import RegisterUser, SetPassword

GOOD_FOR = timedelta(days=7)


def link(tokens: Tokens, public_url: str, organisation_id: UUID, invitation_id: UUID, ends_at: datetime) -> str:
    """Where who is invited chooses a password, until then. The same each time it is made."""
    note = tokens.note("invitation", {"org": str(organisation_id), "inv": str(invitation_id)}, ends_at)
    return f"{public_url}/rejoindre#{note}"


@dataclass(frozen=True, slots=True)
class Invitations:
    """Invites people, and lets them in. Slow where a password is hashed."""

    bus: Bus
    ledger: Ledger
    vault: Vault
    passwords: Passwords
    indexes: BlindIndexes
    tokens: Tokens
    clock: Clock
    team: Team

    def invite(self, by: InCharge, invitation_id: UUID, email: str, name: str, role: Role) -> int:
        """Have a mail sent. Gives the sequence. Refused when the address is somebody's, the role too high, or no place
        left for whoever would answer."""
        refuse_role(self.bus, by.context.organisation_id, role)
        refuse_role_above(by, role)
        held: Reservation = self.bus.state(reservation, (INSTALLATION, email_index(self.indexes, email)))
        if held.holder_id is not None:
            refuse(TAKEN, code="EMAIL_TAKEN", field="email")
        ends_at = self.clock.now() + GOOD_FOR
        command = InviteMember(invitation_id=invitation_id, email=email, user_name=name, role=role, ends_at=ends_at)
        return self._let_in(by.context, Newcomer(invited_user(invitation_id), invitation_id), role, command).sequence

    def withdraw(self, by: InCharge, invitation_id: UUID) -> int:
        """The link of the mail is good for nothing any more. Gives the sequence. Raises `Refused`."""
        return self.bus.execute(by.context, WithdrawInvitation(invitation_id=invitation_id)).sequence

    def look(self, note: str) -> Member:
        """Who is invited, and to what. Refused when the link is none of ours."""
        organisation_id, event = self._read(note)
        name, email = known(event.user_name, ""), known(event.email, "")
        return Member(event.user_id, organisation_id, email, name, event.role)

    def accept(self, note: str, name: str, password: str, visit: Visit) -> Member:
        """A member with a password, who may now sign in. Once. Raises `Refused`."""
        organisation_id, event = self._read(note)
        email = known(event.email, "")
        own: Organisation = self.bus.state(organisation, (organisation_id, organisation_id))
        refuse_weak(self.passwords, password, about=(name, email, own.name))
        hashed = {"hash": self.passwords.hash(password)}
        version = self.vault.add(organisation_id, secret_name(event.user_id), hashed)
        self._let_in(
            visit.context(organisation_id, event.user_id),
            Newcomer(event.user_id, joining=True),
            event.role,
            AcceptInvitation(invitation_id=event.invitation_id, at=self.clock.now()),
            Reserve(
                reservation_id=email_index(self.indexes, email),
                kind="email",
                organisation_id=organisation_id,
                holder_id=event.user_id,
                everywhere=True,
                taken=TAKEN,
            ),
            RegisterUser(user_id=event.user_id, email=email, user_name=name, role=event.role),
            SetPassword(user_id=event.user_id, password_version=version),
        )
        return Member(event.user_id, organisation_id, email, name, event.role)

    def _let_in(self, context: Context, who: Newcomer, role: Role, *commands: Command) -> Outcome:
        """With a place of the team, for who may answer customers."""
        if role == "viewer":
            return self.bus.execute(context, *commands)
        return self.team.admit(context, who, *commands)

    def _read(self, note: str) -> tuple[UUID, MemberInvited]:
        try:
            says = self.tokens.read_note("invitation", note)
            stream = UUID(says["org"]), UUID(says["inv"])
        except (TokenInvalid, KeyError, ValueError):
            refuse_over()
        events = (fact.event for fact in self.ledger.load([stream])[stream])
        invited = next((event for event in events if isinstance(event, MemberInvited)), None)
        if invited is None or not known(invited.email, ""):
            refuse_over()
        return stream[0], invited
