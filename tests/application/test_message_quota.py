"""The messages of the month: what is sent counts, and at the limit nothing more is asked to leave."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from application.message_quota import FAR, REMEMBERED, MessageQuota
from application.replies import Replies
from application.windows import Windows
from domain.conversations.conversation import Owner
from domain.fact import Actor, Context
from domain.refusal import Refused
from projections import usage
from tests.desk import ADA, BOB, Desk
from tests.drive import Drive
from tests.limited import limit

HOURS = "Quels sont vos horaires ?"
OPEN = "Du mardi au samedi, de 9 h à 19 h."


@pytest.fixture
def desk(drive: Drive) -> Desk:
    return Desk(drive)


def used(desk: Desk) -> int:
    desk.drive.run()
    return desk.drive.house.quota.month(desk.organisation_id).used


def replies(desk: Desk) -> Replies:
    house = desk.drive.house
    windows = Windows(house.channels, house.clock, house.services().reading)
    return Replies(house.bus, house.master_key, house.clock, house.ownership, windows, house.quota)


def reply(desk: Desk, text: str, key: str = "") -> Any:
    laura = uuid4()
    context = Context(desk.organisation_id, Actor("user", laura))
    return replies(desk).reply(context, laura, desk.conversations()[0].conversation_id, key or uuid4().hex, text)


def test_what_people_and_the_assistant_send_counts(desk: Desk) -> None:
    desk.writes(HOURS)
    assert used(desk) == 1
    desk.person_writes("Je regarde.")
    assert used(desk) == 2
    assert used(Desk(desk.drive, "+33100000001")) == 0, "each organisation has its own count"


def test_an_answer_that_is_discarded_before_it_leaves_does_not_count(desk: Desk) -> None:
    desk.writes(HOURS)
    desk.drive.reader.advance()
    desk.drive.policies.advance()
    desk.drive.perform_due()  # the answer is queued, and not sent
    desk.drive.policies.advance()
    desk.drive.projections.advance()
    assert reply(desk, "Je vous réponds moi-même.")
    assert used(desk) == 1
    assert desk.answers() == ["Je vous réponds moi-même."]


def test_at_the_limit_the_assistant_says_nothing_and_people_have_the_conversation(desk: Desk) -> None:
    limit(desk.drive.house, desk.organisation_id, messages=1)
    desk.writes(HOURS)
    assert used(desk) == 1
    desk.writes(HOURS, who=BOB, name="Bob")
    desk.drive.run()
    assert desk.answers() == [OPEN]
    bob = next(line for line in desk.conversations() if line.address == BOB.value)
    assert bob.owner == Owner.NOBODY
    [handed] = desk.told("conversations.ConversationHandedOver")
    assert (handed.event.reason, handed.context.actor.kind) == ("quota", "assistant")
    desk.writes("Vous êtes là ?", who=BOB, name="Bob")
    desk.drive.run()
    assert [row.author for row in desk.messages()] == ["contact", "contact"], "nothing that is received is lost"
    assert len(desk.told("conversations.ConversationHandedOver")) == 1


def test_at_the_limit_a_person_is_told_until_when(desk: Desk) -> None:
    limit(desk.drive.house, desk.organisation_id, messages=2)
    desk.writes(HOURS)
    desk.drive.run()
    first = reply(desk, "Je regarde.", key="k1")
    desk.drive.run()
    with pytest.raises(Refused) as refused:
        reply(desk, "Encore moi.")
    assert refused.value.code == "QUOTA_MESSAGES"
    assert refused.value.sentence.startswith("Les 2 messages d")
    assert "Les envois reprennent le 1er " in refused.value.sentence
    assert desk.answers() == [OPEN, "Je regarde."]
    limit(desk.drive.house, desk.organisation_id, messages=3)
    assert reply(desk, "Encore moi.").message_id != first.message_id
    assert used(desk) == 3


def test_a_reply_that_is_asked_for_again_is_not_refused(desk: Desk) -> None:
    limit(desk.drive.house, desk.organisation_id, messages=2)
    desk.writes(HOURS)
    desk.drive.run()
    laura, talk = uuid4(), desk.conversations()[0].conversation_id
    context = Context(desk.organisation_id, Actor("user", laura))
    first = replies(desk).reply(context, laura, talk, "k1", "Je regarde.")
    desk.drive.projections.advance()
    assert replies(desk).reply(context, laura, talk, "k1", "Je regarde.").message_id == first.message_id


def test_what_is_queued_leaves_though_the_plan_is_lowered(desk: Desk) -> None:
    desk.writes(HOURS)
    desk.drive.run()
    reply(desk, "Je regarde.")
    limit(desk.drive.house, desk.organisation_id, messages=1)
    desk.drive.run()
    assert desk.answers() == [OPEN, "Je regarde."]
    assert desk.drive.house.quota.month(desk.organisation_id).left == 0


def test_who_says_stop_is_told_so_at_the_limit_too(desk: Desk) -> None:
    limit(desk.drive.house, desk.organisation_id, messages=0)
    desk.writes("STOP", who=ADA)
    assert used(desk) == 1
    assert len(desk.answers()) == 1


def test_a_count_far_from_the_limit_is_remembered_for_an_instant(desk: Desk) -> None:
    house, at = desk.drive.house, [0.0]
    quota = MessageQuota(house.bus, house.clock, house.services().reading, monotonic=lambda: at[0])
    limit(desk.drive.house, desk.organisation_id, messages=FAR + 1)
    assert not quota.is_used_up(desk.organisation_id)
    limit(desk.drive.house, desk.organisation_id, messages=0)
    assert not quota.is_used_up(desk.organisation_id), "it was far a moment ago"
    at[0] = REMEMBERED
    assert quota.is_used_up(desk.organisation_id)
    limit(desk.drive.house, desk.organisation_id, messages=FAR)
    assert not quota.is_used_up(desk.organisation_id), "at the limit nothing is remembered"
    limit(desk.drive.house, desk.organisation_id, messages=0)
    assert quota.is_used_up(desk.organisation_id)


def test_no_limit_is_never_reached(desk: Desk) -> None:
    limit(desk.drive.house, desk.organisation_id, messages=None)
    desk.writes(HOURS)
    desk.drive.run()
    month = desk.drive.house.quota.month(desk.organisation_id)
    assert (month.used, month.left) == (1, None)
    desk.drive.house.quota.refuse_used_up(desk.organisation_id)


@pytest.mark.parametrize(
    ("zone", "now", "since", "until"),
    [
        ("Africa/Douala", "2026-11-30T22:59:59", "2026-10-31T23:00:00", "2026-11-30T23:00:00"),
        ("Africa/Douala", "2026-11-30T23:00:00", "2026-11-30T23:00:00", "2026-12-31T23:00:00"),
        ("Asia/Kathmandu", "2026-12-31T18:15:00", "2026-12-31T18:15:00", "2027-01-31T18:15:00"),
        ("Europe/Paris", "2026-03-31T21:59:00", "2026-02-28T23:00:00", "2026-03-31T22:00:00"),
        ("America/Los_Angeles", "2026-01-01T00:00:00", "2025-12-01T08:00:00", "2026-01-01T08:00:00"),
    ],
)
def test_a_month_is_that_of_the_calendar_where_the_organisation_is(zone: str, now: str, since: str, until: str) -> None:
    at, begins, ends = (datetime.fromisoformat(one).replace(tzinfo=UTC) for one in (now, since, until))
    assert usage.month_of(at, ZoneInfo(zone)) == (begins, ends)


def test_messages_of_another_month_do_not_count(desk: Desk) -> None:
    desk.writes(HOURS)
    assert used(desk) == 1
    month = desk.drive.house.quota.month(desk.organisation_id)
    with desk.drive.house.services().reading(desk.organisation_id) as connection:
        assert usage.messages(connection, month.since, month.until) == 1
        assert usage.messages(connection, month.until, month.until + timedelta(days=28)) == 0
        assert usage.messages(connection, month.since - timedelta(days=28), month.since) == 0
