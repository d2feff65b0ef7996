"""What may become of a message: when it is received, sent, reported on, settled."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from domain.conversations.events import (
    AnswerAbandoned,
    MediaKept,
    MediaRefused,
    MessageDelivered,
    MessageDiscarded,
    MessageFailed,
    MessageQueued,
    MessageReacted,
    MessageRead,
    MessageReceived,
    MessageSent,
    SendAttempted,
    SendLeftUncertain,
    SendPostponed,
    SendSettled,
)
from domain.conversations.message import MAX_REASON, Message, Stage, message
from domain.conversations.message_commands import (
    AbandonAnswer,
    AttemptSend,
    ConfirmSend,
    DiscardMessage,
    FailMessage,
    KeepMedia,
    LeaveUncertain,
    PostponeSend,
    QueueMessage,
    ReactToMessage,
    ReceiveMessage,
    RefuseMedia,
    ReportDelivery,
    SettleSend,
)
from domain.event import Event
from domain.refusal import refuse


@message.decides
def receive(state: Message, command: ReceiveMessage) -> Iterator[Event]:
    """Once."""
    if state.stage is Stage.UNKNOWN:
        yield MessageReceived(
            message_id=command.message_id,
            conversation_id=command.conversation_id,
            contact_id=command.contact_id,
            channel_id=command.channel_id,
            kind=command.content.kind,
            content=command.content,
            provider_message_id=command.provider_message_id,
            replies_to=command.replies_to,
            sent_at=command.sent_at,
        )


@message.decides
def react(state: Message, command: ReactToMessage) -> Iterator[Event]:
    """Quiet when the emoji is already there."""
    _refuse_unknown(state)
    if state.reaction != command.emoji_index:
        yield MessageReacted(
            message_id=command.message_id,
            **state.ids,
            emoji=command.emoji,
            emoji_index=command.emoji_index,
            reacted_at=command.reacted_at,
        )


@message.decides
def queue(state: Message, command: QueueMessage) -> Iterator[Event]:
    """Once; the same id for another content is refused."""
    if state.stage is Stage.UNKNOWN:
        yield MessageQueued(**dict(command))
    elif state.content_index != command.content_index:
        refuse("Cette clé a déjà servi pour un autre message.", code="IDEMPOTENCY_KEY_REUSED", field="Idempotency-Key")


@message.decides
def abandon(state: Message, command: AbandonAnswer) -> Iterator[Event]:
    """Once per call; the answer may still be made again, and queued."""
    if command.call_id not in state.abandoned:
        yield AnswerAbandoned(**dict(command))


@message.decides
def attempt(state: Message, command: AttemptSend) -> Iterator[Event]:
    """Only what is queued."""
    if state.stage is not Stage.QUEUED:
        refuse("Ce message n'est pas en attente d'envoi.", code="MESSAGE_NOT_QUEUED")
    yield SendAttempted(
        message_id=command.message_id,
        **state.ids,
        attempt=state.attempts + 1,
        turn_id=state.answer.turn_id if state.answer else None,
    )


@message.decides
def postpone(state: Message, command: PostponeSend) -> Iterator[Event]:
    """Back in the queue, until later."""
    if state.stage is Stage.ATTEMPTED:
        yield SendPostponed(
            message_id=command.message_id, **state.ids, code=command.code, reason=command.reason, until=command.until
        )


@message.decides
def leave_uncertain(state: Message, command: LeaveUncertain) -> Iterator[Event]:
    """Only an attempt without an outcome."""
    if state.stage is Stage.ATTEMPTED:
        yield SendLeftUncertain(message_id=command.message_id, **state.ids)


@message.decides
def confirm(state: Message, command: ConfirmSend) -> Iterator[Event]:
    """Quiet when a receipt already told more."""
    if state.stage in (Stage.ATTEMPTED, Stage.UNCERTAIN):
        yield _sent(state, command.message_id, command.provider_message_id, command.at)


@message.decides
def settle(state: Message, command: SettleSend) -> Iterator[Event]:
    """Only what is uncertain; a receipt that came meanwhile knows better, and so does a colleague."""
    _refuse_unknown(state)
    reason = command.reason.strip()
    if not reason or len(reason) > MAX_REASON:
        refuse(
            f"Dites comment vous le savez, en {MAX_REASON} caractères au plus.", code="REASON_INVALID", field="reason"
        )
    if (state.settled_as, state.settled_by) == (command.outcome, command.user_id):
        return
    if state.settled_by not in (None, command.user_id):
        refuse("Un collègue vient de trancher cet envoi : rechargez.", code="SEND_SETTLED_MEANWHILE")
    if state.stage is not Stage.UNCERTAIN:
        refuse("Cet envoi n'est pas incertain.", code="SEND_NOT_UNCERTAIN")
    yield SendSettled(
        message_id=command.message_id,
        **state.ids,
        outcome=command.outcome,
        reason=reason,
        user_id=command.user_id,
        attempt=state.attempts,
    )
    if command.outcome == "sent":
        yield _sent(state, command.message_id, "", command.at)


@message.decides
def report(state: Message, command: ReportDelivery) -> Iterator[Event]:
    """Forward only. The first receipt of an unconfirmed attempt confirms it."""
    if state.channel_id != command.channel_id or state.stage < Stage.ATTEMPTED:
        return
    ids = {"message_id": command.message_id, **state.ids}
    if command.status == "failed":
        if state.stage < Stage.DELIVERED:
            yield MessageFailed(**ids, code=command.code, reason=command.reason)
        return
    if state.stage < Stage.SENT:
        yield _sent(state, command.message_id, command.provider_message_id, command.at)
    if command.status == "delivered" and state.stage < Stage.DELIVERED:
        yield MessageDelivered(**ids, delivered_at=command.at)
    if command.status == "read" and state.stage < Stage.READ:
        yield MessageRead(**ids, read_at=command.at)


@message.decides
def fail(state: Message, command: FailMessage) -> Iterator[Event]:
    """Nothing that reached the customer fails afterwards."""
    if Stage.QUEUED <= state.stage < Stage.SENT:
        yield MessageFailed(message_id=command.message_id, **state.ids, code=command.code, reason=command.reason)


@message.decides
def discard(state: Message, command: DiscardMessage) -> Iterator[Event]:
    """Only before the first attempt reaches the provider."""
    if state.stage is Stage.QUEUED:
        yield MessageDiscarded(message_id=command.message_id, **state.ids, reason=command.reason)


@message.decides
def keep_media(state: Message, command: KeepMedia) -> Iterator[Event]:
    """Once."""
    _refuse_unknown(state)
    if not state.media_settled:
        yield MediaKept(message_id=command.message_id, **state.ids, mime_type=command.mime_type, size=command.size)


@message.decides
def refuse_media(state: Message, command: RefuseMedia) -> Iterator[Event]:
    """Once."""
    _refuse_unknown(state)
    if not state.media_settled:
        yield MediaRefused(message_id=command.message_id, **state.ids, reason=command.reason)


def _refuse_unknown(state: Message) -> None:
    if state.stage is Stage.UNKNOWN:
        refuse("Ce message n'existe pas.", code="MESSAGE_UNKNOWN")


def _sent(state: Message, message_id: UUID, provider_message_id: str, at: datetime) -> MessageSent:
    waited = None
    if state.answer is not None:
        waited = max(0, round((at - state.answer.asked_at).total_seconds() * 1000))
    return MessageSent(
        message_id=message_id,
        **state.ids,
        channel_id=state.channel_id,
        author=state.author,
        provider_message_id=provider_message_id,
        sent_at=at,
        waited_ms=waited,
    )
