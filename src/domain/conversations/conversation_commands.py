"""What is asked of a conversation: to be started, given, silenced, settled. Times and ids come in with the command."""

from datetime import datetime
from uuid import UUID

from domain.conversations.events import AddressKind, Author, HandoverReason
from domain.conversations.ownership_events import EscalationReason, WakeCause
from domain.event import Command


class StartConversation(Command):
    """A first message comes from this address on this channel."""

    conversation_id: UUID
    contact_id: UUID
    channel_id: UUID
    address_kind: AddressKind
    address: str
    started_at: datetime


class TakeOver(Command):
    """A person answers from now on."""

    conversation_id: UUID
    user_id: UUID


class AssignConversation(Command):
    """This member answers from now on. That there is such a member is checked where contexts meet."""

    conversation_id: UUID
    user_id: UUID


class UnassignConversation(Command):
    """Whoever has it lets it go: it waits for a member of the team."""

    conversation_id: UUID


class HandOver(Command):
    """The assistant asks for a person."""

    conversation_id: UUID
    reason: HandoverReason


class Escalate(Command):
    """A person asks for somebody else: a named member, or whoever comes first."""

    conversation_id: UUID
    reason: EscalationReason
    user_id: UUID | None = None


class HandBack(Command):
    """The assistant answers from now on."""

    conversation_id: UUID


class MuteConversation(Command):
    """Nobody is to hear of it, and the assistant stays silent. Messages are still kept and shown."""

    conversation_id: UUID


class UnmuteConversation(Command):
    """It is to be heard of again."""

    conversation_id: UUID


class SnoozeConversation(Command):
    """Out of the working list until an instant, or until the customer writes."""

    conversation_id: UUID
    until: datetime
    now: datetime


class WakeConversation(Command):
    """Back into the working list. A timer says for which instant it was set: a stale one is silence."""

    conversation_id: UUID
    cause: WakeCause
    until: datetime | None = None


class PlanAnswer(Command):
    """The assistant answers this turn with this message."""

    conversation_id: UUID
    turn_id: UUID
    message_id: UUID


class WithholdAnswer(Command):
    """The assistant says nothing to this turn: it is outside its hours."""

    conversation_id: UUID
    turn_id: UUID


class NoteAnswer(Command):
    """An answer is on its way."""

    conversation_id: UUID
    author: Author


class ResolveConversation(Command):
    """The question is dealt with."""

    conversation_id: UUID


class ReopenConversation(Command):
    """The customer writes again, or a person finds it was not dealt with."""

    conversation_id: UUID


class CloseConversation(Command):
    """Nothing more is expected."""

    conversation_id: UUID


class SeeConversation(Command):
    """A person has read up to this message."""

    conversation_id: UUID
    user_id: UUID
    up_to: UUID
