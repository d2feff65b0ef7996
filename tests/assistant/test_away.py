"""Outside its hours the assistant is silent, or says so once."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from domain.assistant.hours import DAYS, Range
from tests.assistant.test_answering_with_a_model import answer_of, configure, text_of
from tests.desk import BOB, Desk
from tests.drive import Drive


def closed(drive: Drive, hours_ago: int = 2) -> tuple[Range, ...]:
    """Hours that ended a while ago, by the wall of Paris."""
    wall = drive.house.clock.now().astimezone(ZoneInfo("Europe/Paris"))
    ended = wall - timedelta(hours=hours_ago)
    began = ended - timedelta(hours=1)
    return (Range(day=DAYS[began.weekday()], opens=f"{began:%H:%M}", closes=f"{ended:%H:%M}"),)


def desk_that_is_closed(drive: Drive, **changes: Any) -> Desk:
    desk = Desk(drive)
    configure(desk, hours=closed(drive), **{"away": "Nous sommes fermés, à demain."} | changes)
    return desk


def said(desk: Desk, who: int = 0) -> list[tuple[str, str]]:
    return [(text_of(row), row.status) for row in desk.messages(who) if row.author == "assistant"]


def test_its_absence_is_said_once_per_conversation_and_closed_period(drive: Drive) -> None:
    desk = desk_that_is_closed(drive)
    for text in ("Quels sont vos horaires ?", "Vous êtes là ?", "Allô ?"):
        desk.writes(text)
        drive.run()
    assert said(desk) == [("Nous sommes fermés, à demain.", "sent")]
    assert (answer_of(desk).answer or {})["source"] == "away"
    assert (desk.conversations()[0].status, desk.conversations()[0].owner) == ("new", "assistant")
    desk.writes("Bonsoir", who=BOB)
    drive.run()
    assert [len(said(desk, who)) for who in (0, 1)] == [1, 1]


def test_another_closed_period_says_it_again(drive: Drive) -> None:
    desk = desk_that_is_closed(drive)
    desk.writes("Bonsoir ?")
    drive.run()
    configure(desk, hours=closed(drive, hours_ago=1), away="Encore fermés.")
    desk.writes("Toujours personne ?")
    drive.run()
    assert [text for text, _ in said(desk)] == ["Nous sommes fermés, à demain.", "Encore fermés."]


def test_without_a_sentence_it_is_silent_and_answers_again_once_open(drive: Drive) -> None:
    desk = desk_that_is_closed(drive, away="")
    desk.writes("Quels sont vos horaires ?")
    drive.run()
    assert said(desk) == []
    configure(desk, hours=())
    desk.writes("Quels sont vos horaires ?")
    drive.run()
    assert [status for _, status in said(desk)] == ["sent"]


def test_a_sentence_that_never_left_is_said_all_the_same(drive: Drive) -> None:
    desk = desk_that_is_closed(drive)
    desk.writes("Bonsoir")
    drive.reader.advance()
    drive.policies.advance()
    assert drive.perform_due() == 1  # queued, not sent
    desk.writes("Vous êtes là ?")
    drive.reader.advance()
    drive.run()
    assert sorted(status for _, status in said(desk)) == ["discarded", "sent"]
