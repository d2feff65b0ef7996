"""As of an instant, every query answers what it answered then."""

from datetime import datetime
from typing import Any

from psycopg import Connection

from adapters.postgres.pools import open_pool
from adapters.projector.time_machine import TimeMachine
from application.contacts import Contacts
from domain.conversations.conversation_commands import ResolveConversation
from domain.fact import SYSTEM, Context
from projections import faqs, figures, inbox, people, thread, timeline
from tests.desk import BOB, Desk
from tests.drive import Drive


def everything(connection: Connection[Any], desk: Desk, until: datetime) -> object:
    """What the screens show."""
    lines = inbox.conversations(connection).data
    return (
        lines,
        [thread.messages(connection, line.conversation_id) for line in lines],
        [timeline.lines(connection, line.contact_id) for line in lines],
        figures.of_period(connection, [until.replace(hour=0, minute=0), until]),
        faqs.entries(connection),
        people.members(connection),
    )


def test_the_past_is_as_it_was_shown(drive: Drive) -> None:
    desk, other = Desk(drive), drive.organisation("Autre")
    drive.faq(other, "D'une autre ?", "Oui.")
    seen = []

    def look() -> None:
        drive.run()
        now = drive.house.clock.now()
        with drive.house.services().reading(desk.organisation_id) as connection:
            seen.append((now, everything(connection, desk, now)))

    look()
    desk.writes("Quels sont vos horaires ?")
    look()
    desk.writes("Bonjour", who=BOB, name="Bob")
    look()
    resolved = ResolveConversation(conversation_id=desk.conversations()[0].conversation_id)
    drive.house.bus.execute(Context(desk.organisation_id, SYSTEM), resolved)
    drive.faq(desk.organisation_id, "Nouveau ?", "Oui.")
    look()
    pool = open_pool(drive.house.dsn("projector"), size=1)
    machine = TimeMachine(drive.house.ledger, pool)
    for instant, shown in seen:
        with machine.at(desk.organisation_id, instant) as connection:
            assert everything(connection, desk, instant) == shown
    assert len({repr(shown) for _, shown in seen}) == 4
    pool.close()


def test_an_erased_person_is_not_found_in_the_past_either(drive: Drive) -> None:
    desk = Desk(drive)
    desk.writes("Je suis Bob", who=BOB, name="Bob")
    drive.run()
    before = drive.house.clock.now()
    Contacts(drive.house.bus, drive.house.ledger).erase(
        Context(desk.organisation_id, SYSTEM), desk.conversations()[0].contact_id
    )
    drive.run()
    pool = open_pool(drive.house.dsn("projector"), size=1)
    with TimeMachine(drive.house.ledger, pool).at(desk.organisation_id, before) as connection:
        shown = repr(everything(connection, desk, before))
    assert "Bob" not in shown and BOB.value not in shown
    pool.close()
