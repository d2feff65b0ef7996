"""Reading webhooks again: what was missing is added, what was there is not added twice, nobody is answered twice."""

from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from adapters.journal.listing import JournalListing
from adapters.journal.reader import PAGE
from application.contacts import Contacts
from application.ports.journal import Arrival
from application.ports.messaging import Identifier, InboundMessage
from application.ports.webhook_journal import KeptWebhook, Range, ReplayProgress
from domain.channels.replay import OrderReplay
from domain.conversations.content import Text
from domain.fact import SYSTEM, Context
from projections import catalogue
from tests.desk import ADA, BOB, Desk
from tests.drive import Drive
from tests.projections.test_every_projection import a_day

ALL = Range("all")


def order(drive: Drive, organisation_id: UUID, of: Range = ALL) -> UUID:
    """Ask for a replay, and let nothing follow yet."""
    replay_id = uuid4()
    chosen = drive.house.replays.choose(organisation_id, of)
    drive.house.bus.execute(
        Context(organisation_id, SYSTEM),
        OrderReplay(
            replay_id=replay_id,
            which=of.which,
            channel_id=of.channel_id,
            since=of.since,
            until=of.until,
            count=chosen.count,
            first=chosen.first,
            last=chosen.last,
        ),
    )
    return replay_id


def replay(drive: Drive, organisation_id: UUID, of: Range = ALL) -> ReplayProgress:
    """Ask for a replay, and let everything follow."""
    replay_id = order(drive, organisation_id, of)
    drive.run()
    return progress(drive, organisation_id, replay_id)


def progress(drive: Drive, organisation_id: UUID, replay_id: UUID) -> ReplayProgress:
    found = drive.house.replays.page(organisation_id).data
    return next(one for one in found if one.replay_id == replay_id)


def kept(drive: Drive, organisation_id: UUID) -> list[KeptWebhook]:
    """Oldest first."""
    return list(reversed(JournalListing(drive.house.pool).page(organisation_id, limit=100).data))


def results(webhook: KeptWebhook) -> list[str]:
    return [one["result"] for one in webhook.gave]


def unreadable(drive: Drive, desk: Desk) -> bytes:
    """A webhook that cannot be read, given up."""
    payload = uuid4().bytes
    drive.journal.keep([Arrival(desk.organisation_id, desk.channel_id, "fake", payload)]).result()
    for _ in range(6):
        with drive.house.pool.connection() as connection:
            connection.execute("UPDATE journal.webhooks SET retry_at = NULL")
        drive.run()
    return payload


def shown_by(drive: Drive) -> dict[str, list[tuple[object, ...]]]:
    """All read models but the index of what people do, where each order is a line."""
    return {name: drive.table(name) for name in catalogue.load() if name != "acts"}


@pytest.mark.parametrize("erased", [ADA, BOB])
def test_the_whole_journal_read_twice_again_changes_nothing(drive: Drive, erased: Identifier) -> None:
    organisation_id = a_day(drive, erased)[-1].organisation_id
    shown = shown_by(drive)
    journal = [(one.id, one.state, one.gave, one.read_at, one.delay_ms) for one in kept(drive, organisation_id)]
    head, sent, effects = drive.house.ledger.head(), len(drive.provider.sent), len(drive.effects())
    for times in (1, 2):
        done = replay(drive, organisation_id)
        assert (done.read, done.failed, done.added) == (done.marked, 0, 0)
        assert done.marked == len(journal) and done.done_at is not None
        assert drive.house.ledger.head() == head + times  # the order itself
        assert len(drive.effects()) == effects + times  # and carrying it out
    assert shown_by(drive) == shown
    after = kept(drive, organisation_id)
    assert [(one.id, one.state, one.gave, one.read_at, one.delay_ms) for one in after] == journal
    assert [one.replays for one in after] == [2] * len(journal)
    assert len(drive.provider.sent) == sent


def test_what_failed_is_added_once_it_can_be_read(drive: Drive) -> None:
    desk = Desk(drive)
    payload = unreadable(drive, desk)
    still = replay(drive, desk.organisation_id, Range("failed"))
    assert (still.marked, still.read, still.failed) == (1, 0, 0)  # it is tried again by itself
    for _ in range(6):
        with drive.house.pool.connection() as connection:
            connection.execute("UPDATE journal.webhooks SET retry_at = NULL")
        drive.run()
    assert progress(drive, desk.organisation_id, still.replay_id).failed == 1
    now = drive.house.clock.now()
    drive.provider.inbound[payload] = [InboundMessage("m1", [ADA], now, Text(body="Quels sont vos horaires ?"))]
    mended = replay(drive, desk.organisation_id, Range("failed"))
    assert (mended.read, mended.failed, mended.added) == (1, 0, 1)
    (webhook,) = kept(drive, desk.organisation_id)
    assert (webhook.state, webhook.error, results(webhook)) == ("read", "", ["new"])
    assert len(drive.provider.sent) == 1  # it is recent: it is answered


def test_an_old_message_read_at_last_gets_no_automatic_answer(drive: Drive) -> None:
    desk = Desk(drive)
    payload = unreadable(drive, desk)
    with drive.house.pool.connection() as connection:
        connection.execute("UPDATE journal.webhooks SET received_at = received_at - interval '20 minutes'")
    old = kept(drive, desk.organisation_id)[0].received_at
    drive.provider.inbound[payload] = [InboundMessage("m1", [ADA], old, Text(body="Quels sont vos horaires ?"))]
    assert replay(drive, desk.organisation_id, Range("failed")).added == 1
    assert [row.author for row in desk.messages()] == ["contact"]
    assert drive.provider.sent == []


def test_a_reader_that_dies_between_the_facts_and_its_note_adds_nothing_twice(drive: Drive) -> None:
    desk = Desk(drive)
    for number in range(PAGE + 40):
        desk.writes(f"message {number}", who=ADA if number % 2 else BOB)
    drive.run()
    shown, head = drive.table("thread"), drive.house.ledger.head()
    replay_id = order(drive, desk.organisation_id)
    while drive.policies.advance():
        pass
    drive.perform_due()
    assert drive.reader.advance()  # a first page
    with psycopg.connect(drive.house.settings.dsn, autocommit=True) as admin:
        admin.execute("ALTER TABLE journal.replays ADD CONSTRAINT broken CHECK (read < 129) NOT VALID")
        try:
            drive.reader.advance()
        except psycopg.errors.CheckViolation:
            pass
        else:
            raise AssertionError("the reader was to die here")
        admin.execute("ALTER TABLE journal.replays DROP CONSTRAINT broken")
    assert progress(drive, desk.organisation_id, replay_id).read == PAGE
    drive.run()
    done = progress(drive, desk.organisation_id, replay_id)
    assert (done.marked, done.read, done.added) == (PAGE + 40, PAGE + 40, 0)
    assert (drive.table("thread"), drive.house.ledger.head()) == (shown, head + 1)


def test_what_arrives_is_read_before_what_is_read_again(drive: Drive) -> None:
    desk = Desk(drive)
    for number in range(PAGE + 1):
        desk.writes(f"message {number}")
    drive.run()
    order(drive, desk.organisation_id)
    while drive.policies.advance():
        pass
    drive.perform_due()
    desk.writes("Vite !", who=BOB)
    drive.reader.advance()
    assert kept(drive, desk.organisation_id)[-1].state == "read"
    assert sum(one.state == "received" for one in kept(drive, desk.organisation_id)) == 2


def test_an_order_is_carried_out_once(drive: Drive) -> None:
    desk = Desk(drive)
    desk.writes("Bonjour")
    drive.run()
    replay_id = order(drive, desk.organisation_id)
    drive.run()
    with drive.house.pool.connection() as connection:  # the worker died before it noted that it was done
        connection.execute("UPDATE outbox.effects SET state = 'pending' WHERE kind = 'replay_webhooks'")
    drive.run()
    assert kept(drive, desk.organisation_id)[0].replays == 1
    assert progress(drive, desk.organisation_id, replay_id).marked == 1


def test_twenty_messages_posted_twice_after_a_stop_are_there_once_in_order(drive: Drive) -> None:
    desk = Desk(drive)
    now = drive.house.clock.now()
    items: list[Any] = [InboundMessage(f"m{n}", [ADA], now, Text(body=f"message {n}")) for n in range(20)]
    for item in [*items, *items]:  # nobody reads meanwhile
        drive.arrive(desk.organisation_id, desk.channel_id, item)
    drive.run()
    messages = [row for row in desk.messages() if row.author == "contact"]
    assert [row.content and row.content["body"] for row in messages] == [f"message {n}" for n in range(20)]
    assert {row.at for row in messages} == {now}
    webhooks = kept(drive, desk.organisation_id)
    assert sum(one.duplicates for one in webhooks) == 20
    assert replay(drive, desk.organisation_id).added == 0
    assert sum(one.duplicates for one in kept(drive, desk.organisation_id)) == 20  # the provider's, not ours


def test_a_person_who_was_erased_does_not_come_back_by_a_replay(drive: Drive) -> None:
    desk = Desk(drive)
    payload = unreadable(drive, desk)
    desk.writes("Oubliez-moi")
    drive.run()
    contact_id = desk.conversations()[0].contact_id
    Contacts(drive.house.bus, drive.house.ledger).erase(Context(desk.organisation_id, SYSTEM), contact_id)
    drive.run()
    now = kept(drive, desk.organisation_id)[0].received_at
    drive.provider.inbound[payload] = [InboundMessage("m1", [ADA], now, Text(body="Mon secret"), profile_name="Ada")]
    assert replay(drive, desk.organisation_id, Range("failed")).added == 0
    assert kept(drive, desk.organisation_id)[0].gave[0]["kind"] == "refused:CONTACT_ERASED"
    assert len(desk.conversations()) == 1
    desk.writes("Bonjour à nouveau")  # the same phone later is a new person
    drive.run()
    assert len(desk.conversations()) == 2
