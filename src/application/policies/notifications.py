"""Whoever has a conversation hears of it; when it waits for nobody in particular, everybody who may answer does."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from application.consent import consent_word_in
from application.policy import Ask, Consequence, Desk, Effect, Policy
from domain.conversations.conversation import Conversation, Owner, conversation
from domain.conversations.events import ConversationHandedOver, MessageReceived
from domain.conversations.ownership_events import ConversationAssigned, ConversationEscalated, ConversationWoken
from domain.fact import SYSTEM, Context, Fact
from domain.notifications.notification import MemberNotified, NotifyMember, Reason

notifications = Policy("notifications", reads=lambda fact: [(fact.organisation_id, fact.event.conversation_id)])


@notifications.hears
def wrote(fact: Fact[MessageReceived], desk: Desk) -> Iterator[Consequence]:
    """The customer wrote, even if the provider kept it for a while. A consent word is dealt with already."""
    if consent_word_in(fact.event.content):
        return
    late = (fact.at - fact.event.sent_at).total_seconds() > desk.answer_max_age
    yield from _tell(fact, desk, "late_message" if late else "message", fact.event.message_id)


@notifications.hears
def assigned(fact: Fact[ConversationAssigned], desk: Desk) -> Iterator[Consequence]:
    """A member was given the conversation, and still has it."""
    yield from _tell(fact, desk, "assigned")


@notifications.hears
def escalated(fact: Fact[ConversationEscalated | ConversationHandedOver], desk: Desk) -> Iterator[Consequence]:
    """A member, or any member, is asked for, and nobody has come forward yet."""
    yield from _tell(fact, desk, "escalated")


@notifications.hears
def woken(fact: Fact[ConversationWoken], desk: Desk) -> Iterator[Consequence]:
    """The moment has come. A message that wakes a conversation speaks for itself."""
    if fact.event.cause == "due":
        yield from _tell(fact, desk, "woken")


@notifications.hears
def notified(fact: Fact[MemberNotified], desk: Desk) -> Iterator[Consequence]:
    """A mail, later, if the member is away and has not seen it."""
    refs = {name: str(getattr(fact.event, name)) for name in ("notification_id", "conversation_id", "user_id")}
    key = f"mail:{fact.event.notification_id}"
    yield Effect("mail_member", key, refs, due_in=timedelta(seconds=desk.away_after))


def _tell(fact: Fact[Any], desk: Desk, reason: Reason, message_id: UUID | None = None) -> Iterator[Consequence]:
    told_at = fact.context.happened_at or fact.at
    if (fact.at - told_at).total_seconds() > desk.answer_max_age:
        return  # we had it all that time, or it is history that is brought in: it is on the screens, and rings nobody
    event = fact.event
    for user_id in _concerned(fact, desk):
        command = NotifyMember(
            notification_id=uuid5(event.conversation_id, f"notify:{user_id}:{fact.sequence}"),
            conversation_id=event.conversation_id,
            contact_id=event.contact_id,
            user_id=user_id,
            reason=reason,
            message_id=message_id,
        )
        context = Context(fact.organisation_id, SYSTEM, fact.context.correlation_id, causation=fact.sequence)
        yield Ask(context, (command,))


def _concerned(fact: Fact[Any], desk: Desk) -> list[UUID]:
    """Who is to hear of it now, whoever did it left out: the state decides, not what it was then."""
    state: Conversation = desk.state(conversation, (fact.organisation_id, fact.event.conversation_id))
    if state.quiet or state.over or state.owner is Owner.ASSISTANT or _is_past(fact, state):
        return []
    who = desk.answering(fact.organisation_id) if state.user_id is None else [state.user_id]
    actor = fact.context.actor
    return [user_id for user_id in who if actor.kind != "user" or user_id != actor.id]


def _is_past(fact: Fact[Any], state: Conversation) -> bool:
    """Whether the conversation was given, or taken, otherwise since it was given so."""
    match fact.event:
        case ConversationAssigned() | ConversationEscalated():
            return state.user_id != fact.event.user_id
        case ConversationHandedOver():
            return state.user_id is not None
        case _:
            return False
