"""A notification: one member is told that a conversation asks for them. Only that member is ever told of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar, Literal
from uuid import UUID

from domain.decider import Decider
from domain.event import Command, Event
from domain.refusal import refuse

Reason = Literal["message", "late_message", "assigned", "escalated", "woken"]


class NotificationEvent(Event, context="notifications"):
    """Facts about what members are told, live or by mail."""

    told_to: ClassVar[str] = "user_id"


class MemberNotified(NotificationEvent):
    """Un membre de l'équipe est prévenu"""

    notification_id: UUID
    conversation_id: UUID
    contact_id: UUID
    user_id: UUID
    reason: Reason
    message_id: UUID | None = None


class NotificationSeen(NotificationEvent):
    """Notification vue"""

    notification_id: UUID
    conversation_id: UUID
    contact_id: UUID
    user_id: UUID


class NotifyMember(Command):
    """Tell the member. The id derives from the fact and the member: told again, it is silence."""

    notification_id: UUID
    conversation_id: UUID
    contact_id: UUID
    user_id: UUID
    reason: Reason
    message_id: UUID | None = None


class SeeNotification(Command):
    """The member has seen it."""

    notification_id: UUID
    user_id: UUID


@dataclass(frozen=True, slots=True)
class Notification:
    """What rules need of a notification. `user_id` is None before it was made."""

    user_id: UUID | None = None
    conversation_id: UUID | None = None
    contact_id: UUID | None = None
    seen: bool = False


notification = Decider(Notification, identify="notification_id")


@notification.decides
def notify(state: Notification, command: NotifyMember) -> Iterator[Event]:
    """Once."""
    if state.user_id is None:
        yield MemberNotified(**dict(command))


@notification.decides
def see(state: Notification, command: SeeNotification) -> Iterator[Event]:
    """Once. What is another member's does not exist."""
    if state.user_id != command.user_id or state.conversation_id is None or state.contact_id is None:
        refuse("Cette notification n'existe pas.", code="NOTIFICATION_UNKNOWN")
    if not state.seen:
        yield NotificationSeen(
            notification_id=command.notification_id,
            conversation_id=state.conversation_id,
            contact_id=state.contact_id,
            user_id=command.user_id,
        )


@notification.evolves
def notified(state: Notification, event: MemberNotified) -> Notification:
    """Told."""
    return replace(state, user_id=event.user_id, conversation_id=event.conversation_id, contact_id=event.contact_id)


@notification.evolves
def seen(state: Notification, event: NotificationSeen) -> Notification:
    """Seen."""
    return replace(state, seen=True)
