"""The journal: encrypted before it is answered, read in order, tried again, set aside, dropped after thirty days."""

import asyncio
import hashlib
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import psycopg
import pytest

from adapters.journal.writer import JournalWriter
from application.ports.journal import Arrival
from application.ports.messaging import InboundMessage
from domain.conversations.content import Text
from tests.desk import ADA, BOB, Desk
from tests.drive import Drive


def rows(drive: Drive) -> list[tuple[str, int, str]]:
    with drive.house.pool.connection() as connection:
        return connection.execute("SELECT state, attempts, error FROM journal.webhooks ORDER BY id").fetchall()


def retry_now(drive: Drive) -> None:
    with drive.house.pool.connection() as connection:
        connection.execute("UPDATE journal.webhooks SET retry_at = NULL WHERE state = 'received'")


def test_a_body_is_stored_encrypted_with_its_digest(drive: Drive) -> None:
    desk = Desk(drive)
    drive.journal.keep([Arrival(desk.organisation_id, desk.channel_id, "fake", b"+33639980001")]).result()
    with drive.house.pool.connection() as connection:
        row = connection.execute("SELECT sealed, encode(digest, 'hex') FROM journal.webhooks").fetchone()
    assert row is not None
    assert b"+33639980001" not in row[0]
    assert row[1] == hashlib.sha256(b"+33639980001").hexdigest()


def test_who_reads_the_journal_is_woken_once_it_is_durable(drive: Drive) -> None:
    desk = Desk(drive)
    with psycopg.connect(drive.house.dsn("projector"), autocommit=True) as reader:
        reader.execute("LISTEN journal")
        parts = [Arrival(desk.organisation_id, desk.channel_id, "fake", body) for body in (b"one", b"two")]
        drive.journal.keep(parts).result()
        assert [told.channel for told in reader.notifies(timeout=10, stop_after=1)] == ["journal"]
        assert reader.execute("SELECT count(*), count(DISTINCT received_at) FROM journal.webhooks").fetchone() == (2, 1)


def test_each_item_of_a_body_is_taken_in_and_what_it_gave_is_noted(drive: Drive) -> None:
    desk = Desk(drive)
    now = drive.house.clock.now()
    first = InboundMessage("m1", [ADA], now, Text(body="un"))
    drive.arrive(
        desk.organisation_id, desk.channel_id, first, InboundMessage("m2", [BOB], now, Text(body="deux")), first
    )
    drive.run()
    with drive.house.pool.connection() as connection:
        row = connection.execute("SELECT gave FROM journal.webhooks").fetchone()
    assert row is not None
    assert [(one["kind"], one["result"]) for one in row[0]] == [
        ("message", "new"),
        ("message", "new"),
        ("message", "duplicate"),
    ]
    assert len(desk.conversations()) == 2


def test_what_is_done_to_a_message_stays_behind_it(drive: Drive) -> None:
    desk = Desk(drive)
    for number in range(20):
        desk.writes(f"message {number}", id=f"m{number}")
        desk.edits(f"m{number}", f"corrigé {number}")
        desk.deletes(f"m{number}", id=f"d{number}")
    drive.run()
    with drive.house.pool.connection() as connection:
        gave = connection.execute("SELECT gave -> 0 ->> 'result' FROM journal.webhooks ORDER BY id").fetchall()
    assert gave == [("new",)] * 60  # no deletion had to wait, no correction stood in for its message
    assert [row.content for row in desk.messages()] == [None] * 20


def test_messages_of_one_sender_stay_in_order(drive: Drive) -> None:
    desk = Desk(drive)
    for number in range(40):
        desk.writes(f"message {number}")
    drive.run()
    said = [row.content["body"] for row in desk.messages() if row.content and row.author == "contact"]
    assert said == [f"message {number}" for number in range(40)]


def test_what_cannot_be_read_is_tried_again_then_set_aside_and_the_rest_goes_on(drive: Drive) -> None:
    desk = Desk(drive)
    drive.journal.keep([Arrival(desk.organisation_id, desk.channel_id, "fake", b"unreadable")]).result()
    desk.writes("Bonjour")
    drive.run()
    assert [state for state, _, _ in rows(drive)] == ["received", "read"]
    for _ in range(6):
        retry_now(drive)
        drive.run()
    state, attempts, error = rows(drive)[0]
    assert (state, attempts) == ("failed", 6)
    assert error.startswith("KeyError, drive.py:")  # where, and not what it was: that is the customer's
    assert len(desk.conversations()) == 1


def test_a_refusal_is_counted_by_hash_and_nothing_else_is_kept(drive: Drive) -> None:
    endpoint = uuid4()
    for _ in range(3):
        drive.journal.refuse("twilio", endpoint, "bad_signature")
    with drive.house.pool.connection() as connection:
        assert connection.execute("SELECT endpoint, reason, count FROM journal.refusals").fetchall() == [
            (endpoint, "bad_signature", 3)
        ]
        assert connection.execute("SELECT count(*) FROM journal.webhooks").fetchone() == (0,)


def test_what_cannot_be_made_durable_is_not_answered(drive: Drive) -> None:
    desk = Desk(drive)
    journal = JournalWriter(drive.house.pool, drive.house.day_keys, drive.house.clock)
    with psycopg.connect(drive.house.settings.dsn, autocommit=True) as admin:
        admin.execute("ALTER TABLE journal.webhooks ADD CONSTRAINT broken CHECK (false) NOT VALID")
    kept = journal.keep([Arrival(desk.organisation_id, desk.channel_id, "fake", b"x")])
    with pytest.raises(psycopg.errors.CheckViolation):
        kept.result()

    async def wait() -> None:
        await journal.kept([Arrival(desk.organisation_id, desk.channel_id, "fake", b"x")])

    with pytest.raises(psycopg.errors.CheckViolation):
        asyncio.run(wait())
    journal.close()


def test_coroutines_wait_until_it_is_durable_and_one_that_leaves_stops_nobody(drive: Drive) -> None:
    desk = Desk(drive)

    async def wait() -> None:
        gone, patient = (
            drive.journal.kept([Arrival(desk.organisation_id, desk.channel_id, "fake", body)])
            for body in (b"one", b"two")
        )
        gone.cancel()
        await patient
        assert [state for state, _, _ in rows(drive)] == ["received", "received"]

    asyncio.run(wait())


def test_webhooks_are_dropped_with_the_key_of_their_day_after_thirty_days(drive: Drive) -> None:
    desk = Desk(drive)
    long_ago = datetime.now(UTC).date() - timedelta(days=40)
    drive.house.day_keys.of(long_ago)
    turn_the_page(drive, long_ago)
    drive.journal.keep([Arrival(desk.organisation_id, desk.channel_id, "fake", b"x")]).result()
    with psycopg.connect(drive.house.dsn("writer")) as writer:
        writer.execute(
            "INSERT INTO journal.webhooks"
            " (received_on, received_at, organisation_id, channel_id, provider, digest, sealed)"
            " SELECT %s, received_at, organisation_id, channel_id, provider, digest, sealed FROM journal.webhooks",
            [long_ago],
        )
    turn_the_page(drive, datetime.now(UTC).date())
    drive.house.day_keys.drop_before(datetime.now(UTC).date() - timedelta(days=30))
    assert len(rows(drive)) == 1
    with psycopg.connect(drive.house.roles.dsn(drive.house.settings.keys_dsn, "writer")) as keys:
        assert keys.execute("SELECT count(*) FROM keys.days WHERE day = %s", [long_ago]).fetchone() == (0,)


def turn_the_page(drive: Drive, today: date) -> None:
    with psycopg.connect(drive.house.dsn("projector"), autocommit=True) as projector:
        projector.execute("SELECT journal.turn_the_page(%s, 30)", [today])
