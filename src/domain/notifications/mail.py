"""A mail to a member who is away: attempted → sent, failed, or uncertain.

It is written before it is sent. An attempt without an outcome is uncertain, and is never sent again by itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from domain.decider import Decider
from domain.event import Command, Event
from domain.fact import NOBODY
from domain.notifications.notification import NotificationEvent
from domain.refusal import refuse


class MailEvent(NotificationEvent, context="notifications"):
    """Facts about a mail."""


class MailAttempted(MailEvent):
    """Courriel à un membre absent (essai {attempt})"""

    mail_id: UUID
    notification_id: UUID
    conversation_id: UUID
    contact_id: UUID
    user_id: UUID
    attempt: int


class MailPostponed(MailEvent):
    """Courriel remis à plus tard : {code}"""

    mail_id: UUID
    conversation_id: UUID
    contact_id: UUID
    user_id: UUID
    code: str


class MailSent(MailEvent):
    """Courriel envoyé"""

    mail_id: UUID
    conversation_id: UUID
    contact_id: UUID
    user_id: UUID


class MailFailed(MailEvent):
    """Échec du courriel : {code}"""

    mail_id: UUID
    conversation_id: UUID
    contact_id: UUID
    user_id: UUID
    code: str


class MailLeftUncertain(MailEvent):
    """Courriel incertain : le serveur n'a pas confirmé"""

    mail_id: UUID
    conversation_id: UUID
    contact_id: UUID
    user_id: UUID


class AttemptMail(Command):
    """The server is about to be called, because of this notification. The id derives from the absence."""

    mail_id: UUID
    notification_id: UUID
    conversation_id: UUID
    contact_id: UUID
    user_id: UUID


class PostponeMail(Command):
    """The server did not take it now. `code` is ours or the server's, never its words: they may quote an address."""

    mail_id: UUID
    code: str


class ConfirmMail(Command):
    """The server took it."""

    mail_id: UUID


class FailMail(Command):
    """It will not be sent."""

    mail_id: UUID
    code: str


class LeaveMailUncertain(Command):
    """Nobody knows whether the server took it."""

    mail_id: UUID


class MailStage(StrEnum):
    """How far a mail is."""

    NOT_SENT = "not_sent"
    ATTEMPTED = "attempted"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Mail:
    """What rules need of a mail."""

    stage: MailStage = MailStage.NOT_SENT
    attempts: int = 0
    notification_id: UUID = NOBODY
    conversation_id: UUID = NOBODY
    contact_id: UUID = NOBODY
    user_id: UUID = NOBODY

    @property
    def ids(self) -> dict[str, UUID]:
        """What every fact about it names."""
        return {"conversation_id": self.conversation_id, "contact_id": self.contact_id, "user_id": self.user_id}


mail = Decider(Mail, identify="mail_id")


@mail.decides
def attempt(state: Mail, command: AttemptMail) -> Iterator[Event]:
    """Only what was not sent: one call of the server for each attempt."""
    if state.stage is not MailStage.NOT_SENT:
        refuse("Ce courriel est déjà parti.", code="MAIL_ATTEMPTED")
    yield MailAttempted(**dict(command), attempt=state.attempts + 1)


@mail.decides
def postpone(state: Mail, command: PostponeMail) -> Iterator[Event]:
    """Only an attempt without an outcome."""
    if state.stage is MailStage.ATTEMPTED:
        yield MailPostponed(mail_id=command.mail_id, **state.ids, code=command.code)


@mail.decides
def confirm(state: Mail, command: ConfirmMail) -> Iterator[Event]:
    """Only an attempt without an outcome."""
    if state.stage is MailStage.ATTEMPTED:
        yield MailSent(mail_id=command.mail_id, **state.ids)


@mail.decides
def fail(state: Mail, command: FailMail) -> Iterator[Event]:
    """Only an attempt without an outcome."""
    if state.stage is MailStage.ATTEMPTED:
        yield MailFailed(mail_id=command.mail_id, **state.ids, code=command.code)


@mail.decides
def leave_uncertain(state: Mail, command: LeaveMailUncertain) -> Iterator[Event]:
    """Only an attempt without an outcome."""
    if state.stage is MailStage.ATTEMPTED:
        yield MailLeftUncertain(mail_id=command.mail_id, **state.ids)


@mail.evolves
def attempted(state: Mail, event: MailAttempted) -> Mail:
    """Being sent."""
    return replace(
        state,
        stage=MailStage.ATTEMPTED,
        attempts=event.attempt,
        notification_id=event.notification_id,
        conversation_id=event.conversation_id,
        contact_id=event.contact_id,
        user_id=event.user_id,
    )


@mail.evolves
def postponed(state: Mail, event: MailPostponed) -> Mail:
    """To be sent again."""
    return replace(state, stage=MailStage.NOT_SENT)


@mail.evolves
def sent(state: Mail, event: MailSent) -> Mail:
    """Taken by the server."""
    return replace(state, stage=MailStage.OVER)


@mail.evolves
def failed(state: Mail, event: MailFailed) -> Mail:
    """Not sent, for good."""
    return replace(state, stage=MailStage.OVER)


@mail.evolves
def left_uncertain(state: Mail, event: MailLeftUncertain) -> Mail:
    """Nobody knows."""
    return replace(state, stage=MailStage.OVER)
