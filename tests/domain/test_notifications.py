"""A member is told once, and written to once: an attempt whose outcome nobody knows is not made again."""

from typing import Any
from uuid import UUID

import pytest

from domain.event import Command, Event
from domain.notifications.mail import (
    AttemptMail,
    ConfirmMail,
    FailMail,
    LeaveMailUncertain,
    MailAttempted,
    MailFailed,
    MailLeftUncertain,
    MailPostponed,
    MailSent,
    PostponeMail,
    mail,
)
from domain.notifications.notification import (
    MemberNotified,
    NotificationSeen,
    NotifyMember,
    SeeNotification,
    notification,
)
from tests.spec import given

NOTE, TALK, ADA, MARC, ZOE, LETTER, SAID = (UUID(int=n) for n in range(1, 8))
IDS: dict[str, Any] = {"conversation_id": TALK, "contact_id": ADA, "user_id": MARC}

NOTIFIED = MemberNotified(notification_id=NOTE, **IDS, reason="message", message_id=SAID)
SEEN = NotificationSeen(notification_id=NOTE, **IDS)
NOTIFY = NotifyMember(notification_id=NOTE, **IDS, reason="message", message_id=SAID)
SEE = SeeNotification(notification_id=NOTE, user_id=MARC)


def test_a_member_is_told_once_and_sees_it_once() -> None:
    given(notification).when(NOTIFY).then_once(NOTIFIED)
    given(notification, NOTIFIED).when(SEE).then_once(SEEN)


def test_what_is_anothers_or_nobodys_does_not_exist() -> None:
    given(notification).when(SEE).refuses("NOTIFICATION_UNKNOWN")
    given(notification, NOTIFIED).when(SeeNotification(notification_id=NOTE, user_id=ZOE)).refuses(
        "NOTIFICATION_UNKNOWN"
    )


ATTEMPTED = MailAttempted(mail_id=LETTER, notification_id=NOTE, **IDS, attempt=1)
AGAIN = MailAttempted(mail_id=LETTER, notification_id=NOTE, **IDS, attempt=2)
POSTPONED = MailPostponed(mail_id=LETTER, **IDS, code="UNREACHABLE")
SENT, UNCERTAIN = MailSent(mail_id=LETTER, **IDS), MailLeftUncertain(mail_id=LETTER, **IDS)
FAILED = MailFailed(mail_id=LETTER, **IDS, code="550")
ATTEMPT = AttemptMail(mail_id=LETTER, notification_id=NOTE, **IDS)
CONFIRM, LEAVE = ConfirmMail(mail_id=LETTER), LeaveMailUncertain(mail_id=LETTER)
POSTPONE, FAIL = PostponeMail(mail_id=LETTER, code="UNREACHABLE"), FailMail(mail_id=LETTER, code="550")


@pytest.mark.parametrize(("before", "expected"), [([], ATTEMPTED), ([ATTEMPTED, POSTPONED], AGAIN)])
def test_a_mail_is_attempted_while_it_was_not_sent(before: list[Event], expected: Event) -> None:
    given(mail, *before).when(ATTEMPT).then(expected)


@pytest.mark.parametrize("before", [[], [SENT], [UNCERTAIN], [FAILED]])
def test_a_mail_that_may_have_left_is_never_attempted_again(before: list[Event]) -> None:
    given(mail, ATTEMPTED, *before).when(ATTEMPT).refuses("MAIL_ATTEMPTED")


@pytest.mark.parametrize(
    ("command", "expected"), [(CONFIRM, SENT), (LEAVE, UNCERTAIN), (POSTPONE, POSTPONED), (FAIL, FAILED)]
)
def test_an_attempt_has_one_outcome(command: Command, expected: Event) -> None:
    given(mail, ATTEMPTED).when(command).then_once(expected)
    given(mail).when(command).then()
    given(mail, ATTEMPTED, UNCERTAIN).when(command).then()
