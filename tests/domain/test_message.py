from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given as forall
from hypothesis import strategies as st

from domain.conversations.alias import BindAlias, HoldReceipt, alias
from domain.conversations.answer import Answer
from domain.conversations.content import Text
from domain.conversations.events import (
    AliasBound,
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
    ReceiptHeld,
    SendAttempted,
    SendLeftUncertain,
    SendPostponed,
    SendSettled,
)
from domain.conversations.message import Stage, message
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
from domain.event import Command, Event
from tests.spec import given

NOTE, TALK, ADA, PHONE, INDEX, OTHER, TURN, ALIAS = (UUID(int=n) for n in range(1, 9))
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
LATER = NOON + timedelta(seconds=2)
IDS: dict[str, Any] = {"message_id": NOTE, "conversation_id": TALK, "contact_id": ADA}
ANSWER = Answer(turn_id=TURN, revision=1, in_reply_to=(OTHER,), asked_at=NOON, source="faq", score=0.9, confidence=0.9)

ABANDON = AbandonAnswer(**IDS, call_id=INDEX, answer=ANSWER, reason="Le client a écrit entre-temps.")
ABANDONED = AnswerAbandoned(**IDS, call_id=INDEX, answer=ANSWER, reason="Le client a écrit entre-temps.")
RECEIVED = MessageReceived(
    **IDS, channel_id=PHONE, kind="text", content=Text(body="Bonjour"), provider_message_id="in-1", sent_at=NOON
)
QUEUED = MessageQueued(
    **IDS,
    channel_id=PHONE,
    author="assistant",
    content=Text(body="Oui"),
    content_index=INDEX,
    queued_at=NOON,
    answer=ANSWER,
)
ATTEMPTED = SendAttempted(**IDS, attempt=1, turn_id=TURN)
POSTPONED = SendPostponed(**IDS, code="130429", reason="Trop de messages.", until=LATER)
UNCERTAIN = SendLeftUncertain(**IDS)
SENT = MessageSent(
    **IDS, channel_id=PHONE, author="assistant", provider_message_id="out-1", sent_at=LATER, waited_ms=2000
)
DELIVERED = MessageDelivered(**IDS, delivered_at=LATER)
READ = MessageRead(**IDS, read_at=LATER)
FAILED = MessageFailed(**IDS, code="131026", reason="Injoignable.")
DISCARDED = MessageDiscarded(**IDS, reason="Trop tard.")

RECEIVE = ReceiveMessage(
    **IDS, channel_id=PHONE, content=Text(body="Bonjour"), provider_message_id="in-1", replies_to=None, sent_at=NOON
)
QUEUE = QueueMessage(
    **IDS,
    channel_id=PHONE,
    author="assistant",
    content=Text(body="Oui"),
    content_index=INDEX,
    queued_at=NOON,
    answer=ANSWER,
)
ATTEMPT = AttemptSend(message_id=NOTE)
POSTPONE = PostponeSend(message_id=NOTE, code="130429", reason="Trop de messages.", until=LATER)
CONFIRM = ConfirmSend(message_id=NOTE, provider_message_id="out-1", at=LATER)
FAIL = FailMessage(message_id=NOTE, code="131026", reason="Injoignable.")
DISCARD = DiscardMessage(message_id=NOTE, reason="Trop tard.")
KEEP = KeepMedia(message_id=NOTE, mime_type="image/jpeg", size=10)
REFUSE = RefuseMedia(message_id=NOTE, reason="Fichier trop lourd.")
REACT = ReactToMessage(message_id=NOTE, emoji="👍", emoji_index=INDEX, reacted_at=NOON)


def receipt(status: Any, channel_id: UUID = PHONE) -> ReportDelivery:
    failed = {"code": "131026", "reason": "Injoignable."} if status == "failed" else {}
    return ReportDelivery(
        message_id=NOTE, channel_id=channel_id, status=status, at=LATER, provider_message_id="out-1", **failed
    )


@pytest.mark.parametrize(
    ("before", "command", "expected"),
    [
        ([], RECEIVE, [RECEIVED]),
        ([], QUEUE, [QUEUED]),
        ([QUEUED, ATTEMPTED], POSTPONE, [POSTPONED]),
        ([QUEUED, ATTEMPTED], LeaveUncertain(message_id=NOTE), [UNCERTAIN]),
        ([QUEUED, ATTEMPTED], CONFIRM, [SENT]),
        ([QUEUED, ATTEMPTED, UNCERTAIN], CONFIRM, [SENT]),
        ([QUEUED, ATTEMPTED], receipt("sent"), [SENT]),
        ([QUEUED, ATTEMPTED, UNCERTAIN], receipt("read"), [SENT, READ]),
        ([QUEUED, ATTEMPTED, SENT], receipt("delivered"), [DELIVERED]),
        ([QUEUED, ATTEMPTED, SENT], receipt("failed"), [FAILED]),
        ([QUEUED], FAIL, [FAILED]),
        ([QUEUED], DISCARD, [DISCARDED]),
        ([RECEIVED], KEEP, [MediaKept(**IDS, mime_type="image/jpeg", size=10)]),
        ([RECEIVED], REFUSE, [MediaRefused(**IDS, reason="Fichier trop lourd.")]),
        ([RECEIVED], REACT, [MessageReacted(**IDS, emoji="👍", emoji_index=INDEX, reacted_at=NOON)]),
    ],
)
def test_each_step_is_a_fact_once(before: list[Event], command: Command, expected: list[Event]) -> None:
    given(message, *before).when(command).then_once(*expected)


@pytest.mark.parametrize("command", [KEEP, REFUSE, REACT])
def test_what_does_not_exist_is_refused(command: Command) -> None:
    given(message).when(command).refuses("MESSAGE_UNKNOWN")


@pytest.mark.parametrize(
    "before", [[], [RECEIVED], [QUEUED, ATTEMPTED], [QUEUED, ATTEMPTED, UNCERTAIN], [QUEUED, FAILED]]
)
def test_only_what_is_queued_is_attempted(before: list[Event]) -> None:
    given(message, *before).when(ATTEMPT).refuses("MESSAGE_NOT_QUEUED")


def settle(outcome: Any, reason: str = " Vu sur son téléphone. ") -> SettleSend:
    return SettleSend(message_id=NOTE, outcome=outcome, reason=reason, user_id=OTHER, at=LATER)


def settled(outcome: Any) -> SendSettled:
    return SendSettled(**IDS, outcome=outcome, reason="Vu sur son téléphone.", user_id=OTHER, attempt=1)


@pytest.mark.parametrize(
    ("outcome", "after"), [("sent", Stage.SENT), ("not_sent", Stage.FAILED), ("send_again", Stage.QUEUED)]
)
def test_a_person_settles_an_uncertain_send_once(outcome: str, after: Stage) -> None:
    before = [QUEUED, ATTEMPTED, UNCERTAIN]
    more = [SENT.model_copy(update={"provider_message_id": ""})] if outcome == "sent" else []
    given(message, *before).when(settle(outcome)).then_once(settled(outcome), *more)
    assert message.fold([*before, settled(outcome), *more]).stage is after


def test_what_is_not_uncertain_is_not_settled() -> None:
    given(message).when(settle("sent")).refuses("MESSAGE_UNKNOWN")
    given(message, QUEUED, ATTEMPTED, SENT).when(settle("not_sent")).refuses("SEND_NOT_UNCERTAIN")
    given(message, QUEUED, ATTEMPTED, UNCERTAIN).when(settle("sent", " ")).refuses("REASON_INVALID")


@pytest.mark.parametrize("outcome", ["sent", "not_sent", "send_again"])
@pytest.mark.parametrize("other", ["sent", "not_sent", "send_again"])
def test_the_second_of_two_people_is_told(outcome: str, other: str) -> None:
    colleague = settle(other).model_copy(update={"user_id": TURN})
    before = [QUEUED, ATTEMPTED, UNCERTAIN, settled(outcome)]
    given(message, *before).when(colleague).refuses("SEND_SETTLED_MEANWHILE")


def test_a_click_that_comes_late_is_silent_and_another_uncertainty_is_settled_anew() -> None:
    again = SendAttempted(**IDS, attempt=2, turn_id=TURN)
    before = [QUEUED, ATTEMPTED, UNCERTAIN, settled("send_again"), again]
    given(message, *before).when(settle("send_again")).then()
    second = settled("send_again").model_copy(update={"attempt": 2})
    given(message, *before, UNCERTAIN).when(settle("send_again")).then_once(second)
    colleague = settle("send_again").model_copy(update={"user_id": TURN})
    given(message, *before, UNCERTAIN).when(colleague).then(second.model_copy(update={"user_id": TURN}))


def test_what_was_settled_as_sent_still_moves_forward() -> None:
    sent = SENT.model_copy(update={"provider_message_id": ""})
    given(message, QUEUED, ATTEMPTED, UNCERTAIN, settled("sent"), sent).when(receipt("read")).then_once(READ)


def test_what_was_postponed_is_attempted_again() -> None:
    second = SendAttempted(**IDS, attempt=2, turn_id=TURN)
    given(message, QUEUED, ATTEMPTED, POSTPONED).when(ATTEMPT).then(second)


def test_the_same_key_for_another_message_is_refused() -> None:
    other = QUEUE.model_copy(update={"content_index": OTHER})
    given(message, QUEUED).when(other).refuses("IDEMPOTENCY_KEY_REUSED")


@pytest.mark.parametrize("before", [[], [RECEIVED], [QUEUED]])
@pytest.mark.parametrize("status", ["sent", "delivered", "read", "failed"])
def test_a_receipt_for_what_was_never_attempted_says_nothing(before: list[Event], status: str) -> None:
    given(message, *before).when(receipt(status)).then()


def test_a_receipt_of_another_channel_says_nothing() -> None:
    given(message, QUEUED, ATTEMPTED).when(receipt("delivered", OTHER)).then()


@pytest.mark.parametrize("command", [POSTPONE, LeaveUncertain(message_id=NOTE), CONFIRM, FAIL, DISCARD])
def test_what_reached_the_customer_stays_so(command: Command) -> None:
    given(message, QUEUED, ATTEMPTED, SENT, DELIVERED).when(command).then()


@forall(st.lists(st.sampled_from(["sent", "delivered", "read", "failed"]), max_size=8))
def test_statuses_only_move_forward_whatever_the_order(statuses: list[str]) -> None:
    events: list[Event] = [QUEUED, ATTEMPTED]
    stage = Stage.ATTEMPTED
    for status in statuses:
        events += message.decide(message.fold(events), receipt(status))
        after = message.fold(events).stage
        assert after >= stage
        stage = after


def test_every_order_of_receipts_ends_at_read() -> None:
    for order in permutations(["sent", "delivered", "read"]):
        events: list[Event] = [QUEUED, ATTEMPTED]
        for status in order:
            events += message.decide(message.fold(events), receipt(status))
        assert message.fold(events).stage is Stage.READ


def test_an_alias_is_bound_once_and_holds_receipts_until_then() -> None:
    held = ReceiptHeld(alias_id=ALIAS, status="read", at=NOON)
    bound = AliasBound(alias_id=ALIAS, message_id=NOTE)
    hold = HoldReceipt(alias_id=ALIAS, status="read", at=NOON)
    given(alias).when(hold).then_once(held)
    given(alias, held).when(BindAlias(alias_id=ALIAS, message_id=NOTE)).then_once(bound)
    given(alias, bound).when(hold).then()
    given(alias, bound).when(BindAlias(alias_id=ALIAS, message_id=OTHER)).then()


def test_an_abandoned_answer_is_kept_once_per_call_and_can_be_made_again() -> None:
    given(message).when(ABANDON).then_once(ABANDONED)
    again = ABANDON.model_copy(update={"call_id": OTHER})
    given(message, ABANDONED).when(again).then_once(ABANDONED.model_copy(update={"call_id": OTHER}))
    queue = QueueMessage(**{name: getattr(QUEUED, name) for name in QueueMessage.model_fields})
    given(message, ABANDONED).when(queue).then_once(QUEUED)
