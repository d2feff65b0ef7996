"""A conversation: one channel, one address. Its stream holds what people and the assistant decide about it.

Statuses: new → open → (waiting) → resolved → closed. Owner: the assistant, a person, or nobody (waiting
for one). Muted and snoozed stand beside. Messages are streams of their own. The rules are in
`conversation_rules`, what is asked in `conversation_commands`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.conversations.events import (
    ConversationAnswered,
    ConversationClosed,
    ConversationHandedBack,
    ConversationHandedOver,
    ConversationReopened,
    ConversationResolved,
    ConversationSeen,
    ConversationStarted,
    ConversationTakenOver,
)
from domain.conversations.ownership_events import (
    AnswerPlanned,
    AnswerWithheld,
    ConversationAssigned,
    ConversationEscalated,
    ConversationMuted,
    ConversationSnoozed,
    ConversationUnassigned,
    ConversationUnmuted,
    ConversationWoken,
)
from domain.decider import Decider
from domain.fact import NOBODY


class Status(StrEnum):
    """Where the conversation is. French labels: nouveau, en cours, en attente, résolu, fermé."""

    UNKNOWN = "unknown"
    NEW = "new"
    OPEN = "open"
    WAITING = "waiting"
    RESOLVED = "resolved"
    CLOSED = "closed"


class Owner(StrEnum):
    """Who answers."""

    ASSISTANT = "assistant"
    PERSON = "person"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Conversation:
    """What rules need of a conversation. `planned` is the last answer of the assistant, `withheld` the last turn
    that it left unanswered, `read` the last message that each person has read."""

    status: Status = Status.UNKNOWN
    owner: Owner = Owner.ASSISTANT
    contact_id: UUID = NOBODY
    channel_id: UUID = NOBODY
    user_id: UUID | None = None
    muted: bool = False
    snoozed_until: datetime | None = None
    planned: UUID | None = None
    withheld: UUID | None = None
    read: Mapping[UUID, UUID] = field(default_factory=dict)

    @property
    def over(self) -> bool:
        """Whether a new message opens it again."""
        return self.status in (Status.RESOLVED, Status.CLOSED)

    @property
    def quiet(self) -> bool:
        """Whether nobody is to hear of it now."""
        return self.muted or self.snoozed_until is not None


conversation = Decider(Conversation, identify="conversation_id")


def _given(state: Conversation, user_id: UUID | None) -> Conversation:
    """A person has it; without one it waits."""
    if user_id is None:
        return replace(state, status=Status.WAITING, owner=Owner.NOBODY, user_id=None)
    return replace(state, status=Status.OPEN, owner=Owner.PERSON, user_id=user_id)


@conversation.evolves
def started(state: Conversation, event: ConversationStarted) -> Conversation:
    """New, and the assistant's."""
    return replace(state, status=Status.NEW, contact_id=event.contact_id, channel_id=event.channel_id)


@conversation.evolves
def taken_over(state: Conversation, event: ConversationTakenOver) -> Conversation:
    """A person has it."""
    return _given(state, event.user_id)


@conversation.evolves
def assigned(state: Conversation, event: ConversationAssigned) -> Conversation:
    """The person named has it."""
    return _given(state, event.user_id)


@conversation.evolves
def unassigned(state: Conversation, event: ConversationUnassigned) -> Conversation:
    """It waits for a person."""
    return _given(state, None)


@conversation.evolves
def handed_over(state: Conversation, event: ConversationHandedOver) -> Conversation:
    """It waits for a person."""
    return _given(state, None)


@conversation.evolves
def escalated(state: Conversation, event: ConversationEscalated) -> Conversation:
    """The person named has it, or it waits for one."""
    return _given(state, event.user_id)


@conversation.evolves
def handed_back(state: Conversation, event: ConversationHandedBack) -> Conversation:
    """The assistant has it."""
    status = Status.OPEN if state.status is Status.WAITING else state.status
    return replace(state, status=status, owner=Owner.ASSISTANT, user_id=None)


@conversation.evolves
def muted(state: Conversation, event: ConversationMuted) -> Conversation:
    """Not to be heard of."""
    return replace(state, muted=True)


@conversation.evolves
def unmuted(state: Conversation, event: ConversationUnmuted) -> Conversation:
    """To be heard of again."""
    return replace(state, muted=False)


@conversation.evolves
def snoozed(state: Conversation, event: ConversationSnoozed) -> Conversation:
    """Set aside until then."""
    return replace(state, snoozed_until=event.until)


@conversation.evolves
def woken(state: Conversation, event: ConversationWoken) -> Conversation:
    """Back in the working list."""
    return replace(state, snoozed_until=None)


@conversation.evolves
def planned(state: Conversation, event: AnswerPlanned) -> Conversation:
    """An answer of the assistant is on its way."""
    return replace(state, planned=event.message_id)


@conversation.evolves
def answered(state: Conversation, event: ConversationAnswered) -> Conversation:
    """Open."""
    return replace(state, status=Status.OPEN)


@conversation.evolves
def resolved(state: Conversation, event: ConversationResolved) -> Conversation:
    """Dealt with: there is nothing left to be reminded of."""
    return replace(state, status=Status.RESOLVED, snoozed_until=None)


@conversation.evolves
def reopened(state: Conversation, event: ConversationReopened) -> Conversation:
    """Open again, for whoever the fact says."""
    return replace(state, status=Status.OPEN, owner=Owner(event.owner), user_id=event.user_id)


@conversation.evolves
def closed(state: Conversation, event: ConversationClosed) -> Conversation:
    """Over."""
    return replace(state, status=Status.CLOSED)


@conversation.evolves
def seen(state: Conversation, event: ConversationSeen) -> Conversation:
    """Read up to a message."""
    return replace(state, read={**state.read, event.user_id: event.up_to})


@conversation.evolves
def answer_withheld(state: Conversation, event: AnswerWithheld) -> Conversation:
    """Nothing was said to this turn."""
    return replace(state, withheld=event.turn_id)
