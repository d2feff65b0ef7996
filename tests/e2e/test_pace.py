"""A burst through a provider that takes 80 messages a second, and a process that dies in the middle of it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID, uuid4

import pytest

from domain.conversations.answer import Answer
from domain.conversations.content import Text
from domain.conversations.conversation_commands import StartConversation
from domain.conversations.message_commands import QueueMessage
from domain.fact import SYSTEM, Context
from runtime.composition import House, open_house
from runtime.demo.house import INSTITUTE, channel_of
from tests.e2e.customers import fresh_number
from tests.e2e.looking import count, nothing_due, until_caught_up
from tests.e2e.system import System, until

LIMIT = 80
SENDS = 250
THREADS = 8
UNCERTAIN = "SELECT count(*) FROM ledger.facts WHERE name = 'conversations.SendLeftUncertain'"


@pytest.fixture(scope="module")
def limited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """An installation whose provider refuses what comes too fast, and tells no statuses."""
    system = System(
        tmp_path_factory.mktemp("pace"),
        PALABRE_STAND_IN_PER_SECOND=str(LIMIT),
        PALABRE_STAND_IN_QUIET="true",
        PALABRE_WORKER_THREADS=str(THREADS),
    )
    system.start()
    yield system
    assert system.stop() == 0


def answer_at(now: datetime) -> Answer:
    """An answer to something that was just asked: the window is open."""
    return Answer(turn_id=uuid4(), revision=1, in_reply_to=(), asked_at=now, source="faq", score=1.0, confidence=1.0)


def queue(house: House) -> UUID:
    """A message to somebody new. Gives its id."""
    message_id, conversation_id, contact_id = uuid4(), uuid4(), uuid4()
    channel_id, now = channel_of("whatsapp_cloud"), house.clock.now()
    house.bus.execute(
        Context(INSTITUTE, SYSTEM),
        StartConversation(
            conversation_id=conversation_id,
            contact_id=contact_id,
            channel_id=channel_id,
            address_kind="phone",
            address=f"+{fresh_number()}",
            started_at=now,
        ),
        QueueMessage(
            message_id=message_id,
            conversation_id=conversation_id,
            contact_id=contact_id,
            channel_id=channel_id,
            author="assistant",
            content=Text(body="Votre commande est prête."),
            content_index=uuid4(),
            queued_at=now,
            answer=answer_at(now),
        ),
    )
    return message_id


def most_in_a_second(times: Sequence[float]) -> int:
    return max(sum(at <= other < at + 1 for other in times) for at in times)


@pytest.mark.parametrize("victim", ["worker", "valkey-server"])
def test_a_burst_keeps_the_pace_and_a_death_in_the_middle_loses_and_doubles_nothing(
    limited: System, victim: str
) -> None:
    before = len(limited.calls())
    with open_house(limited.settings) as house, limited.admin() as admin:
        doubtful = count(admin, UNCERTAIN)
        queued = {str(queue(house)) for _ in range(SENDS)}
        until(lambda: len(limited.calls()) > before + SENDS // 3, 60)
        limited.kill(victim)
        limited.until_serving()
        until(lambda: nothing_due(admin), 120)
        uncertain = count(admin, UNCERTAIN) - doubtful
        until_caught_up(limited)
    calls = limited.calls()[before:]
    sent = Counter(call["our_id"] for call in calls if call["provider_id"])
    assert set(sent) <= queued and max(sent.values()) == 1, "none twice"
    assert uncertain <= THREADS
    assert len(queued - set(sent)) <= uncertain, "none lost: what did not leave is shown as uncertain"
    asked = [datetime.fromisoformat(call["time"]).timestamp() for call in calls]
    assert most_in_a_second(asked) <= LIMIT * 1.25
