"""An organisation with one channel and a small FAQ, and customers who write to it."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from application.assistant.assistant import assistant_id
from application.ports.messaging import (
    Failure,
    Identifier,
    InboundDeletion,
    InboundEdit,
    InboundMessage,
    InboundPreference,
    Receipt,
)
from domain.assistant.settings import DEFAULT_HANDOVER, DEFAULT_THRESHOLD, ConfigureAssistant
from domain.conversations.content import Content, Text
from domain.conversations.conversation_commands import NoteAnswer, TakeOver
from domain.conversations.message_commands import QueueMessage
from domain.fact import SYSTEM, Actor, Context, Fact
from projections import inbox, thread
from tests.drive import Drive

ADA = Identifier("phone", "+33639980001")
BOB = Identifier("phone", "+33639980002")


class Desk:
    def __init__(self, drive: Drive, number: str = "+33100000000") -> None:
        self.drive = drive
        self.organisation_id = drive.organisation()
        self.channel_id = drive.channel(self.organisation_id, number)
        drive.faq(self.organisation_id, "Quels sont vos horaires ?", "Du mardi au samedi, de 9 h à 19 h.")
        drive.faq(self.organisation_id, "Où peut-on se garer ?", "Le parking de la gare est à deux minutes.")
        drive.run()

    def writes(
        self, text: str | Content, *, who: Identifier = ADA, id: str | None = None, late: float = 0.0, name: str = "Ada"
    ) -> str:
        """The customer writes. `late` is how long the provider kept it, in seconds. Gives the provider's id."""
        provider_id = id or uuid4().hex
        sent_at = self.drive.house.clock.now() - timedelta(seconds=late)
        content = Text(body=text) if isinstance(text, str) else text
        item = InboundMessage(provider_id, [who], sent_at, content, profile_name=name)
        self.drive.arrive(self.organisation_id, self.channel_id, item)
        return provider_id

    def edits(
        self, target: str, text: str | Content, *, who: Identifier = ADA, id: str | None = None, late: float = 0.0
    ) -> str:
        """The customer corrects the message `target`. Gives the provider's id of the correction."""
        edit_id = id or uuid4().hex
        content = Text(body=text) if isinstance(text, str) else text
        item = InboundEdit(edit_id, target, [who], content, self.drive.house.clock.now() - timedelta(seconds=late))
        self.drive.arrive(self.organisation_id, self.channel_id, item)
        return edit_id

    def deletes(self, target: str, *, who: Identifier = ADA, id: str | None = None) -> str:
        """The customer deletes the message `target`. Gives the provider's id of the deletion."""
        deletion_id = id or uuid4().hex
        item = InboundDeletion(deletion_id, target, [who], self.drive.house.clock.now())
        self.drive.arrive(self.organisation_id, self.channel_id, item)
        return deletion_id

    def prefers(self, allowed: bool, *, who: Identifier = ADA) -> None:
        """The customer changes in WhatsApp whether promotions are welcome."""
        item = InboundPreference([who], allowed, self.drive.house.clock.now())
        self.drive.arrive(self.organisation_id, self.channel_id, item)

    def turns_off(self) -> None:
        """The assistant answers nobody any more."""
        off = ConfigureAssistant(
            assistant_id=assistant_id(self.organisation_id),
            automatic=False,
            threshold=DEFAULT_THRESHOLD,
            handover=DEFAULT_HANDOVER,
        )
        self.drive.house.bus.execute(Context(self.organisation_id, SYSTEM), off)

    def answers(self) -> list[str]:
        """What was sent to customers, in order."""
        return [sent.content.body for sent in self.drive.provider.sent if isinstance(sent.content, Text)]

    def told(self, name: str) -> list[Fact[Any]]:
        """The facts of that name, oldest first."""
        return [fact for fact in self.drive.house.ledger.page(0, 10_000) if fact.event.name == name]

    def replay(self) -> None:
        """Everything that was ever posted is read again."""
        with self.drive.house.pool.connection() as connection:
            connection.execute("UPDATE journal.webhooks SET state = 'received', retry_at = NULL")

    def receipt(self, provider_id: str, status: str, our_id: UUID | None = None) -> None:
        at = self.drive.house.clock.now()
        failure = Failure("131026", "Injoignable.") if status == "failed" else None
        item = Receipt(provider_id, status, at, our_id, failure)  # type: ignore[arg-type]
        self.drive.arrive(self.organisation_id, self.channel_id, item)

    def conversations(self) -> list[inbox.Conversation]:
        with self.drive.house.services().reading(self.organisation_id) as connection:
            return list(inbox.conversations(connection, limit=100).data)

    def messages(self, who: int = 0) -> list[thread.MessageRow]:
        conversation = self.conversations()[who]
        with self.drive.house.services().reading(self.organisation_id) as connection:
            return list(reversed(thread.messages(connection, conversation.conversation_id).data))

    def person_writes(self, text: str) -> UUID:
        conversation = self.conversations()[0]
        user_id, message_id = uuid4(), uuid4()
        self.drive.house.bus.execute(
            Context(self.organisation_id, Actor("user", user_id)),
            QueueMessage(
                message_id=message_id,
                conversation_id=conversation.conversation_id,
                contact_id=conversation.contact_id,
                channel_id=self.channel_id,
                author="user",
                user_id=user_id,
                content=Text(body=text),
                content_index=uuid4(),
                queued_at=self.drive.house.clock.now(),
            ),
            TakeOver(conversation_id=conversation.conversation_id, user_id=user_id),
            NoteAnswer(conversation_id=conversation.conversation_id, author="user"),
        )
        return message_id
