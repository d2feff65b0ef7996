"""Free text leaves within a day of the customer's message, and is never sent once it is over."""

from datetime import timedelta

from application.ports.messaging import OUT_OF_WINDOW, Failure, InboundReaction, Receipt
from projections import inbox
from projections.windows import Windows, WindowState
from tests.desk import ADA, BOB, Desk
from tests.drive import Drive

DAY = timedelta(days=1)


def lines(desk: Desk, window: WindowState | None = None) -> list[inbox.Conversation]:
    windows = Windows(desk.drive.house.clock.now(), {"fake": DAY})
    with desk.drive.house.services().reading(desk.organisation_id) as connection:
        return list(inbox.conversations(connection, windows, window=window).data)


def hours(count: float) -> float:
    return count * 3600


def test_the_window_runs_from_the_providers_time_of_the_last_message(drive: Drive) -> None:
    desk = Desk(drive)
    desk.writes("Bonjour", late=hours(3))
    desk.writes("Un message en retard", late=hours(30))
    drive.run()
    [line] = lines(desk)
    assert line.last_inbound_at is not None
    assert line.window_until == line.last_inbound_at + DAY
    assert line.window_open
    assert line.window_until - drive.house.clock.now() < timedelta(hours=21, seconds=1)


def test_a_late_message_opens_no_window_beyond_its_own_time_and_a_reaction_opens_none(drive: Drive) -> None:
    desk = Desk(drive)
    first = desk.writes("Bonjour", late=hours(26))
    drive.run()
    now = drive.house.clock.now()
    drive.arrive(desk.organisation_id, desk.channel_id, InboundReaction("r1", first, [ADA], "👍", now))
    drive.run()
    [line] = lines(desk)
    assert not line.window_open
    assert line.window_until is not None and line.window_until < now


def test_a_customer_who_writes_again_opens_the_window_again(drive: Drive) -> None:
    desk = Desk(drive)
    desk.writes("Bonjour", late=hours(26))
    drive.run()
    assert [line.window_open for line in lines(desk)] == [False]
    desk.writes("Toujours là ?")
    drive.run()
    assert [line.window_open for line in lines(desk)] == [True]


def test_conversations_are_found_by_their_window(drive: Drive) -> None:
    desk = Desk(drive)
    for late, who in ((1, ADA), (23, BOB)):
        desk.writes("Bonjour", late=hours(late), who=who)
    drive.run()
    open_ones, closing = lines(desk, "open"), lines(desk, "closing")
    assert [len(open_ones), len(closing), len(lines(desk, "closed"))] == [2, 1, 0]
    assert closing[0].address == BOB.value
    later = Windows(drive.house.clock.now() + timedelta(hours=2), {"fake": DAY})
    with drive.house.services().reading(desk.organisation_id) as connection:
        [closed] = inbox.conversations(connection, later, window="closed").data
    assert closed.address == BOB.value


def test_without_a_window_free_text_may_always_leave(drive: Drive) -> None:
    desk = Desk(drive)
    desk.writes("Bonjour", late=hours(99))
    drive.run()
    with drive.house.services().reading(desk.organisation_id) as connection:
        [line] = inbox.conversations(connection, Windows(drive.house.clock.now(), {"other": DAY})).data
    assert (line.window_open, line.window_until) == (True, None)
    drive.provider.window = None
    desk.person_writes("Bonjour Ada")
    drive.run()
    assert desk.messages()[-1].status == "sent"


def test_a_text_that_waited_too_long_fails_with_the_way_out_and_is_not_sent(drive: Drive) -> None:
    desk = Desk(drive)
    desk.writes("Bonjour", late=hours(20))
    drive.run()
    desk.person_writes("Bonjour Ada")
    drive.provider.window = timedelta(hours=19)  # five hours go by
    drive.run()
    failed = desk.messages()[-1]
    assert (failed.status, failed.code, failed.reason) == ("failed", "WINDOW_CLOSED", OUT_OF_WINDOW)
    assert drive.provider.sent == []


def test_an_inbox_that_lags_makes_a_text_wait_and_not_fail(drive: Drive) -> None:
    desk = Desk(drive)
    desk.writes("Bonjour", late=hours(26))
    drive.run()
    desk.writes("Je suis revenue", late=hours(0.5))  # too old to be answered by itself, young enough to open the window
    drive.reader.advance()
    desk.person_writes("Bonjour Ada")
    while drive.policies.advance():
        pass
    drive.perform_due()  # the read models know of neither
    assert ("deliver_message", "pending", "the inbox has not caught up with the message") in drive.effects()
    drive.run()
    drive.make_due()
    drive.run()
    assert [sent.content.kind for sent in drive.provider.sent] == ["text"]


def test_an_answer_of_the_assistant_needs_no_inbox_and_obeys_the_window(drive: Drive) -> None:
    desk = Desk(drive)
    desk.writes("Quels sont vos horaires ?")
    drive.reader.advance()
    drive.policies.advance()
    drive.perform_due()
    drive.policies.advance()
    drive.perform_due()  # the read models never moved
    assert len(drive.provider.sent) == 1
    drive.run()
    drive.provider.window = timedelta()
    desk.writes("Où peut-on se garer ?")
    drive.run()
    [failed] = [row for row in desk.messages() if row.status == "failed"]
    assert (failed.author, failed.code) == ("assistant", "WINDOW_CLOSED")


def test_a_window_that_the_provider_found_closed_later_says_the_same(drive: Drive) -> None:
    desk = Desk(drive)
    desk.writes("Quels sont vos horaires ?")
    drive.run()
    answer = desk.messages()[1]
    failure = Failure("131047", OUT_OF_WINDOW)
    receipt = Receipt(f"out-{answer.message_id}", "failed", drive.house.clock.now(), None, failure)
    drive.arrive(desk.organisation_id, desk.channel_id, receipt)
    drive.run()
    failed = desk.messages()[1]
    assert (failed.status, failed.code, failed.reason) == ("failed", "131047", OUT_OF_WINDOW)
