"""A member was notified a while ago: write to them if they are away and have not seen it, once for each absence.

An absence is told by its first notification that was not seen: all that come after it share one mail. The attempt
is committed, then the server is called, then the outcome is committed; a crash in between is not repeated.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid5

from application.effect import Done, Job, Later, Result, Services, back_off, performs
from application.ports.mail import Letter, MailNotSent, MailRefused, MailUncertain
from domain.conversations.conversation import Conversation, conversation
from domain.event import Command
from domain.fact import SYSTEM, Context
from domain.notifications.mail import (
    AttemptMail,
    ConfirmMail,
    FailMail,
    LeaveMailUncertain,
    Mail,
    MailStage,
    PostponeMail,
    mail,
)
from domain.refusal import Refused
from projections import channels, inbox, notifications, people

MOST_ATTEMPTS = 5
MOST_LOOKS = 30
LOOK_AGAIN = timedelta(minutes=2)
"""A member who is here may leave without having seen it."""
SUBJECT = "Un client attend votre réponse"


@performs("mail_member")
def mail_member(job: Job, services: Services) -> Result:
    """Write, or not."""
    user_id, conversation_id = job.id("user_id"), job.id("conversation_id")
    with services.reading(job.organisation_id) as connection:
        absence = notifications.first_unseen(connection, user_id, conversation_id)
    state: Conversation = services.bus.state(conversation, (job.organisation_id, conversation_id))
    if absence is None or state.quiet or state.over or state.user_id not in (None, user_id):
        return Done()
    if services.presence.is_here(job.organisation_id, user_id):
        watches = absence == job.id("notification_id") and job.attempt < MOST_LOOKS  # one for all of the absence
        return Later(LOOK_AGAIN, "the member is here") if watches else Done()
    return _Mailing(job, services, uuid5(absence, "mail"), user_id, conversation_id).step()


@dataclass(frozen=True, slots=True)
class _Mailing:
    """One run of the effect for one mail."""

    job: Job
    services: Services
    mail_id: UUID
    user_id: UUID
    conversation_id: UUID

    def step(self) -> Result:
        state: Mail = self.services.bus.state(mail, (self.job.organisation_id, self.mail_id))
        if state.stage is MailStage.OVER:
            return Done()
        if state.stage is MailStage.ATTEMPTED:
            if state.notification_id != self.job.id("notification_id"):
                return Done()  # another notification of the same absence is writing
            return self._end(LeaveMailUncertain(mail_id=self.mail_id))  # a worker died before the outcome
        letter = self._letter()
        if letter is None or not self._attempt(letter):
            return Done()
        return self._send(letter, state.attempts + 1)

    def _attempt(self, letter: Letter) -> bool:
        """Whether the letter is ours to send: another notification may have come first at this instant."""
        try:
            self._ask(
                AttemptMail(
                    mail_id=self.mail_id,
                    notification_id=self.job.id("notification_id"),
                    conversation_id=self.conversation_id,
                    contact_id=letter.subject_id,
                    user_id=self.user_id,
                )
            )
        except Refused:
            return False
        return True

    def _send(self, letter: Letter, attempt: int) -> Result:
        try:
            self.services.mails.send(letter)
        except MailUncertain:
            return self._end(LeaveMailUncertain(mail_id=self.mail_id))
        except MailNotSent as error:
            if isinstance(error, MailRefused) or attempt >= MOST_ATTEMPTS:
                return self._end(FailMail(mail_id=self.mail_id, code=error.code))
            self._ask(PostponeMail(mail_id=self.mail_id, code=error.code))
            return Later(max(error.wait, back_off(attempt, first=30.0)), error.code)
        return self._end(ConfirmMail(mail_id=self.mail_id))

    def _letter(self) -> Letter | None:
        """Who waits, and where. None when the contact was erased, or the member is none."""
        with self.services.reading(self.job.organisation_id) as connection:
            line = inbox.conversation(connection, self.conversation_id)
            member = people.member(connection, self.user_id)
            labels = {one.channel_id: one.label for one in channels.all_channels(connection)}
        if line is None or member is None or not member.email or not (line.contact_name or line.address):
            return None
        where = f" sur « {labels[line.channel_id]} »" if line.channel_id in labels else ""
        return Letter(
            organisation_id=self.job.organisation_id,
            mail_id=self.mail_id,
            user_id=self.user_id,
            subject_id=line.contact_id,
            to=member.email,
            subject=SUBJECT,
            text=(
                f"Bonjour,\n\n{line.contact_name or 'Un client'} attend votre réponse{where}.\n\n"
                f"{self.services.public_url}/conversations/{self.conversation_id}\n"
            ),
        )

    def _end(self, command: Command) -> Done:
        self._ask(command)
        return Done()

    def _ask(self, command: Command) -> None:
        context = Context(self.job.organisation_id, SYSTEM, correlation_id=self.mail_id, causation=self.job.causation)
        self.services.bus.execute(context, command)
