"""The hub of live facts: what it remembers, and what a client that falls behind costs."""

from uuid import uuid4

import pytest

from adapters.live.hub import Hub
from application.ports.live import MOST_MISSED, Reload
from domain.assistant.faq import AddFaq
from domain.fact import SYSTEM, Context
from tests.api.stage import Stage, Team


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def taught(team: Team, count: int) -> int:
    """So many facts, on the screens. Gives the last sequence."""
    commands = [AddFaq(faq_id=uuid4(), question="Ouvert ?", answer="Oui.") for _ in range(count)]
    sequence = team.stage.drive.house.bus.execute(Context(team.organisation_id, SYSTEM), *commands).sequence
    team.stage.run()
    return sequence


@pytest.mark.anyio
async def test_a_slow_client_holds_no_memory_and_is_told_to_reload(stage: Stage, team: Team) -> None:
    team.person()
    stage.run()
    hub = Hub(stage.hub.reading)
    async with hub.watch(team.organisation_id, None) as watch:
        for _ in range(3):
            last = taught(team, 500)
            hub.advance()
        assert len(hub.remembered(team.organisation_id, last - MOST_MISSED)[1]) == MOST_MISSED
        told = await watch.next(0)
    assert told == Reload(last)


@pytest.mark.anyio
async def test_what_is_remembered_is_not_read_again(stage: Stage, team: Team) -> None:
    first = taught(team, 1)
    hub = Hub(stage.hub.reading)
    async with hub.watch(team.organisation_id, None) as one, hub.watch(team.organisation_id, first - 1) as other:
        taught(team, 1)
        hub.advance()
        assert [fact.sequence for fact in await one.next(0)] == [first + 1]  # type: ignore[union-attr]
        assert [fact.sequence for fact in await other.next(0)] == [first, first + 1]  # type: ignore[union-attr]
        assert await one.next(0) == []
