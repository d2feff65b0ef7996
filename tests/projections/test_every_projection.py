"""What holds for every read model: facts applied twice change nothing, in pages of any size, rebuilt or not."""

from typing import Any

import psycopg
import pytest

from adapters.projector.generations import generations
from adapters.projector.tables import Table
from application.contacts import Contacts
from application.ports.messaging import File, InboundReaction, SendUncertain
from domain.conversations.content import Location, Media
from domain.fact import SYSTEM, Context, Fact
from projections import catalogue
from runtime.rebuild import rebuild
from tests.desk import ADA, BOB, Desk
from tests.drive import Drive


def a_day(drive: Drive) -> list[Fact[Any]]:
    """Some of everything, and one customer erased at the end."""
    desk = Desk(drive)
    first = desk.writes("Bonjour, quels sont vos horaires ?")
    desk.writes("Et le parking ?", who=BOB, name="Bob")
    drive.run()
    drive.arrive(
        desk.organisation_id, desk.channel_id, InboundReaction("r1", first, [ADA], "👍", drive.house.clock.now())
    )
    drive.provider.files["f1"] = File(b"photo", "image/jpeg")
    desk.writes(Media(media="image", mime_type="image/jpeg", reference="f1"), who=BOB, name="Bob")
    desk.writes(Location(latitude=48.85, longitude=2.35), who=BOB, name="Bob")
    drive.provider.answers = [SendUncertain()]
    desk.person_writes("Je regarde.")
    drive.run()
    for row in desk.messages(0) + desk.messages(1):
        if row.author != "contact":
            desk.receipt(f"out-{row.message_id}", "delivered", our_id=row.message_id)
    drive.run()
    desk.receipt("nobody-knows", "delivered")
    erased = desk.conversations()[-1].contact_id
    Contacts(drive.house.bus, drive.house.ledger).erase(Context(desk.organisation_id, SYSTEM), erased)
    drive.run()
    return list(drive.house.ledger.page(0, 10_000))


def rows(drive: Drive) -> dict[str, list[tuple[object, ...]]]:
    return {name: drive.table(name) for name in catalogue.load()}


def tables(drive: Drive) -> list[Table]:
    with drive.house.pool.connection() as connection:
        live = [unit for unit in generations(connection) if unit.state == "live"]
    return [unit.table(catalogue.load()[unit.name]) for unit in live]


def test_facts_applied_twice_change_nothing(drive: Drive) -> None:
    facts = a_day(drive)
    before = rows(drive)
    assert all(before[name] for name in ("inbox", "thread", "timeline", "overview", "contacts", "faqs", "channels"))
    assert all(before[name] for name in ("activity", "sends", "turns", "held_receipts"))
    with psycopg.connect(drive.house.dsn("projector"), autocommit=True) as connection:
        for table in tables(drive):
            table.apply(connection, facts)
            for fact in facts:
                table.apply(connection, [fact])
    assert rows(drive) == before


def test_a_rebuild_gives_the_same_rows_and_is_shown_when_it_has_caught_up(drive: Drive) -> None:
    a_day(drive)
    before = rows(drive)
    rebuild(drive.house.settings, [])
    assert rows(drive) == before  # the old ones are shown meanwhile
    drive.run()
    with drive.house.pool.connection() as connection:
        states = {(unit.generation, unit.state) for unit in generations(connection)}
    assert states == {(1, "retired"), (2, "live")}
    assert rows(drive) == before


@pytest.mark.parametrize("page", [1, 7])
def test_the_size_of_the_pages_changes_nothing(drive: Drive, monkeypatch: pytest.MonkeyPatch, page: int) -> None:
    a_day(drive)
    before = rows(drive)
    monkeypatch.setattr("adapters.projector.runner.PAGE", page)
    rebuild(drive.house.settings, [])
    drive.run()
    assert rows(drive) == before


def test_nothing_of_an_erased_person_is_left_to_read(drive: Drive) -> None:
    a_day(drive)
    text = repr(rows(drive))
    assert "Bob" in text or "Ada" in text
    erased = "Ada" if "Bob" in text else "Bob"
    number = {"Ada": ADA, "Bob": BOB}[erased].value
    assert erased not in text and number not in text
