"""Who has a conversation, and whether it is to be heard of now."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from domain.conversations.conversation import conversation
from domain.conversations.conversation_commands import (
    AssignConversation,
    Escalate,
    MuteConversation,
    PlanAnswer,
    SnoozeConversation,
    TakeOver,
    UnassignConversation,
    UnmuteConversation,
    WakeConversation,
    WithholdAnswer,
)
from domain.conversations.events import (
    ConversationHandedBack,
    ConversationHandedOver,
    ConversationReopened,
    ConversationResolved,
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
from domain.event import Command, Event
from tests.spec import given

TALK, ADA, PHONE, MARC, ZOE, TURN, ANSWER = (UUID(int=n) for n in range(1, 8))
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
TOMORROW = NOON + timedelta(days=1)
BOTH = {"conversation_id": TALK, "contact_id": ADA}

STARTED = ConversationStarted(**BOTH, channel_id=PHONE, address_kind="phone", address="+33639980001", started_at=NOON)
TAKEN = ConversationTakenOver(**BOTH, user_id=MARC)
HANDED_OVER = ConversationHandedOver(**BOTH, reason="asked")
HANDED_BACK = ConversationHandedBack(**BOTH)
RESOLVED = ConversationResolved(**BOTH)
REOPENED = ConversationReopened(**BOTH, owner="assistant")
ASSIGNED = ConversationAssigned(**BOTH, user_id=ZOE)
UNASSIGNED = ConversationUnassigned(**BOTH)
ESCALATED = ConversationEscalated(**BOTH, reason="expertise")
ESCALATED_TO_ZOE = ConversationEscalated(**BOTH, reason="expertise", user_id=ZOE)
MUTED, UNMUTED = ConversationMuted(**BOTH), ConversationUnmuted(**BOTH)
SNOOZED = ConversationSnoozed(**BOTH, until=TOMORROW)
WITHHELD = AnswerWithheld(**BOTH, turn_id=TURN)
PLANNED = AnswerPlanned(**BOTH, turn_id=TURN, message_id=ANSWER)


def woken(cause: str) -> ConversationWoken:
    return ConversationWoken(**BOTH, cause=cause)


ASSIGN = AssignConversation(conversation_id=TALK, user_id=ZOE)
UNASSIGN = UnassignConversation(conversation_id=TALK)
ESCALATE = Escalate(conversation_id=TALK, reason="expertise")
ESCALATE_TO_ZOE = Escalate(conversation_id=TALK, reason="expertise", user_id=ZOE)
MUTE, UNMUTE = MuteConversation(conversation_id=TALK), UnmuteConversation(conversation_id=TALK)
SNOOZE = SnoozeConversation(conversation_id=TALK, until=TOMORROW, now=NOON)
WAKE = WakeConversation(conversation_id=TALK, cause="message")
WITHHOLD = WithholdAnswer(conversation_id=TALK, turn_id=TURN)
PLAN = PlanAnswer(conversation_id=TALK, turn_id=TURN, message_id=ANSWER)
ACTS = [ASSIGN, UNASSIGN, ESCALATE, MUTE, UNMUTE, SNOOZE, WAKE, PLAN, WITHHOLD]


@pytest.mark.parametrize(
    ("before", "command", "expected"),
    [
        ([], ASSIGN, [ASSIGNED]),
        ([TAKEN], ASSIGN, [ASSIGNED]),
        ([RESOLVED], ASSIGN, [REOPENED, ASSIGNED]),
        ([SNOOZED], ASSIGN, [woken("person"), ASSIGNED]),
        ([TAKEN], UNASSIGN, [UNASSIGNED]),
        ([], ESCALATE, [ESCALATED]),
        ([TAKEN], ESCALATE, [ESCALATED]),
        ([TAKEN], ESCALATE_TO_ZOE, [ESCALATED_TO_ZOE]),
        ([HANDED_OVER], ESCALATE_TO_ZOE, [ESCALATED_TO_ZOE]),
        ([RESOLVED], ESCALATE, [REOPENED, ESCALATED]),
        ([TAKEN, SNOOZED], ESCALATE, [woken("person"), ESCALATED]),
        ([], MUTE, [MUTED]),
        ([MUTED], UNMUTE, [UNMUTED]),
        ([], SNOOZE, [SNOOZED]),
        ([SNOOZED], WAKE, [woken("message")]),
        ([], PLAN, [PLANNED]),
        ([], WITHHOLD, [WITHHELD]),
    ],
)
def test_each_act_is_a_fact_once(before: list[Event], command: Command, expected: list[Event]) -> None:
    given(conversation, STARTED, *before).when(command).then_once(*expected)


@pytest.mark.parametrize("command", ACTS)
def test_what_does_not_exist_is_refused(command: Command) -> None:
    given(conversation).when(command).refuses("CONVERSATION_UNKNOWN")


@pytest.mark.parametrize(
    ("before", "command"),
    [
        ([], UNASSIGN),
        ([HANDED_OVER], UNASSIGN),
        ([TAKEN, RESOLVED], UNASSIGN),
        ([HANDED_OVER], ESCALATE),
        ([ASSIGNED], ESCALATE_TO_ZOE),
        ([ASSIGNED, SNOOZED], TakeOver(conversation_id=TALK, user_id=ZOE)),
        ([], UNMUTE),
        ([], WAKE),
        ([TAKEN], PLAN),
        ([TAKEN], WITHHOLD),
        ([HANDED_OVER], WITHHOLD),
        ([HANDED_OVER], PLAN),
    ],
)
def test_what_is_so_already_is_silence(before: list[Event], command: Command) -> None:
    given(conversation, STARTED, *before).when(command).then()


@pytest.mark.parametrize("until", [NOON, NOON - timedelta(seconds=1), NOON + timedelta(days=367)])
def test_a_snooze_ends_at_a_moment_to_come_within_a_year(until: datetime) -> None:
    given(conversation, STARTED).when(SnoozeConversation(conversation_id=TALK, until=until, now=NOON)).refuses(
        "SNOOZE_INVALID"
    )


def test_what_is_over_does_not_sleep() -> None:
    given(conversation, STARTED, RESOLVED).when(SNOOZE).refuses("CONVERSATION_OVER")


def test_another_moment_takes_the_place_of_the_first_and_the_first_timer_is_stale() -> None:
    later = ConversationSnoozed(**BOTH, until=TOMORROW + timedelta(days=1))
    first = WakeConversation(conversation_id=TALK, cause="due", until=TOMORROW)
    given(conversation, STARTED, SNOOZED).when(first).then_once(woken("due"))
    given(conversation, STARTED, SNOOZED, later).when(first).then()


def test_what_is_resolved_is_not_to_be_reminded_of() -> None:
    given(conversation, STARTED, SNOOZED, RESOLVED).when(WAKE).then()


def test_owners_follow_the_facts() -> None:
    steps = [
        (STARTED, "new", "assistant", None),
        (ASSIGNED, "open", "person", ZOE),
        (UNASSIGNED, "waiting", "nobody", None),
        (ESCALATED_TO_ZOE, "open", "person", ZOE),
        (ESCALATED, "waiting", "nobody", None),
        (HANDED_BACK, "open", "assistant", None),
        (PLANNED, "open", "assistant", None),
    ]
    for count in range(1, len(steps) + 1):
        state = conversation.fold(event for event, *_ in steps[:count])
        assert (state.status, state.owner, state.user_id) == steps[count - 1][1:]


def test_muted_and_snoozed_conversations_are_quiet() -> None:
    for facts, quiet in (([], False), ([MUTED], True), ([MUTED, UNMUTED], False), ([SNOOZED], True)):
        assert conversation.fold([STARTED, *facts]).quiet is quiet
