"""Figures: what is counted, in whose days, and what it is compared with."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from api import periods
from domain.refusal import Refused
from tests.api.stage import Stage, Team

PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2026, 3, 10, 11, 20, tzinfo=UTC)  # 12:20 in Paris


def test_today_is_compared_with_yesterday_up_to_the_same_hour() -> None:
    period = periods.named("today", NOON, PARIS)
    assert period.since == datetime(2026, 3, 10, tzinfo=PARIS)
    assert period.until == datetime(2026, 3, 10, 13, tzinfo=PARIS)
    assert period.since_before == datetime(2026, 3, 9, tzinfo=PARIS)
    assert period.until_before == datetime(2026, 3, 9, 13, tzinfo=PARIS)


def test_seven_days_end_today() -> None:
    period = periods.named("7d", NOON, PARIS)
    assert (period.days[0], period.days[-1], len(period.days)) == (date(2026, 3, 4), date(2026, 3, 10), 7)
    assert period.since_before == datetime(2026, 2, 25, tzinfo=PARIS)


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
    waited = figures.pop("average_response_time_ms")
    assert figures == {
        "messages_received": 2,
        "ai_messages_sent": 2,
        "human_messages_sent": 1,
        "ai_response_rate": 1.0,
        "active_conversations": 2,
    }
    assert waited >= 0
    assert shown["previous"]["messages_received"] == 0
    assert shown["previous"]["ai_response_rate"] is None
    assert shown["time_zone"] == "Europe/Paris"
    assert shown["by_day"] == [
        {
            "day": datetime.now(PARIS).date().isoformat(),
            "messages_received": 2,
            "ai_messages_sent": 2,
            "human_messages_sent": 1,
        }
    ]


def test_every_day_has_its_line(team: Team) -> None:
    shown = team.person().get("/api/stats/overview", period="30d").json()
    assert len(shown["by_day"]) == 30
    shown = team.person().get("/api/stats/overview", since="2026-01-30", until="2026-02-02").json()
    assert [day["day"] for day in shown["by_day"]] == ["2026-01-30", "2026-01-31", "2026-02-01", "2026-02-02"]


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
