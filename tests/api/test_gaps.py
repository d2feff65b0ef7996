"""The gap meter by the API: everything it knows of a channel comes from what happened."""

from datetime import timedelta
from typing import Any

import psycopg

from application.ports.messaging import InboundMessage, Receipt
from domain.conversations.content import Text
from tests.api.stage import SECRET, Team
from tests.desk import ADA, BOB


def gap(team: Team, channel_id: object = None) -> dict[str, Any]:
    answer = team.person("viewer").get("/api/supervision/gaps")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = next(
        one for one in answer.json()["data"] if one["channel_id"] == str(channel_id or team.channel_id)
    )
    return found


def took_them_eleven_minutes_ago(team: Team) -> None:
    """Time passes, for what was sent."""
    with psycopg.connect(team.stage.drive.house.dsn("projector"), autocommit=True) as projector:
        projector.execute(
            "UPDATE read.sends_1 SET sent_at = sent_at - interval '11 minutes' WHERE organisation_id = %s",
            [team.organisation_id],
        )


def test_a_channel_that_works(team: Team) -> None:
    team.hears("Bonjour ?")
    shown = gap(team)
    assert (shown["label"], shown["provider"], shown["abnormal_silence"]) == ("Accueil", "simulator", None)
    assert shown["advice"] == "Tout va bien : rien à faire."
    flow = shown["flow"]
    assert (flow["received"], flow["in_time"], flow["failed"], flow["unread"], shown["success"]) == (1, 1, 0, 0, 1.0)
    assert 0 <= flow["silent_s"] < 60 and flow["delay_worst_ms"] >= 0


def test_a_signature_that_is_refused_is_told_to_its_channel(team: Team, others: Team) -> None:
    assert team.delivers(team.webhook("Bonjour"), secret=SECRET + "!").status_code in (401, 403)
    team.stage.run()
    assert gap(team)["refused_signatures"] == 1
    assert "comparez le secret" in gap(team)["advice"]
    assert gap(others)["refused_signatures"] == 0


def test_what_comes_late_and_twice_is_counted(team: Team) -> None:
    drive = team.stage.drive
    channel_id = drive.channel(team.organisation_id, f"line-{team.organisation_id}")
    late = InboundMessage("m1", [ADA], drive.house.clock.now() - timedelta(hours=3), Text(body="Bonjour ?"))
    for _ in range(2):
        drive.arrive(team.organisation_id, channel_id, late)
    team.stage.run()
    flow = gap(team, channel_id)["flow"]
    assert (flow["received"], flow["duplicates"]) == (2, 1)
    assert flow["delay_worst_ms"] >= 3 * 3_600_000
    assert "3 h 00 de retard" in gap(team, channel_id)["advice"]


def test_a_status_for_a_message_of_nobody_is_told(team: Team) -> None:
    drive = team.stage.drive
    channel_id = drive.channel(team.organisation_id, f"line-{team.organisation_id}")
    drive.arrive(team.organisation_id, channel_id, Receipt("out-x", "delivered", drive.house.clock.now()))
    team.stage.run()
    assert (gap(team, channel_id)["unknown_statuses"], gap(team)["unknown_statuses"]) == (1, 0)


def test_a_message_without_news_is_listed_until_the_provider_speaks_of_it(team: Team) -> None:
    drive = team.stage.drive
    channel_id = drive.channel(team.organisation_id, f"line-{team.organisation_id}")
    for who in (ADA, BOB):
        item = InboundMessage(who.value, [who], drive.house.clock.now(), Text(body="Bonjour ?"))
        drive.arrive(team.organisation_id, channel_id, item)
        team.stage.run()
    assert gap(team, channel_id)["without_news"] == 0  # it is too early to say
    sent = [one.message_id for one in drive.provider.sent][-2:]
    assert len(sent) == 2
    took_them_eleven_minutes_ago(team)
    assert sorted(gap(team, channel_id)["without_news_ids"]) == sorted(map(str, sent))
    for message_id in sent[:1]:  # a status that changes nothing of what is known is no fact, and is news all the same
        at = drive.house.clock.now()
        drive.arrive(team.organisation_id, channel_id, Receipt(f"out-{message_id}", "sent", at, our_id=message_id))
    team.stage.run()
    assert gap(team, channel_id)["without_news_ids"] == [str(sent[1])]
    assert gap(team)["without_news"] == 0
