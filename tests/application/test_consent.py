"""A customer says stop: it is noted with the message, confirmed once, and undone by the customer only."""

from uuid import uuid4

import pytest

from application.policies.consent import NOTHING_MORE, WELCOME
from application.ports.messaging import InboundMessage
from domain.contacts.consent import GiveConsent, may_be_written_to
from domain.contacts.contact import Contact, contact
from domain.conversations.content import Choice, Text
from domain.conversations.conversation_commands import AssignConversation, ResolveConversation
from domain.fact import SYSTEM, Context
from domain.refusal import Refused
from tests.desk import ADA, BOB, Desk
from tests.drive import Drive


def consent_of(desk: Desk, who: int = 0) -> Contact:
    contact_id = desk.conversations()[who].contact_id
    state: Contact = desk.drive.house.bus.state(contact, (desk.organisation_id, contact_id))
    return state


def test_a_first_message_is_consent_and_it_is_stored(drive: Drive) -> None:
    desk = Desk(drive)
    for _ in range(2):
        desk.writes("Bonjour")
    drive.run()
    [fact] = desk.told("contacts.ConsentGiven")
    assert (fact.event.by, fact.event.channel_id) == ("first_contact", desk.channel_id)
    assert may_be_written_to(consent_of(desk), marketing=True)


def test_stop_is_noted_confirmed_once_and_neither_answered_nor_handed_over(drive: Drive) -> None:
    desk = Desk(drive)
    for _ in range(2):
        desk.writes("Arrêt svp !")
        drive.run()
    assert desk.answers() == [NOTHING_MORE]
    assert not may_be_written_to(consent_of(desk))
    [line] = desk.conversations()
    assert (line.owner, line.status) == ("assistant", "new")
    assert [row.answer for row in desk.messages() if row.author == "assistant"] == [None]


def test_a_consent_word_rings_nobody(drive: Drive) -> None:
    desk = Desk(drive)
    desk.writes("Bonjour")
    drive.run()
    conversation_id, user_id = desk.conversations()[0].conversation_id, uuid4()
    given = AssignConversation(conversation_id=conversation_id, user_id=user_id)
    drive.house.bus.execute(Context(desk.organisation_id, SYSTEM), given)
    drive.run()
    before = len(desk.told("notifications.MemberNotified"))
    desk.writes("STOP")
    drive.run()
    assert len(desk.told("notifications.MemberNotified")) == before
    desk.writes("En fait j'ai une question")
    drive.run()
    assert len(desk.told("notifications.MemberNotified")) == before + 1


def test_the_withdrawal_is_in_the_same_save_as_its_message(drive: Drive) -> None:
    desk = Desk(drive)
    desk.writes("STOP")
    drive.reader.advance()
    [received], [withdrawn] = desk.told("conversations.MessageReceived"), desk.told("contacts.ConsentWithdrawn")
    assert received.recorded_at == withdrawn.recorded_at
    assert received.context.correlation_id == withdrawn.context.correlation_id
    assert withdrawn.event.word == "STOP"


def test_what_is_replayed_or_delivered_again_confirms_nothing_twice(drive: Drive) -> None:
    desk = Desk(drive)
    first = desk.writes("STOP")
    drive.run()
    head = drive.house.ledger.head()
    desk.replay()
    drive.run()
    desk.writes("STOP", id=first, late=86400)
    drive.run()
    with drive.policies.pool.connection() as connection:  # a policy that hears again says nothing again
        connection.execute("UPDATE policy.bookmarks SET position = 0 WHERE name = 'consent'")
    drive.run()
    assert (drive.house.ledger.head(), desk.answers()) == (head, [NOTHING_MORE])


def test_the_customer_changes_their_mind_as_often_as_they_like(drive: Drive) -> None:
    desk = Desk(drive)
    for word in ("STOP", "oui, reprendre", "stop"):
        desk.writes(word)
        drive.run()
    assert desk.answers() == [NOTHING_MORE, WELCOME, NOTHING_MORE]


def test_the_confirmation_goes_out_whoever_has_the_conversation(drive: Drive) -> None:
    desk = Desk(drive)
    desk.writes("Bonjour")
    drive.reader.advance()
    drive.run()
    desk.person_writes("Bonjour Ada.")
    drive.run()
    drive.provider.sent.clear()
    desk.writes("STOP")
    drive.run()
    assert desk.answers() == [NOTHING_MORE]
    assert desk.conversations()[0].owner == "person"


def test_a_question_beside_the_word_is_answered(drive: Drive) -> None:
    desk = Desk(drive)
    desk.writes("Quels sont vos horaires ?")
    desk.writes("STOP")
    drive.run()
    assert sorted(desk.answers()) == sorted([NOTHING_MORE, "Du mardi au samedi, de 9 h à 19 h."])


def test_a_word_that_the_provider_kept_for_days_counts_and_is_not_confirmed(drive: Drive) -> None:
    desk = Desk(drive)
    desk.writes("STOP", late=2 * 86400)
    drive.run()
    assert (desk.answers(), consent_of(desk).consent) == ([], "withdrawn")


def test_a_message_corrected_into_the_word_counts_and_is_not_answered(drive: Drive) -> None:
    desk = Desk(drive)
    first = desk.writes("Sotp")
    desk.edits(first, "Stop")
    drive.run()
    assert (desk.answers(), consent_of(desk).consent) == ([NOTHING_MORE], "withdrawn")


def test_a_word_does_not_reopen_what_is_resolved(drive: Drive) -> None:
    desk = Desk(drive)
    desk.writes("Quels sont vos horaires ?")
    drive.run()
    [line] = desk.conversations()
    resolve = ResolveConversation(conversation_id=line.conversation_id)
    drive.house.bus.execute(Context(desk.organisation_id, SYSTEM), resolve)
    desk.writes("STOP")
    drive.run()
    assert (desk.conversations()[0].status, desk.answers()[-1]) == ("resolved", NOTHING_MORE)


def test_consent_is_the_persons_on_every_line_and_confirmed_where_the_word_was_said(drive: Drive) -> None:
    desk = Desk(drive)
    desk.writes("Bonjour")
    other = drive.channel(desk.organisation_id, "+33100000009")
    stop = InboundMessage("m2", [ADA], drive.house.clock.now(), Text(body="STOP"))
    drive.arrive(desk.organisation_id, other, stop)
    drive.run()
    talks = desk.conversations()
    assert len(talks) == 2 and len({one.contact_id for one in talks}) == 1
    assert consent_of(desk).consent == "withdrawn"
    [confirmed] = [
        fact for fact in desk.told("conversations.MessageQueued") if fact.event.content == Text(body=NOTHING_MORE)
    ]
    assert confirmed.event.channel_id == other


def test_a_button_counts(drive: Drive) -> None:
    desk = Desk(drive)
    desk.writes(Choice(choice="quick_reply", id="x", title="Stop promotions"))
    drive.run()
    assert consent_of(desk).consent == "withdrawn"


def test_a_setting_of_whatsapp_is_about_promotions_and_about_one_person(drive: Drive) -> None:
    desk = Desk(drive)
    desk.writes("Bonjour", who=BOB, name="Bob")
    desk.writes("Bonjour", who=ADA)
    drive.run()
    drive.provider.sent.clear()
    for _ in range(2):
        desk.prefers(False)
    drive.run()
    states = {consent_of(desk, who).consent for who in (0, 1)}
    assert (states, desk.answers()) == ({"given", "no_marketing"}, [])
    assert len(desk.told("contacts.MarketingDeclined")) == 1
    desk.prefers(True)
    drive.run()
    assert {consent_of(desk, who).consent for who in (0, 1)} == {"given"}


def test_a_setting_of_somebody_who_never_wrote_is_kept_for_when_they_do(drive: Drive) -> None:
    desk = Desk(drive)
    desk.prefers(False)
    drive.run()
    desk.writes("Bonjour")
    drive.run()
    assert consent_of(desk).consent == "no_marketing"


def test_nobody_here_gives_consent_in_the_customers_place(drive: Drive) -> None:
    desk = Desk(drive)
    desk.writes("STOP")
    drive.run()
    contact_id = desk.conversations()[0].contact_id
    give = GiveConsent(contact_id=contact_id, by="person", at=drive.house.clock.now())
    with pytest.raises(Refused) as refused:
        drive.house.bus.execute(Context(desk.organisation_id, SYSTEM), give)
    assert refused.value.code == "CONSENT_IS_THE_CUSTOMERS"
