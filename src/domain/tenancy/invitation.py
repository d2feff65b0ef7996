"""An invitation: somebody is asked, by mail, to join an organisation. It is good for some days, and for once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, Literal, NoReturn
from uuid import UUID, uuid5

from domain.decider import Decider
from domain.event import Command, Event
from domain.fact import NEVER
from domain.personal import Personal
from domain.refusal import refuse
from domain.tenancy.organisation import TenancyEvent
from domain.tenancy.permissions import Role
from domain.tenancy.user import refuse_unlike_a_member

Mailing = Literal["sent", "failed", "uncertain"]


def invited_user(invitation_id: UUID) -> UUID:
    """Who the person will be."""
    return uuid5(invitation_id, "user")


class InvitationEvent(TenancyEvent, context="tenancy"):
    """Facts about an invitation."""

    subject: ClassVar[str] = "user_id"


class MemberInvited(InvitationEvent):
    """Invitation de {user_name}"""

    invitation_id: UUID
    user_id: UUID
    email: Personal[str]
    user_name: Personal[str]
    role: Role
    ends_at: datetime


class InvitationMailed(InvitationEvent):
    """Invitation par courriel : {outcome}"""

    in_words: ClassVar[Mapping[str, str]] = {"sent": "partie", "failed": "pas partie", "uncertain": "peut-être partie"}

    invitation_id: UUID
    user_id: UUID
    outcome: Mailing
    code: str


class InvitationAccepted(InvitationEvent):
    """Invitation acceptée"""

    invitation_id: UUID
    user_id: UUID


class InvitationWithdrawn(InvitationEvent):
    """Invitation retirée"""

    invitation_id: UUID
    user_id: UUID


class InviteMember(Command):
    """Ask somebody to join. The role is one of the organisation's: whoever asks has checked."""

    invitation_id: UUID
    email: str
    user_name: str
    role: Role
    ends_at: datetime


class NoteInvitationMail(Command):
    """What became of the mail."""

    invitation_id: UUID
    outcome: Mailing
    code: str = ""


class AcceptInvitation(Command):
    """The person has come, with the link of the mail."""

    invitation_id: UUID
    at: datetime


class WithdrawInvitation(Command):
    """It was a mistake, or is not needed any more."""

    invitation_id: UUID


@dataclass(frozen=True, slots=True)
class Invitation:
    """What rules need of an invitation."""

    sent: bool = False
    over: Literal["", "accepted", "withdrawn"] = ""
    ends_at: datetime = NEVER
    role: Role = "viewer"

    def holds_a_place(self, now: datetime) -> bool:
        """Whether somebody who may answer can still come in by it."""
        return self.sent and not self.over and now < self.ends_at and self.role != "viewer"


invitation = Decider(Invitation, identify="invitation_id")


@invitation.decides
def invite(state: Invitation, command: InviteMember) -> Iterator[Event]:
    """Once per id."""
    refuse_unlike_a_member(command.user_name, command.email)
    if not state.sent:
        yield MemberInvited(
            invitation_id=command.invitation_id,
            user_id=invited_user(command.invitation_id),
            email=command.email.strip(),
            user_name=command.user_name.strip(),
            role=command.role,
            ends_at=command.ends_at,
        )


@invitation.decides
def note_mail(state: Invitation, command: NoteInvitationMail) -> Iterator[Event]:
    """Of an invitation that was made."""
    _refuse_unknown(state)
    yield InvitationMailed(**_ids(command.invitation_id), outcome=command.outcome, code=command.code)


@invitation.decides
def accept(state: Invitation, command: AcceptInvitation) -> Iterator[Event]:
    """Once, in time."""
    _refuse_unknown(state)
    if state.over == "accepted":
        refuse("Vous avez déjà rejoint l'équipe : connectez-vous.", code="INVITATION_USED")
    if state.over or command.at >= state.ends_at:
        refuse_over()
    yield InvitationAccepted(**_ids(command.invitation_id))


@invitation.decides
def withdraw(state: Invitation, command: WithdrawInvitation) -> Iterator[Event]:
    """Before it was accepted."""
    _refuse_unknown(state)
    if state.over == "accepted":
        refuse("Cette personne a déjà rejoint l'équipe : suspendez-la.", code="INVITATION_ACCEPTED")
    if not state.over:
        yield InvitationWithdrawn(**_ids(command.invitation_id))


def refuse_over() -> NoReturn:
    """Refuse a link that is good for nothing."""
    refuse("Cette invitation n'est plus valable. Demandez-en une autre.", code="INVITATION_OVER")


def _ids(invitation_id: UUID) -> dict[str, UUID]:
    return {"invitation_id": invitation_id, "user_id": invited_user(invitation_id)}


def _refuse_unknown(state: Invitation) -> None:
    if not state.sent:
        refuse("Cette invitation n'existe pas.", code="INVITATION_UNKNOWN")


@invitation.evolves
def invited(state: Invitation, event: MemberInvited) -> Invitation:
    """Good until it ends."""
    return replace(state, sent=True, ends_at=event.ends_at, role=event.role)


@invitation.evolves
def accepted(state: Invitation, event: InvitationAccepted) -> Invitation:
    """Used."""
    return replace(state, over="accepted")


@invitation.evolves
def withdrawn(state: Invitation, event: InvitationWithdrawn) -> Invitation:
    """Good for nothing."""
    return replace(state, over="withdrawn")
