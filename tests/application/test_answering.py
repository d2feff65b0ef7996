"""A message comes in, is answered from the FAQ or handed over, and its answer follows its receipts."""

from uuid import uuid4

from application.ports.messaging import Failure, InboundReaction, NotSent, Retry, SendRefused, SendUncertain
from domain.conversations.message_commands import SettleSend
from domain.fact import SYSTEM, Context
from tests.desk import ADA, BOB, Desk
from tests.drive import Drive


def test_a_question_of_the_faq_is_answered_and_its_answer_follows_the_receipts(drive: Drive) -> None:
    desk = Desk(drive)
    desk.writes("Bonjour, quels sont vos horaires ?")
    drive.run()
    question, answer = desk.messages()
    assert answer.content == {"kind": "text", "body": "Du mardi au samedi, de 9 h à 19 h."}
    assert (question.author, answer.author, answer.status) == ("contact", "assistant", "sent")
    assert [sent.to for sent in drive.provider.sent] == [ADA]
    for status, shown in (("read", "read"), ("delivered", "read"), ("sent", "read"), ("failed", "read")):
        desk.receipt(f"out-{answer.message_id}", status)
        drive.run()
        assert desk.messages()[1].status == shown
    [line] = desk.conversations()
    assert (line.status, line.owner, line.contact_name, line.messages) == ("open", "assistant", "Ada", 2)


def test_a_question_that_is_not_understood_is_handed_over_and_the_assistant_stays_silent(drive: Drive) -> None:
    desk = Desk(drive)
    desk.writes("Avez-vous un élevage de lamas ?")
    drive.run()
    desk.writes("Quels sont vos horaires ?")
    drive.run()
    [line] = desk.conversations()
    assert (line.status, line.owner, line.unread) == ("waiting", "nobody", 2)
    assert len(drive.provider.sent) == 1


def test_a_person_who_answers_silences_the_assistant(drive: Drive) -> None:
    desk = Desk(drive)
    desk.writes("Bonjour ?")
    drive.reader.advance()
    drive.run()
    desk.person_writes("Bonjour Ada, je m'en occupe.")
    drive.run()
    drive.provider.sent.clear()
    desk.writes("Quels sont vos horaires ?")
    drive.run()
    [line] = desk.conversations()
    assert (line.status, line.owner) == ("open", "person")
    assert drive.provider.sent == []


def test_no_timer_runs_where_no_assistant_would_answer(drive: Drive) -> None:
    desk = Desk(drive)
    desk.writes("Quels sont vos horaires ?")
    drive.run()
    desk.person_writes("Bonjour Ada, je m'en occupe.")
    before = timers(drive)
    desk.writes("Et le samedi ?")
    drive.run()
    desk.turns_off()
    desk.writes("Quels sont vos horaires ?", who=BOB, name="Bob")
    drive.run()
    assert before == timers(drive) == 1
    assert len(desk.conversations()) == 2


def timers(drive: Drive) -> int:
    return sum(kind == "answer_turn" for kind, _, _ in drive.effects())


def test_a_burst_gets_one_answer_and_a_message_sent_twice_is_there_once(drive: Drive) -> None:
    desk = Desk(drive)
    first = desk.writes("Bonjour")
    desk.writes("vos horaires svp")
    desk.writes("Bonjour", id=first)
    drive.run()
    rows = desk.messages()
    assert [row.author for row in rows] == ["contact", "contact", "assistant"]
    assert rows[-1].answer is not None and len(rows[-1].answer["in_reply_to"]) == 2


def test_an_answer_is_discarded_when_the_customer_writes_before_it_leaves(drive: Drive) -> None:
    desk = Desk(drive)
    desk.writes("Quels sont vos horaires ?")
    drive.reader.advance()
    drive.policies.advance()
    assert drive.perform_due() == 1  # the answer is queued, not sent
    desk.writes("Et où se garer ?")
    drive.reader.advance()
    drive.run()
    rows = desk.messages()
    assert sorted(row.status for row in rows if row.author == "assistant") == ["discarded", "sent"]
    assert len(drive.provider.sent) == 1


def test_an_old_message_is_shown_and_never_answered(drive: Drive) -> None:
    desk = Desk(drive)
    desk.writes("Quels sont vos horaires ?", late=16 * 60)
    drive.run()
    assert [row.author for row in desk.messages()] == ["contact"]
    assert drive.provider.sent == []


def test_a_receipt_that_comes_before_its_message_waits_for_it(drive: Drive) -> None:
    desk = Desk(drive)
    desk.writes("Quels sont vos horaires ?")
    drive.reader.advance()
    drive.policies.advance()
    drive.perform_due()
    drive.projections.advance()
    answer = desk.messages()[1]
    desk.receipt(f"out-{answer.message_id}", "delivered")
    drive.reader.advance()
    drive.run()
    assert desk.messages()[1].status == "delivered"


def test_a_send_without_an_outcome_is_uncertain_never_sent_again_and_settled_by_a_receipt(drive: Drive) -> None:
    desk = Desk(drive)
    drive.provider.answers = [SendUncertain()]
    desk.writes("Quels sont vos horaires ?")
    drive.run()
    answer = desk.messages()[1]
    assert answer.status == "uncertain"
    drive.make_due()
    drive.run()
    assert len(drive.provider.sent) == 1
    desk.receipt("unheard-of", "delivered", our_id=answer.message_id)
    drive.run()
    assert desk.messages()[1].status == "delivered"


def test_an_uncertain_send_goes_out_once_more_when_a_person_asks(drive: Drive) -> None:
    desk = Desk(drive)
    drive.provider.answers = [SendUncertain()]
    desk.writes("Quels sont vos horaires ?")
    drive.run()
    answer = desk.messages()[1]
    again = SettleSend(
        message_id=answer.message_id,
        outcome="send_again",
        reason="Rien sur son téléphone.",
        user_id=uuid4(),
        at=drive.house.clock.now(),
    )
    for _ in range(2):  # a double click
        drive.house.bus.execute(Context(desk.organisation_id, SYSTEM), again)
    drive.run()
    assert desk.messages()[1].status == "sent"
    assert [sent.message_id for sent in drive.provider.sent] == [answer.message_id] * 2


def test_a_refused_send_is_tried_again_or_fails_with_a_reason(drive: Drive) -> None:
    desk = Desk(drive)
    drive.provider.answers = [
        NotSent(),
        SendRefused(Failure("130429", "Trop de messages."), Retry.SOON),
        SendRefused(Failure("131026", "Ce numéro n'est pas joignable."), Retry.NEVER),
    ]
    desk.writes("Quels sont vos horaires ?")
    drive.run()
    assert desk.messages()[1].status == "queued"
    for _ in range(2):
        drive.make_due()
        drive.run()
    answer = desk.messages()[1]
    assert (answer.status, answer.reason) == ("failed", "Ce numéro n'est pas joignable.")
    assert len(drive.provider.sent) == 3


def test_bad_credentials_suspend_the_channel(drive: Drive) -> None:
    desk = Desk(drive)
    drive.provider.answers = [SendRefused(Failure("190", "Le jeton a expiré."), Retry.CHANNEL)]
    desk.writes("Quels sont vos horaires ?")
    drive.run()
    desk.writes("Quels sont vos horaires ?", who=BOB)
    drive.run()
    assert [row.code for row in desk.messages(0) if row.author == "assistant"] == ["CHANNEL_SUSPENDED"]
    assert len(drive.provider.sent) == 1


def test_two_numbers_are_two_conversations_and_a_reaction_is_shown_once(drive: Drive) -> None:
    desk = Desk(drive)
    first = desk.writes("Bonjour", who=ADA)
    desk.writes("Bonjour", who=BOB)
    drive.run()
    assert len(desk.conversations()) == 2
    for emoji, id in (("👍", "r1"), ("", "r2"), ("👍", "r1")):
        reaction = InboundReaction(id, first, [ADA], emoji, drive.house.clock.now())
        drive.arrive(desk.organisation_id, desk.channel_id, reaction)
    drive.run()
    shown = {row.reaction for who in (0, 1) for row in desk.messages(who)}
    assert shown == {""}
