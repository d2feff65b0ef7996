"""The throughput limit of the stand-in: so many in any second, for each number."""

import asyncio

import httpx
import pytest

from adapters.messaging.stand_in.configuration import Configuration
from adapters.messaging.stand_in.desk import Desk
from adapters.messaging.stand_in.limiter import TOO_FAST, Limiter
from adapters.messaging.stand_in.script import ProviderName, Step


def test_one_too_many_in_any_second_is_refused_and_does_not_count() -> None:
    now = 0.5
    limiter = Limiter(3, lambda: now)
    assert [limiter.refusal("twilio", "a") for _ in range(3)] == [None] * 3
    now = 1.49
    assert limiter.refusal("twilio", "a") == TOO_FAST["twilio"]
    assert limiter.refusal("twilio", "b") is None
    now = 1.5
    assert [limiter.refusal("twilio", "a") is None for _ in range(4)] == [True, True, True, False]


def test_without_a_limit_everything_is_taken() -> None:
    limiter = Limiter(0)
    assert [limiter.refusal("twilio", "a") for _ in range(1000)] == [None] * 1000


@pytest.mark.parametrize(("provider", "code"), [("whatsapp_cloud", 130429), ("twilio", 20429)])
def test_the_script_goes_before_the_limit(provider: ProviderName, code: int) -> None:
    async def calls() -> list[tuple[int | None, int | None]]:
        desk = Desk(Configuration("", "", "", per_second=1), httpx.AsyncClient())
        desk.script.add(Step(status=500))
        steps = [desk.step(provider, "a") for _ in range(3)]
        await desk.close()
        return [(step.status, step.code) for step in steps]

    assert asyncio.run(calls()) == [(500, None), (None, None), (429, code)]
