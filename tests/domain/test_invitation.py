from datetime import UTC, datetime, timedelta
from uuid import UUID

from domain.tenancy.invitation import (
    AcceptInvitation,
    InvitationAccepted,
    InvitationMailed,
    InvitationWithdrawn,
    InviteMember,
    MemberInvited,
    NoteInvitationMail,
    WithdrawInvitation,
    invitation,
    invited_user,
)
from tests.spec import given

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
IT, WEEK = UUID(int=5), NOON + timedelta(days=7)
IDS = {"invitation_id": IT, "user_id": invited_user(IT)}
INVITE = InviteMember(invitation_id=IT, email=" zoe@exemple.fr ", user_name=" Zoé ", role="agent", ends_at=WEEK)
INVITED = MemberInvited(**IDS, email="zoe@exemple.fr", user_name="Zoé", role="agent", ends_at=WEEK)
ACCEPTED, WITHDRAWN = InvitationAccepted(**IDS), InvitationWithdrawn(**IDS)
ACCEPT, WITHDRAW = AcceptInvitation(invitation_id=IT, at=NOON), WithdrawInvitation(invitation_id=IT)


def test_somebody_is_invited_once_by_name_and_address() -> None:
    given(invitation).when(INVITE).then_once(INVITED)
    given(invitation).when(INVITE.model_copy(update={"email": "zoe"})).refuses("EMAIL_INVALID")
    given(invitation).when(INVITE.model_copy(update={"user_name": " "})).refuses("USER_NAME_EMPTY")


def test_an_invitation_is_accepted_once_and_in_time() -> None:
    given(invitation, INVITED).when(ACCEPT).then(ACCEPTED)
    given(invitation, INVITED, ACCEPTED).when(ACCEPT).refuses("INVITATION_USED")
    given(invitation, INVITED).when(AcceptInvitation(invitation_id=IT, at=WEEK)).refuses("INVITATION_OVER")
    given(invitation, INVITED, WITHDRAWN).when(ACCEPT).refuses("INVITATION_OVER")
    given(invitation).when(ACCEPT).refuses("INVITATION_UNKNOWN")


def test_an_invitation_is_withdrawn_once_and_before_it_is_accepted() -> None:
    given(invitation, INVITED).when(WITHDRAW).then_once(WITHDRAWN)
    given(invitation, INVITED, ACCEPTED).when(WITHDRAW).refuses("INVITATION_ACCEPTED")
    given(invitation).when(WITHDRAW).refuses("INVITATION_UNKNOWN")


def test_what_became_of_the_mail_is_noted() -> None:
    note = NoteInvitationMail(invitation_id=IT, outcome="failed", code="550")
    given(invitation, INVITED).when(note).then(InvitationMailed(**IDS, outcome="failed", code="550"))
    given(invitation).when(note).refuses("INVITATION_UNKNOWN")
