"""A person answers a customer: the message is queued, and the conversation becomes the person's.

The assistant does not speak beside: its answers that have not left are discarded in the same save, and a reply by
somebody who had not seen that one has left is refused.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID, uuid5

from application.bus import Bus, Busy, Overtaken
from application.message_quota import MessageQuota
from application.ownership import ConversationMoved, Look, Ownership
from application.ports.clock import Clock
from application.ports.indexes import BlindIndexes
from application.windows import Windows
from domain.contacts.contact import Contact, contact
from domain.conversations.content import Content, Text
from domain.conversations.conversation import Conversation
from domain.conversations.conversation_commands import NoteAnswer, TakeOver
from domain.conversations.message import Message, Stage, message
from domain.conversations.message_commands import DiscardMessage, QueueMessage
from domain.event import Command
from domain.fact import Context
from domain.refusal import refuse

TRIES = 10
ANSWERED_BY_HAND = "Un membre de l'équipe a répondu."

Allow = Callable[[Conversation], None]
"""Raises `Refused` for a message that must not leave."""


@dataclass(frozen=True, slots=True)
class Replied:
    """The message queued, and the sequence at which a query shows it."""

    message_id: UUID
    sequence: int


@dataclass(frozen=True, slots=True)
class Reply:
    """What a person wants to say: `said` tells two contents apart. `seen` is the sequence of the last fact that the
    person's screen showed; without it the reply goes out whatever happened."""

    user_id: UUID
    conversation_id: UUID
    key: str
    content: Content
    said: str
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Replies:
    """What people write."""

    bus: Bus
    indexes: BlindIndexes
    clock: Clock
    ownership: Ownership
    windows: Windows
    quota: MessageQuota

    def reply(
        self, context: Context, user_id: UUID, conversation_id: UUID, key: str, text: str, seen: int | None = None
    ) -> Replied:
        """Queue a text once per `key` of the person in the conversation.

        Raises `Refused` (`ConversationMoved` and `WindowClosed` among others), `Busy`.
        """

        def allow(state: Conversation) -> None:
            self.windows.refuse_closed(context.organisation_id, conversation_id, state.channel_id)

        return self.say(context, Reply(user_id, conversation_id, key, Text(body=text), text, seen), allow)

    def say(self, context: Context, reply: Reply, allow: Allow) -> Replied:
        """Queue any content once per key. `allow` is not asked again about one that is queued already."""
        message_id = uuid5(context.organisation_id, f"{reply.user_id}:{reply.conversation_id}:{reply.key}")
        for _ in range(TRIES):
            look = self.ownership.look(context.organisation_id, reply.conversation_id)
            queued = self._queued(look, reply, message_id)
            try:
                return Replied(message_id, self._ask(context, look, queued, reply.seen, allow))
            except Overtaken:  # somebody decided at this instant: look again
                continue
        raise Busy

    def _ask(self, context: Context, look: Look, queued: QueueMessage, seen: int | None, allow: Allow) -> int:
        known: Message = self.bus.state(message, (context.organisation_id, queued.message_id))
        if known.stage is not Stage.UNKNOWN:  # asked again: the conversation may be somebody else's by now
            return self.bus.execute(context, queued).sequence
        self._refuse_erased(context.organisation_id, look.state.contact_id)
        self.quota.refuse_used_up(context.organisation_id)
        allow(look.state)
        if seen is not None and (
            since := self.ownership.since(context, queued.conversation_id, look, seen, discarding=True)
        ):
            raise ConversationMoved(since)
        guards = [look.guard, *(one.guard for one in look.pending)]
        commands = _commands(look, queued, takes_over=context.actor.kind == "user")
        return self.bus.execute(context, *commands, guards=guards).sequence

    def _queued(self, look: Look, reply: Reply, message_id: UUID) -> QueueMessage:
        return QueueMessage(
            message_id=message_id,
            conversation_id=reply.conversation_id,
            contact_id=look.state.contact_id,
            channel_id=look.state.channel_id,
            author="user",
            user_id=reply.user_id,
            content=reply.content,
            content_index=self.indexes.blind_index("content", message_id, reply.said),
            queued_at=self.clock.now(),
        )

    def _refuse_erased(self, organisation_id: UUID, contact_id: UUID) -> None:
        state: Contact = self.bus.state(contact, (organisation_id, contact_id))
        if state.erased:
            refuse("Ce client a été supprimé : on ne peut plus lui écrire.", code="CONTACT_ERASED")


def _commands(look: Look, queued: QueueMessage, *, takes_over: bool) -> list[Command]:
    """A member who answers has the conversation from then on; a key or a visitor has none."""
    assert queued.user_id is not None
    answered: list[Command] = [
        queued,
        *(DiscardMessage(message_id=one.fact.event.message_id, reason=ANSWERED_BY_HAND) for one in look.pending),
        NoteAnswer(conversation_id=queued.conversation_id, author="user"),
    ]
    if takes_over:
        answered.append(TakeOver(conversation_id=queued.conversation_id, user_id=queued.user_id))
    return answered
