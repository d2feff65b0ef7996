"""The figures of the overview: which turns the assistant was allowed to answer, who did, and how long it took."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as some

from application.assistant.assistant import assistant_id
from application.ports.messaging import InboundMessage
from domain.assistant.settings import ConfigureAssistant
from domain.conversations.content import Text
from domain.conversations.conversation_commands import (
    AssignConversation,
    HandBack,
    MuteConversation,
    TakeOver,
    UnmuteConversation,
)
from domain.fact import SYSTEM, Actor, Context
from projections import figures, overview
from projections.percentiles import PRECISION, bucket_of, percentile
from tests.assistant.test_away import closed
from tests.desk import ADA, BOB, Desk
from tests.drive import Drive

HOURS = "Quels sont vos horaires ?"


def today(desk: Desk) -> figures.Figures:
    """What is counted by now."""
    desk.drive.run()
    now = desk.drive.house.clock.now()
    with desk.drive.house.services().reading(desk.organisation_id) as connection:
        return figures.of_period(connection, [now - timedelta(days=1), now + timedelta(days=1)]).whole


def turns(desk: Desk) -> tuple[int, int, int]:
    """(turns, those that the assistant was allowed to answer, those it answered first)"""
    found = today(desk)
    return found.turns, found.turns_allowed, found.turns_answered


def configure(desk: Desk, *, automatic: bool = True, **changes: Any) -> None:
    command = ConfigureAssistant(
        assistant_id=assistant_id(desk.organisation_id),
        automatic=automatic,
        threshold=0.45,
        handover="Un instant.",
        **changes,
    )
    desk.drive.house.bus.execute(Context(desk.organisation_id, SYSTEM), command)
    desk.drive.run()


@pytest.fixture
def desk(drive: Drive) -> Desk:
    return Desk(drive)


def test_what_a_customer_says_in_a_row_is_one_turn(desk: Desk) -> None:
    for text in ("Bonjour", "Une question", HOURS):
        desk.writes(text)
    found = today(desk)
    assert (found.received, found.sent_by_assistant) == (3, 1)
    assert found.message_rate == pytest.approx(1 / 3)
    assert (found.turns, found.turn_rate) == (1, 1.0)
    desk.writes(HOURS)
    assert turns(desk) == (2, 2, 2)


def test_a_person_who_answers_first_is_not_the_assistant(desk: Desk) -> None:
    desk.writes(HOURS)
    while desk.drive.reader.advance() or desk.drive.projections.advance():
        pass
    desk.person_writes("De 9 h à 19 h.")
    assert turns(desk) == (1, 1, 0)
    assert today(desk).sent_by_people == 1


def test_where_a_person_has_the_conversation_the_assistant_is_not_asked(desk: Desk) -> None:
    desk.writes(HOURS)
    desk.drive.run()
    conversation_id = desk.conversations()[0].conversation_id
    user_id = uuid4()
    context = Context(desk.organisation_id, Actor("user", user_id))
    desk.drive.house.bus.execute(context, TakeOver(conversation_id=conversation_id, user_id=user_id))
    desk.writes("Et le dimanche ?")
    assert turns(desk) == (2, 1, 1)
    desk.drive.house.bus.execute(context, HandBack(conversation_id=conversation_id))
    desk.writes(HOURS)  # the same turn: nobody answered yet
    assert turns(desk) == (2, 2, 2)


def test_when_the_assistant_is_off_it_is_not_asked(desk: Desk) -> None:
    configure(desk, automatic=False)
    desk.writes(HOURS)
    assert turns(desk) == (1, 0, 0)
    configure(desk, automatic=True)
    desk.writes(HOURS, who=BOB)
    assert turns(desk) == (2, 1, 1)


def test_where_the_conversation_is_muted_or_given_to_somebody_the_assistant_is_not_asked(desk: Desk) -> None:
    desk.writes(HOURS)
    desk.drive.run()
    conversation_id = desk.conversations()[0].conversation_id
    context = Context(desk.organisation_id, Actor("user", uuid4()))
    desk.drive.house.bus.execute(context, MuteConversation(conversation_id=conversation_id))
    desk.writes("Et le dimanche ?")
    assert turns(desk) == (2, 1, 1)
    desk.drive.house.bus.execute(context, UnmuteConversation(conversation_id=conversation_id))
    desk.drive.house.bus.execute(context, AssignConversation(conversation_id=conversation_id, user_id=uuid4()))
    desk.writes("Et le lundi ?")
    assert turns(desk) == (2, 1, 1)


def test_a_sentence_of_absence_answers_nothing_and_outside_its_hours_the_assistant_is_not_asked(desk: Desk) -> None:
    configure(desk, hours=closed(desk.drive), away="Nous sommes fermés, à demain.")
    desk.writes(HOURS)
    found = today(desk)
    assert (found.turns, found.turns_allowed, found.turns_answered) == (1, 0, 0)
    assert (found.sent_by_assistant, found.mean_wait_ms, found.mean_confidence) == (1, None, None)
    desk.person_writes("Je suis encore là.")
    desk.drive.run()
    desk.writes("Ah, et demain ?")  # its absence was told already: it is silent
    assert turns(desk) == (2, 0, 0)
    configure(desk, hours=())
    desk.writes(HOURS, who=BOB)
    assert turns(desk) == (3, 1, 1)


def test_outside_its_hours_a_silent_assistant_is_not_asked_either(desk: Desk) -> None:
    configure(desk, hours=closed(desk.drive), away="")
    desk.writes(HOURS)
    desk.drive.run()
    assert turns(desk) == (1, 0, 0)
    [line] = desk.told("conversations.AnswerWithheld")
    assert line.event.headline == "L'assistant n'a pas répondu : hors de ses heures"
    configure(desk, hours=())
    desk.writes(HOURS)  # the same turn for the customer: nobody answered yet
    assert turns(desk) == (1, 1, 1)


def test_a_message_that_comes_too_late_is_not_for_the_assistant(desk: Desk) -> None:
    desk.writes(HOURS, late=1_000)
    assert turns(desk) == (1, 0, 0)


def test_a_message_that_waited_in_our_own_journal_was_for_the_assistant(desk: Desk) -> None:
    desk.writes(HOURS, late=1_000)
    with desk.drive.house.pool.connection() as connection:
        connection.execute("UPDATE journal.webhooks SET received_at = received_at - interval '1000 seconds'")
    assert turns(desk) == (1, 1, 0)


def test_the_wait_is_from_the_last_message_to_the_acceptance(desk: Desk) -> None:
    desk.writes("Bonjour", late=600)
    desk.writes(HOURS, late=60)
    found = today(desk)
    assert found.mean_wait_ms == pytest.approx(60_000, abs=10_000)
    assert found.p50_wait_ms == pytest.approx(found.mean_wait_ms, rel=PRECISION)


def test_confidence_is_that_of_answers_and_not_of_hand_overs(desk: Desk) -> None:
    desk.writes(HOURS)
    desk.writes("Vendez-vous des lamas ?", who=BOB)
    found = today(desk)
    assert (found.sent_by_assistant, found.scored) == (2, 1)
    assert found.mean_confidence is not None and found.mean_confidence > 0.9


def test_nothing_is_divided_by_nothing(desk: Desk) -> None:
    found = today(desk)
    assert (found.message_rate, found.turn_rate, found.mean_wait_ms) == (None, None, None)
    assert (found.p50_wait_ms, found.p95_wait_ms, found.mean_confidence) == (None, None, None)


def test_messages_by_hour_are_those_of_the_zone(desk: Desk) -> None:
    at = datetime(2026, 3, 10, 18, 20, tzinfo=UTC)  # 23:50 in Kolkata
    for minutes in (0, 5, 20):
        item = InboundMessage(uuid4().hex, [ADA], at + timedelta(minutes=minutes), Text(body="Bonjour"))
        desk.drive.arrive(desk.organisation_id, desk.channel_id, item)
    desk.drive.run()
    with desk.drive.house.services().reading(desk.organisation_id) as connection:
        hours = overview.by_hour(connection, at - timedelta(hours=1), at + timedelta(hours=1), "Asia/Kolkata")
    assert hours == {23: 2, 0: 1}


@given(some.lists(some.integers(1, 100_000_000), min_size=1, max_size=50), some.sampled_from([0.5, 0.95, 1.0]))
def test_percentiles_are_told_to_two_and_a_half_percent(waits: list[int], rank: float) -> None:
    counts: dict[int, int] = {}
    for wait in waits:
        counts[bucket_of(wait)] = counts.get(bucket_of(wait), 0) + 1
    exact = sorted(waits)[max(0, -(-int(rank * 100) * len(waits) // 100) - 1)]
    assert percentile(counts, rank) == pytest.approx(exact, rel=PRECISION)


@given(some.integers(-1, 10**12))
def test_buckets_are_in_order(ms: int) -> None:
    assert 0 <= bucket_of(ms) <= bucket_of(ms + 1) < 2**15
