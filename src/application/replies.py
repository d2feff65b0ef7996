"""A person answers a customer: the message is queued, and the conversation becomes the person's."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from application.bus import Bus
from application.ports.clock import Clock
from application.ports.indexes import BlindIndexes
from domain.contacts.contact import Contact, contact
from domain.conversations.content import Text
from domain.conversations.conversation import Conversation, Status, conversation
from domain.conversations.conversation_commands import NoteAnswer, TakeOver
from domain.conversations.message import Message, Stage, message
from domain.conversations.message_commands import QueueMessage
from domain.event import Command
from domain.fact import Context
from domain.refusal import refuse


@dataclass(frozen=True, slots=True)
class Replied:
    """The message queued, and the sequence at which a query shows it."""

    message_id: UUID
    sequence: int


@dataclass(frozen=True, slots=True)
class Replies:
    """What people write."""

    bus: Bus
    indexes: BlindIndexes
    clock: Clock

    def reply(self, context: Context, user_id: UUID, conversation_id: UUID, key: str, text: str) -> Replied:
        """Queue a text once per `key` of the person in the conversation. Raises `Refused`, `Busy`."""
        organisation_id = context.organisation_id
        state: Conversation = self.bus.state(conversation, (organisation_id, conversation_id))
        if state.status is Status.UNKNOWN:
            refuse("Cette conversation n'existe pas.", code="CONVERSATION_UNKNOWN")
        message_id = uuid5(organisation_id, f"{user_id}:{conversation_id}:{key}")
        queued = QueueMessage(
            message_id=message_id,
            conversation_id=conversation_id,
            contact_id=state.contact_id,
            channel_id=state.channel_id,
            author="user",
            user_id=user_id,
            content=Text(body=text),
            content_index=self.indexes.blind_index("content", message_id, text),
            queued_at=self.clock.now(),
        )
        commands = self._commands(organisation_id, state, queued)
        return Replied(message_id, self.bus.execute(context, *commands).sequence)

    def _commands(self, organisation_id: UUID, state: Conversation, queued: QueueMessage) -> list[Command]:
        known: Message = self.bus.state(message, (organisation_id, queued.message_id))
        if known.stage is not Stage.UNKNOWN:
            return [queued]  # asked again: the conversation may be somebody else's by now
        self._refuse_erased(organisation_id, state.contact_id)
        assert queued.user_id is not None
        return [
            queued,
            NoteAnswer(conversation_id=queued.conversation_id, author="user"),
            TakeOver(conversation_id=queued.conversation_id, user_id=queued.user_id),
        ]

    def _refuse_erased(self, organisation_id: UUID, contact_id: UUID) -> None:
        state: Contact = self.bus.state(contact, (organisation_id, contact_id))
        if state.erased:
            refuse("Ce client a été supprimé : on ne peut plus lui écrire.", code="CONTACT_ERASED")
