"""How many conversations a period had: as many as a slow look at every message would count."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID, uuid4

import psycopg
import pytest

from domain.conversations.content import Text
from domain.conversations.events import MessageReceived
from domain.fact import SYSTEM, Context, Fact
from projections import activity
from projections.projection import Leaf
from tests.drive import Drive
from tests.projections.test_every_projection import tables

FIRST = datetime(2026, 3, 27, tzinfo=UTC)
DAYS = 5
QUARTER = timedelta(minutes=15)


def message(
    organisation_id: UUID, conversation_id: UUID, channel_id: UUID, at: datetime, place: int
) -> Fact[MessageReceived]:
    event = MessageReceived(
        message_id=uuid4(),
        conversation_id=conversation_id,
        contact_id=uuid4(),
        channel_id=channel_id,
        kind="text",
        content=Text(body="Bonjour"),
        provider_message_id=uuid4().hex,
        sent_at=at,
    )
    return Fact(uuid4(), 1, event, Context(organisation_id, SYSTEM), place, place, at)


def history(organisation_id: UUID, channels: Sequence[UUID], drawn: Random) -> list[Fact[MessageReceived]]:
    """Forty conversations, each with one to six messages, which are not told in the order of their times."""
    facts: list[Fact[MessageReceived]] = []
    for number in range(40):
        conversation_id = uuid4()
        for _ in range(drawn.randint(1, 6)):
            at = FIRST + drawn.random() * timedelta(days=DAYS)
            channel_id = channels[number % len(channels)]
            facts.append(message(organisation_id, conversation_id, channel_id, at, 1_000 + len(facts)))
    return facts


@pytest.mark.parametrize("seed", range(3))
def test_the_conversations_of_a_period_are_those_of_its_messages_each_once(drive: Drive, seed: int) -> None:
    drawn = Random(seed)
    organisation_id, channels = drive.organisation(), [uuid4(), uuid4()]
    drive.run()
    facts = history(organisation_id, channels, drawn)
    said = [(fact.event.conversation_id, fact.event.channel_id, fact.event.sent_at) for fact in facts]
    [table] = [table for table in tables(drive) if table.projection.name == "activity"]
    with psycopg.connect(drive.house.dsn("projector"), autocommit=True) as connection:
        table.apply(connection, Leaf(facts))
        table.apply(connection, Leaf(facts))
    with drive.house.services().reading(organisation_id) as session:
        for _ in range(60):
            since, until = sorted(FIRST + drawn.randint(0, DAYS * 96) * QUARTER for _ in range(2))
            for channel_id in (None, *channels):
                expected = {id for id, of, at in said if since <= at < until and channel_id in (None, of)}
                assert activity.conversations(session, since, until, channel_id) == len(expected)
