"""The rules of conversations: who has one, whether it is to be heard of now, and where its question stands."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from domain.conversations.conversation import Conversation, Owner, Status, conversation
from domain.conversations.conversation_commands import (
    AssignConversation,
    CloseConversation,
    Escalate,
    HandBack,
    HandOver,
    MuteConversation,
    NoteAnswer,
    PlanAnswer,
    ReopenConversation,
    ResolveConversation,
    SeeConversation,
    SnoozeConversation,
    StartConversation,
    TakeOver,
    UnassignConversation,
    UnmuteConversation,
    WakeConversation,
    WithholdAnswer,
)
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
from domain.event import Event
from domain.refusal import refuse

LONGEST_SNOOZE = timedelta(days=366)


@conversation.decides
def start(state: Conversation, command: StartConversation) -> Iterator[Event]:
    """Quiet when it exists."""
    if state.status is Status.UNKNOWN:
        yield ConversationStarted(**dict(command))


@conversation.decides
def take_over(state: Conversation, command: TakeOver) -> Iterator[Event]:
    """Quiet for the person who already has it. Reopens what was resolved."""
    _refuse_unknown(state)
    if state.over or state.user_id != command.user_id:
        yield from _back_to_work(state, command.conversation_id)
        yield ConversationTakenOver(
            conversation_id=command.conversation_id, contact_id=state.contact_id, user_id=command.user_id
        )


@conversation.decides
def assign(state: Conversation, command: AssignConversation) -> Iterator[Event]:
    """Quiet when the member already has it. Reopens what was resolved."""
    _refuse_unknown(state)
    if state.over or state.user_id != command.user_id:
        yield from _back_to_work(state, command.conversation_id)
        yield ConversationAssigned(
            conversation_id=command.conversation_id, contact_id=state.contact_id, user_id=command.user_id
        )


@conversation.decides
def unassign(state: Conversation, command: UnassignConversation) -> Iterator[Event]:
    """Quiet unless a person has it. What is over waits for nobody."""
    _refuse_unknown(state)
    if state.owner is Owner.PERSON and not state.over:
        yield ConversationUnassigned(conversation_id=command.conversation_id, contact_id=state.contact_id)


@conversation.decides
def hand_over(state: Conversation, command: HandOver) -> Iterator[Event]:
    """Only the assistant hands over, once."""
    _refuse_unknown(state)
    if state.owner is Owner.ASSISTANT and not state.over:
        yield ConversationHandedOver(
            conversation_id=command.conversation_id, contact_id=state.contact_id, reason=command.reason
        )


@conversation.decides
def escalate(state: Conversation, command: Escalate) -> Iterator[Event]:
    """Quiet when the member asked already has it, or when it already waits for whoever comes first."""
    _refuse_unknown(state)
    there = state.owner is Owner.NOBODY if command.user_id is None else state.user_id == command.user_id
    if state.over or not there:
        yield from _back_to_work(state, command.conversation_id)
        yield ConversationEscalated(
            conversation_id=command.conversation_id,
            contact_id=state.contact_id,
            reason=command.reason,
            user_id=command.user_id,
        )


@conversation.decides
def hand_back(state: Conversation, command: HandBack) -> Iterator[Event]:
    """Quiet when the assistant has it."""
    _refuse_unknown(state)
    if state.owner is not Owner.ASSISTANT:
        yield ConversationHandedBack(conversation_id=command.conversation_id, contact_id=state.contact_id)


@conversation.decides
def mute(state: Conversation, command: MuteConversation) -> Iterator[Event]:
    """Once."""
    _refuse_unknown(state)
    if not state.muted:
        yield ConversationMuted(conversation_id=command.conversation_id, contact_id=state.contact_id)


@conversation.decides
def unmute(state: Conversation, command: UnmuteConversation) -> Iterator[Event]:
    """Quiet unless it is muted."""
    _refuse_unknown(state)
    if state.muted:
        yield ConversationUnmuted(conversation_id=command.conversation_id, contact_id=state.contact_id)


@conversation.decides
def snooze(state: Conversation, command: SnoozeConversation) -> Iterator[Event]:
    """Quiet when it already sleeps until then. What is over has nothing to wait for."""
    _refuse_unknown(state)
    if state.over:
        refuse("Rouvrez d'abord la conversation.", code="CONVERSATION_OVER")
    if state.snoozed_until == command.until:
        return
    if not command.now < command.until <= command.now + LONGEST_SNOOZE:
        refuse("Choisissez un moment à venir, d'ici un an au plus.", code="SNOOZE_INVALID", field="until")
    yield ConversationSnoozed(conversation_id=command.conversation_id, contact_id=state.contact_id, until=command.until)


@conversation.decides
def wake(state: Conversation, command: WakeConversation) -> Iterator[Event]:
    """Quiet when it does not sleep, or sleeps until another instant than the timer was set for."""
    _refuse_unknown(state)
    if state.snoozed_until is not None and command.until in (None, state.snoozed_until):
        yield ConversationWoken(
            conversation_id=command.conversation_id, contact_id=state.contact_id, cause=command.cause
        )


@conversation.decides
def plan_answer(state: Conversation, command: PlanAnswer) -> Iterator[Event]:
    """Once for each answer, and only while the assistant has the conversation."""
    _refuse_unknown(state)
    if state.owner is Owner.ASSISTANT and state.planned != command.message_id:
        yield AnswerPlanned(**dict(command), contact_id=state.contact_id)


@conversation.decides
def withhold_answer(state: Conversation, command: WithholdAnswer) -> Iterator[Event]:
    """Once for each turn, and only while the assistant has the conversation."""
    _refuse_unknown(state)
    if state.owner is Owner.ASSISTANT and state.withheld != command.turn_id:
        yield AnswerWithheld(**dict(command), contact_id=state.contact_id)


@conversation.decides
def note_answer(state: Conversation, command: NoteAnswer) -> Iterator[Event]:
    """The first answer opens a new conversation."""
    _refuse_unknown(state)
    if state.status is Status.NEW:
        yield ConversationAnswered(
            conversation_id=command.conversation_id, contact_id=state.contact_id, author=command.author
        )


@conversation.decides
def resolve(state: Conversation, command: ResolveConversation) -> Iterator[Event]:
    """Quiet when resolved or closed."""
    _refuse_unknown(state)
    if not state.over:
        yield ConversationResolved(conversation_id=command.conversation_id, contact_id=state.contact_id)


@conversation.decides
def reopen(state: Conversation, command: ReopenConversation) -> Iterator[Event]:
    """Quiet when it is not over."""
    _refuse_unknown(state)
    if state.over:
        yield _reopened(state, command.conversation_id)


@conversation.decides
def close(state: Conversation, command: CloseConversation) -> Iterator[Event]:
    """What is not resolved cannot be closed."""
    _refuse_unknown(state)
    if not state.over:
        refuse("Marquez d'abord la conversation comme résolue.", code="CONVERSATION_NOT_RESOLVED")
    if state.status is not Status.CLOSED:
        yield ConversationClosed(conversation_id=command.conversation_id, contact_id=state.contact_id)


@conversation.decides
def see(state: Conversation, command: SeeConversation) -> Iterator[Event]:
    """Quiet when this person has already read up to there."""
    _refuse_unknown(state)
    if state.read.get(command.user_id) != command.up_to:
        yield ConversationSeen(
            conversation_id=command.conversation_id,
            contact_id=state.contact_id,
            user_id=command.user_id,
            up_to=command.up_to,
        )


def _refuse_unknown(state: Conversation) -> None:
    if state.status is Status.UNKNOWN:
        refuse("Cette conversation n'existe pas.", code="CONVERSATION_UNKNOWN")


def _back_to_work(state: Conversation, conversation_id: UUID) -> Iterator[Event]:
    """Whoever is given a conversation must find it in the working list."""
    if state.over:
        yield _reopened(state, conversation_id)
    if state.snoozed_until is not None:
        yield ConversationWoken(conversation_id=conversation_id, contact_id=state.contact_id, cause="person")


def _reopened(state: Conversation, conversation_id: UUID) -> ConversationReopened:
    """What was resolved goes on with the person who resolved it; what was closed begins anew with the assistant."""
    keeps = state.status is Status.RESOLVED and state.owner is Owner.PERSON
    return ConversationReopened(
        conversation_id=conversation_id,
        contact_id=state.contact_id,
        owner="person" if keeps else "assistant",
        user_id=state.user_id if keeps else None,
    )
