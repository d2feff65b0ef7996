"""Figures: what is counted, in whose days, and what it is compared with."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from api import periods
from application.ports.messaging import InboundMessage
from domain.conversations.content import Text
from domain.refusal import Refused
from tests.api.stage import Stage, Team
from tests.desk import ADA, BOB

PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2026, 3, 10, 11, 20, tzinfo=UTC)  # 12:20 in Paris


def test_today_is_compared_with_yesterday_up_to_the_same_quarter_of_an_hour() -> None:
    period = periods.named("today", NOON, PARIS)
    assert period.since == datetime(2026, 3, 10, tzinfo=PARIS)
    assert period.until == datetime(2026, 3, 10, 12, 30, tzinfo=PARIS)
    assert period.since_before == datetime(2026, 3, 9, tzinfo=PARIS)
    assert period.until_before == datetime(2026, 3, 9, 12, 30, tzinfo=PARIS)


def test_seven_days_end_today() -> None:
    period = periods.named("7d", NOON, PARIS)
    assert (period.days[0], period.days[-1], len(period.days)) == (date(2026, 3, 4), date(2026, 3, 10), 7)
    assert period.since_before == datetime(2026, 2, 25, tzinfo=PARIS)


def test_the_bounds_of_the_days_are_those_of_the_period() -> None:
    period = periods.named("7d", NOON, PARIS)
    assert (period.bounds[0], period.bounds[-1], len(period.bounds)) == (period.since, period.until, 8)
    assert period.bounds[6] == datetime(2026, 3, 10, tzinfo=PARIS)


def test_a_day_begins_where_the_organisation_is() -> None:
    late = datetime(2026, 3, 10, 23, 30, tzinfo=UTC)
    assert periods.named("today", late, PARIS).days == [date(2026, 3, 11)]
    assert periods.named("today", late, ZoneInfo("America/Montreal")).days == [date(2026, 3, 10)]


def test_a_day_of_twenty_three_hours_is_a_day() -> None:
    change = date(2026, 3, 29)
    period = periods.between(change, change, NOON + timedelta(days=60), PARIS)
    assert period.until.astimezone(UTC) - period.since.astimezone(UTC) == timedelta(hours=23)
    assert period.since_before == datetime(2026, 3, 28, tzinfo=PARIS)
    assert period.until_before == datetime(2026, 3, 29, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("since", "until", "code"),
    [
        (date(2026, 3, 2), date(2026, 3, 1), "PERIOD_INVALID"),
        (date(2024, 1, 1), date(2026, 1, 1), "PERIOD_TOO_LONG"),
        (date.min, date.min, "PERIOD_INVALID"),
        (date.max, date.max, "PERIOD_INVALID"),
    ],
)
def test_a_period_that_makes_no_sense_is_refused(since: date, until: date, code: str) -> None:
    with pytest.raises(Refused) as refused:
        periods.between(since, until, NOON, PARIS)
    assert refused.value.code == code


def test_the_figures_of_the_day(stage: Stage, team: Team) -> None:
    conversation = team.hears("Bonjour ?")
    team.hears("Bonsoir ?", phone="+33639980002")
    path = f"/api/conversations/{conversation['conversation_id']}/messages"
    team.person().post(path, {"text": "Bonjour Ada"}, idempotency_key="k1")
    stage.run()
    shown = team.person("viewer").get("/api/stats/overview").json()
    figures = shown["figures"]
    waits = [figures[f"{rank}_response_time_ms"] for rank in ("average", "p50", "p95")]
    assert min(waits) >= 0 and waits[1] <= waits[2]
    counted = {
        "messages_received": 2,
        "ai_messages_sent": 2,
        "human_messages_sent": 1,
        "ai_response_rate": 1.0,
        "turns": 2,
        "turns_allowed": 2,
        "turns_answered": 2,
        "ai_turn_response_rate": 1.0,
        "answers_scored": 0,  # both handed over to a person
        "average_confidence": None,
    }
    assert figures.items() >= counted.items()
    assert figures["active_conversations"] == 2
    assert shown["previous"]["messages_received"] == 0
    assert shown["previous"]["ai_response_rate"] is None
    assert (shown["time_zone"], shown["definition"]) == ("Europe/Paris", "v1")
    (day,) = shown["by_day"]
    assert day["day"] == datetime.now(PARIS).date().isoformat()
    assert day.items() >= counted.items()


def rows(team: Team, what: str, **params: object) -> list[dict[str, Any]]:
    """Every row behind a figure, page by page."""
    found: list[dict[str, Any]] = []
    cursor = None
    while True:
        page = team.person("viewer").get(f"/api/stats/overview/{what}", limit=2, cursor=cursor, **params).json()
        found += page["data"]
        cursor = page["next_cursor"]
        if cursor is None:
            return found


def test_every_figure_is_the_sum_of_the_rows_behind_it(stage: Stage, team: Team) -> None:
    team.person().post("/api/faqs", {"question": "Quels sont vos horaires ?", "answer": "De 9 h à 19 h."})
    stage.run()
    for number in range(5):
        team.hears(
            "Quels sont vos horaires ?" if number < 3 else "Vendez-vous des lamas ?", phone=f"+3363998100{number}"
        )
    figures = team.person().get("/api/stats/overview").json()["figures"]
    answers, turns = rows(team, "answers"), rows(team, "turns")
    assert len(answers) == figures["ai_messages_sent"] == 5
    waits = [answer["waited_ms"] for answer in answers]
    assert sum(waits) / len(waits) == pytest.approx(figures["average_response_time_ms"])
    assert sorted(waits)[2] == pytest.approx(figures["p50_response_time_ms"], rel=0.03, abs=1)
    assert max(waits) == pytest.approx(figures["p95_response_time_ms"], rel=0.03, abs=1)
    scores = [answer["score"] for answer in answers if answer["source"] != "handover"]
    assert len(scores) == figures["answers_scored"] == 3
    assert sum(scores) / 3 == pytest.approx(figures["average_confidence"])
    assert len(turns) == figures["turns"] == 5
    assert sum(turn["messages"] for turn in turns) == figures["messages_received"]
    assert sum(turn["allowed"] for turn in turns) == figures["turns_allowed"]
    assert sum(turn["allowed"] and turn["answered_by"] == "assistant" for turn in turns) == figures["turns_answered"]
    assert {turn["answer_id"] for turn in turns} == {answer["message_id"] for answer in answers}
    assert rows(team, "answers", channel_id=team.organisation_id) == []
    assert rows(team, "turns", since="2026-01-01", until="2026-01-02") == []


def test_the_hours_of_the_day_and_who_writes_most(stage: Stage, team: Team) -> None:
    for phone in ("+33639980001", "+33639980002", "+33639980001"):
        team.hears("Vendez-vous des lamas ?", phone=phone, name=f"Ada {phone[-1]}")
    hours = team.person("viewer").get("/api/stats/hours").json()["data"]
    assert [one["hour"] for one in hours] == list(range(24))
    assert sum(one["messages_received"] for one in hours) == 3
    assert sum(one["conversations"] for one in hours) in (2, 3)  # the hour may have struck in between
    people = team.person("viewer").get("/api/stats/contacts").json()["data"]
    assert [(one["name"], one["messages"]) for one in people] == [("Ada 1", 2), ("Ada 2", 1)]
    team.person().post(f"/api/contacts/{people[0]['contact_id']}/erase", {"confirm": "SUPPRIMER"})
    stage.run()
    people = team.person().get("/api/stats/contacts").json()["data"]
    assert [(one["name"], one["messages"]) for one in people] == [("", 2), ("Ada 2", 1)]


def test_every_figure_has_its_definition(team: Team) -> None:
    shown = team.person("viewer").get("/api/stats/definitions").json()
    figures = team.person().get("/api/stats/overview").json()["figures"]
    defined = shown["definitions"][shown["current"]]
    parts = {"turns", "turns_allowed", "turns_answered", "answers_scored"}  # told by the rates and means made of them
    assert set(defined) == set(figures) - parts
    assert all(text.endswith(".") for text in defined.values())


@pytest.mark.parametrize(
    ("zone", "midnight"),
    [
        ("Asia/Kolkata", datetime(2026, 3, 9, 18, 30, tzinfo=UTC)),
        ("Asia/Kathmandu", datetime(2026, 3, 9, 18, 15, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2026, 3, 9, 13, 0, tzinfo=UTC)),  # in summer
        ("Australia/Lord_Howe", datetime(2026, 6, 9, 13, 30, tzinfo=UTC)),  # in winter: half an hour of change
        ("Europe/Paris", datetime(2026, 3, 28, 23, 0, tzinfo=UTC)),  # the hour changes later on that day
        ("Europe/Paris", datetime(2026, 3, 29, 22, 0, tzinfo=UTC)),
    ],
)
def test_a_day_is_cut_at_the_midnight_of_the_zone(stage: Stage, zone: str, midnight: datetime) -> None:
    team = stage.team(zone=zone)
    channel_id = stage.drive.channel(team.organisation_id, f"line-{team.organisation_id}")
    for who, minutes in ((ADA, -1), (BOB, 0), (BOB, 1)):
        item = InboundMessage(uuid4().hex, [who], midnight + timedelta(minutes=minutes), Text(body="Bonjour"))
        stage.drive.arrive(team.organisation_id, channel_id, item)
    stage.run()
    day = midnight.astimezone(ZoneInfo(zone)).date()
    shown = team.person().get("/api/stats/overview", since=day - timedelta(days=1), until=day).json()
    assert [(one["day"], one["messages_received"], one["turns"]) for one in shown["by_day"]] == [
        ((day - timedelta(days=1)).isoformat(), 1, 1),
        (day.isoformat(), 2, 1),
    ]
    alone = team.person().get("/api/stats/overview", since=day, until=day).json()
    assert (alone["figures"]["messages_received"], alone["figures"]["active_conversations"]) == (2, 1)
    assert alone["previous"]["active_conversations"] == 1


def test_every_day_has_its_line(team: Team) -> None:
    shown = team.person().get("/api/stats/overview", period="30d").json()
    assert len(shown["by_day"]) == 30
    shown = team.person().get("/api/stats/overview", since="2026-01-30", until="2026-02-02").json()
    assert [day["day"] for day in shown["by_day"]] == ["2026-01-30", "2026-01-31", "2026-02-01", "2026-02-02"]


def test_days_to_come_are_empty_and_today_is_not(team: Team) -> None:
    team.hears("Bonjour ?")
    today = datetime.now(PARIS).date()
    shown = team.person().get("/api/stats/overview", since=today, until=today + timedelta(days=2)).json()
    assert [day["messages_received"] for day in shown["by_day"]] == [1, 0, 0]
    assert shown["figures"]["messages_received"] == 1


def test_figures_of_one_channel(team: Team) -> None:
    team.hears("Bonjour ?")

    def received(channel: object) -> int:
        shown = team.person().get("/api/stats/overview", period="7d", channel_id=channel).json()
        count: int = shown["figures"]["messages_received"]
        return count

    assert (received(team.channel_id), received(team.organisation_id)) == (1, 0)


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"period": "1y"}, "period"),
        ({"since": "yesterday"}, "since"),
        ({"until": "2026-01-01"}, "since"),
        ({"period": "7d", "since": "2026-01-01"}, "period"),
        ({"since": "2026-02-01", "until": "2026-01-01"}, "until"),
        ({"since": "0001-01-01", "until": "0001-01-02"}, "since"),
        ({"since": "9999-12-31", "until": "9999-12-31"}, "since"),
    ],
)
def test_a_question_about_no_period_is_refused(team: Team, params: dict[str, str], field: str) -> None:
    answer = team.person().get("/api/stats/overview", **params)
    assert (answer.status_code, answer.json()["field"]) == (422, field)
