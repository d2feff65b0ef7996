from datetime import UTC, datetime
from uuid import UUID

import pytest

from domain.conversations.conversation import conversation
from domain.conversations.conversation_commands import (
    CloseConversation,
    HandBack,
    HandOver,
    NoteAnswer,
    ReopenConversation,
    ResolveConversation,
    SeeConversation,
    StartConversation,
    TakeOver,
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
from domain.event import Command, Event
from tests.spec import given

TALK, ADA, PHONE, MARC, ZOE, LAST = (UUID(int=n) for n in range(1, 7))
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
BOTH = {"conversation_id": TALK, "contact_id": ADA}

STARTED = ConversationStarted(**BOTH, channel_id=PHONE, address_kind="phone", address="+33639980001", started_at=NOON)
TAKEN = ConversationTakenOver(**BOTH, user_id=MARC)
HANDED_OVER = ConversationHandedOver(**BOTH, reason="not_understood")
HANDED_BACK = ConversationHandedBack(**BOTH)
ANSWERED = ConversationAnswered(**BOTH, author="assistant")
RESOLVED = ConversationResolved(**BOTH)
REOPENED = ConversationReopened(**BOTH, owner="assistant")
REOPENED_FOR_MARC = ConversationReopened(**BOTH, owner="person", user_id=MARC)
CLOSED = ConversationClosed(**BOTH)
SEEN = ConversationSeen(**BOTH, user_id=MARC, up_to=LAST)

START = StartConversation(
    conversation_id=TALK,
    contact_id=ADA,
    channel_id=PHONE,
    address_kind="phone",
    address="+33639980001",
    started_at=NOON,
)
TAKE = TakeOver(conversation_id=TALK, user_id=MARC)
HAND_OVER = HandOver(conversation_id=TALK, reason="not_understood")
HAND_BACK = HandBack(conversation_id=TALK)
NOTE = NoteAnswer(conversation_id=TALK, author="assistant")
RESOLVE = ResolveConversation(conversation_id=TALK)
REOPEN = ReopenConversation(conversation_id=TALK)
CLOSE = CloseConversation(conversation_id=TALK)
SEE = SeeConversation(conversation_id=TALK, user_id=MARC, up_to=LAST)


@pytest.mark.parametrize(
    ("before", "command", "expected"),
    [
        ([], START, [STARTED]),
        ([STARTED], TAKE, [TAKEN]),
        ([STARTED, RESOLVED], TAKE, [REOPENED, TAKEN]),
        ([STARTED], HAND_OVER, [HANDED_OVER]),
        ([STARTED, TAKEN], HAND_BACK, [HANDED_BACK]),
        ([STARTED], NOTE, [ANSWERED]),
        ([STARTED], RESOLVE, [RESOLVED]),
        ([STARTED, RESOLVED], REOPEN, [REOPENED]),
        ([STARTED, TAKEN, RESOLVED], REOPEN, [REOPENED_FOR_MARC]),
        ([STARTED, TAKEN, RESOLVED, CLOSED], REOPEN, [REOPENED]),
        ([STARTED, HANDED_OVER, RESOLVED], REOPEN, [REOPENED]),
        ([STARTED, RESOLVED], CLOSE, [CLOSED]),
        ([STARTED], SEE, [SEEN]),
    ],
)
def test_each_act_is_a_fact_once(before: list[Event], command: Command, expected: list[Event]) -> None:
    given(conversation, *before).when(command).then_once(*expected)


@pytest.mark.parametrize("command", [TAKE, HAND_OVER, HAND_BACK, NOTE, RESOLVE, REOPEN, CLOSE, SEE])
def test_what_does_not_exist_is_refused(command: Command) -> None:
    given(conversation).when(command).refuses("CONVERSATION_UNKNOWN")


def test_what_is_not_resolved_cannot_be_closed() -> None:
    given(conversation, STARTED).when(CLOSE).refuses("CONVERSATION_NOT_RESOLVED")


def test_each_person_reads_for_themselves() -> None:
    zoe_too = ConversationSeen(**BOTH, user_id=ZOE, up_to=LAST)
    given(conversation, STARTED, SEEN).when(SeeConversation(conversation_id=TALK, user_id=ZOE, up_to=LAST)).then_once(
        zoe_too
    )


def test_a_second_person_takes_the_conversation_from_the_first() -> None:
    theirs = ConversationTakenOver(**BOTH, user_id=ZOE)
    given(conversation, STARTED, TAKEN).when(TakeOver(conversation_id=TALK, user_id=ZOE)).then_once(theirs)


@pytest.mark.parametrize("before", [[STARTED, TAKEN], [STARTED, HANDED_OVER], [STARTED, RESOLVED]])
def test_the_assistant_hands_over_only_what_it_has(before: list[Event]) -> None:
    given(conversation, *before).when(HAND_OVER).then()


def test_statuses_and_owners_follow_the_facts() -> None:
    steps = [
        (STARTED, "new", "assistant"),
        (ANSWERED, "open", "assistant"),
        (HANDED_OVER, "waiting", "nobody"),
        (TAKEN, "open", "person"),
        (RESOLVED, "resolved", "person"),
        (CLOSED, "closed", "person"),
        (REOPENED, "open", "assistant"),
    ]
    for count in range(1, len(steps) + 1):
        state = conversation.fold(event for event, _, _ in steps[:count])
        assert (state.status, state.owner) == steps[count - 1][1:]
