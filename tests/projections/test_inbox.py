"""The inbox of a large organisation: what is found is what a slow look at every conversation would find."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from adapters.projector.tables import Table
from application.ports.messaging import Identifier, InboundMessage
from domain.contacts.contact import ContactIdentified, ContactNamed
from domain.conversations.content import Text
from domain.conversations.events import ConversationStarted, MessageReceived
from domain.event import Event
from domain.fact import SYSTEM, Context, Fact
from projections import inbox
from projections.projection import Leaf
from projections.searching import FEW
from projections.windows import Windows, WindowState
from tests.desk import ADA, Desk
from tests.drive import Drive
from tests.projections.test_every_projection import tables

NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)
MANY = 2 * FEW + 50
DAY = timedelta(days=1)


class Crowd:
    """Customers of one organisation, who write one after the other, a minute apart; the last of them at noon."""

    def __init__(self, drive: Drive) -> None:
        self.drive = drive
        self.organisation_id = drive.organisation()
        self.channel_id = drive.channel(self.organisation_id, "+33100000000")
        drive.run()
        self.facts: list[Fact[Any]] = []
        self.conversations: list[UUID] = []
        """The first who wrote first."""

    def writes(self, names: Sequence[str], phones: Sequence[str]) -> None:
        """Each of these, once."""
        for number, (name, phone) in enumerate(zip(names, phones, strict=True)):
            self._writes(name, phone, NOON - timedelta(minutes=len(names) - 1 - number))
        with psycopg.connect(self.drive.house.dsn("projector"), autocommit=True) as connection:
            for table in self._tables():
                table.apply(connection, Leaf(self.facts))

    def searched(self, text: str, **asked: Any) -> list[UUID]:
        """What a search finds, page after page, in the order of the list."""
        found: list[UUID] = []
        cursor = None
        with self.drive.house.services().reading(self.organisation_id) as connection:
            while True:
                page = inbox.conversations(connection, search=text, cursor=cursor, limit=30, **asked)
                found += [line.conversation_id for line in page.data]
                cursor = page.next_cursor
                if cursor is None:
                    return found

    def in_window(self, state: WindowState, now: datetime) -> list[inbox.Conversation]:
        """Those whose window is so."""
        with self.drive.house.services().reading(self.organisation_id) as connection:
            windows = Windows(now, {"fake": DAY, "slow": 3 * DAY})
            return list(inbox.conversations(connection, windows, window=state, limit=MANY).data)

    def _writes(self, name: str, phone: str, at: datetime) -> None:
        contact_id, conversation_id = uuid4(), uuid4()
        of_contact = {"contact_id": contact_id}
        ids = of_contact | {"conversation_id": conversation_id, "channel_id": self.channel_id}
        self.conversations.append(conversation_id)
        for event in (
            ContactIdentified(**of_contact, kind="phone", index=uuid4(), value=phone),
            ContactNamed(**of_contact, contact_name=name, name_index=uuid4(), source="profile"),
            ConversationStarted(**ids, address_kind="phone", address=phone, started_at=at),
            MessageReceived(
                **ids,
                message_id=uuid4(),
                kind="text",
                content=Text(body="Bonjour"),
                provider_message_id=uuid4().hex,
                sent_at=at,
            ),
        ):
            self.facts.append(self._fact(event, at))

    def _fact(self, event: Event, at: datetime) -> Fact[Any]:
        place = 1_000 + len(self.facts)
        return Fact(uuid4(), 1, event, Context(self.organisation_id, SYSTEM), place, place, at)

    def _tables(self) -> list[Table]:
        return [table for table in tables(self.drive) if table.projection.name in ("contacts", "inbox")]


@pytest.fixture
def crowd(drive: Drive) -> Crowd:
    return Crowd(drive)


def phones(count: int) -> list[str]:
    return [f"+336{number:08}" for number in range(count)]


def test_a_name_finds_all_who_bear_it_few_or_many(crowd: Crowd) -> None:
    bearers = {"Ève": 1, "Noé": FEW - 1, "Zoë": FEW, "Léa": FEW + 1, "Éléonore": MANY}
    names = [name for name, count in bearers.items() for _ in range(count)]
    Random(7).shuffle(names)
    crowd.writes([f"{name} Martin" for name in names], phones(len(names)))
    for name in (*bearers, "Aglaé"):
        expected = [id for id, one in zip(crowd.conversations, names, strict=True) if one == name][::-1]
        assert crowd.searched(name.upper()) == expected
        assert crowd.searched(f"{name} martin", status="new") == expected
        assert crowd.searched(name, status="closed") == []


def test_a_number_is_compared_whole_and_a_part_of_one_finds_all_who_have_it(crowd: Crowd) -> None:
    numbers = ["+33612345678", "+33712345678", "+4412345678", *phones(MANY)]
    crowd.writes(["Ada"] * len(numbers), numbers)
    first, second, third = crowd.conversations[:3]
    assert crowd.searched("+33612345678") == [first]
    assert crowd.searched("33712345678") == [second]
    assert crowd.searched("+4412345678") == [third]
    assert crowd.searched("612345678") == [first]
    assert crowd.searched("12345678") == [third, second, first]
    assert crowd.searched("+33812345678") == []
    assert crowd.searched("+336") == [*crowd.conversations[3:][::-1], first]


def test_what_means_something_to_a_pattern_is_searched_as_it_is(crowd: Crowd) -> None:
    texts = ["%", "_", "\\", "100%0", "a_b"]
    crowd.writes(["Ada", *(f"Chez {text} Bob" for text in texts)], phones(1 + len(texts)))
    for text, conversation_id in zip(texts, crowd.conversations[1:], strict=True):
        assert conversation_id in crowd.searched(text)
        assert crowd.searched(f"chez {text} bob") == [conversation_id]


def test_a_window_that_closes_is_one_that_ends_within_two_hours(crowd: Crowd) -> None:
    crowd.writes(["Ada"] * MANY, phones(MANY))
    for hours in (0, 15, 21, 22, 23, 24, 25, 26, 70):
        now = NOON + timedelta(hours=hours)
        lines = {line.conversation_id: line for state in ("open", "closed") for line in crowd.in_window(state, now)}
        assert len(lines) == MANY
        soon = {id for id, line in lines.items() if line.window_until and now < line.window_until <= now + DAY / 12}
        assert {line.conversation_id for line in crowd.in_window("closing", now)} == soon
        assert bool(soon) == (15 <= hours < 24)


def test_a_conversation_is_found_by_its_address_whatever_else_its_customer_is_known_by(drive: Drive) -> None:
    desk = Desk(drive)
    other = Identifier("bsuid", "FR.1234567890")
    for identifiers in ([ADA, other], [other]):
        item = InboundMessage(uuid4().hex, identifiers, drive.house.clock.now(), Text(body="Bonjour"))
        drive.arrive(desk.organisation_id, desk.channel_id, item)
        drive.run()
    with drive.house.services().reading(desk.organisation_id) as connection:
        lines = inbox.conversations(connection).data
        assert {line.address for line in lines} == {ADA.value, other.value}
        for line in lines:
            assert line in inbox.conversations(connection, search=line.address).data
