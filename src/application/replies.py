"""A person answers a customer: the message is queued, and the conversation becomes the person's.

The assistant does not speak beside: its answers that have not left are discarded in the same save, and a reply by
somebody who had not seen that one has left is refused.
"""

from dataclasses import dataclass
from uuid import UUID, uuid5

from application.bus import Bus, Busy, Overtaken
from application.ownership import ConversationMoved, Look, Ownership
from application.ports.clock import Clock
from application.ports.indexes import BlindIndexes
from domain.contacts.contact import Contact, contact
from domain.conversations.content import Text
from domain.conversations.conversation_commands import NoteAnswer, TakeOver
from domain.conversations.message import Message, Stage, message
from domain.conversations.message_commands import DiscardMessage, QueueMessage
from domain.event import Command
from domain.fact import Context
from domain.refusal import refuse

TRIES = 10
ANSWERED_BY_HAND = "Un membre de l'équipe a répondu."


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
    ownership: Ownership

    def reply(
        self, context: Context, user_id: UUID, conversation_id: UUID, key: str, text: str, seen: int | None = None
    ) -> Replied:
        """Queue a text once per `key` of the person in the conversation.

        `seen` is the sequence of the last fact that the person's screen showed; without it the reply goes out
        whatever happened. Raises `Refused` (`ConversationMoved` among others), `Busy`.
        """
        message_id = uuid5(context.organisation_id, f"{user_id}:{conversation_id}:{key}")
        for _ in range(TRIES):
            look = self.ownership.look(context.organisation_id, conversation_id)
            queued = self._queued(look, user_id, conversation_id, message_id, text)
            try:
                return Replied(message_id, self._ask(context, look, queued, seen))
            except Overtaken:  # somebody decided at this instant: look again
                continue
        raise Busy

    def _ask(self, context: Context, look: Look, queued: QueueMessage, seen: int | None) -> int:
        known: Message = self.bus.state(message, (context.organisation_id, queued.message_id))
        if known.stage is not Stage.UNKNOWN:  # asked again: the conversation may be somebody else's by now
            return self.bus.execute(context, queued).sequence
        self._refuse_erased(context.organisation_id, look.state.contact_id)
        if seen is not None and (
            since := self.ownership.since(context, queued.conversation_id, look, seen, discarding=True)
        ):
            raise ConversationMoved(since)
        guards = [look.guard, *(one.guard for one in look.pending)]
        return self.bus.execute(context, *_commands(look, queued), guards=guards).sequence

    def _queued(self, look: Look, user_id: UUID, conversation_id: UUID, message_id: UUID, text: str) -> QueueMessage:
        return QueueMessage(
            message_id=message_id,
            conversation_id=conversation_id,
            contact_id=look.state.contact_id,
            channel_id=look.state.channel_id,
            author="user",
            user_id=user_id,
            content=Text(body=text),
            content_index=self.indexes.blind_index("content", message_id, text),
            queued_at=self.clock.now(),
        )

    def _refuse_erased(self, organisation_id: UUID, contact_id: UUID) -> None:
        state: Contact = self.bus.state(contact, (organisation_id, contact_id))
        if state.erased:
            refuse("Ce client a été supprimé : on ne peut plus lui écrire.", code="CONTACT_ERASED")


def _commands(look: Look, queued: QueueMessage) -> list[Command]:
    assert queued.user_id is not None
    return [
        queued,
        *(DiscardMessage(message_id=one.fact.event.message_id, reason=ANSWERED_BY_HAND) for one in look.pending),
        NoteAnswer(conversation_id=queued.conversation_id, author="user"),
        TakeOver(conversation_id=queued.conversation_id, user_id=queued.user_id),
    ]
