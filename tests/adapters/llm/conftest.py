"""The three families of models, each played by the stand-in over real connections."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from adapters.llm.breaker import Breaker
from adapters.llm.budget import RetryBudget
from adapters.llm.model import Model
from adapters.llm.registry import VENDORS
from adapters.llm.stand_in.app import stand_in
from application.ports.language import Completion, ModelFailed, Prompt, Said
from tests.serving import serving

PERSONAL = "Je suis Ada, +33639980001"
KEY = "sk-stand-in-0123456789"
PROMPT = Prompt([Said("system", "Réponds en français."), Said("user", PERSONAL)])


@dataclass
class Bench:
    """A stand-in, and models that call it. `pauses` are the seconds that they would have waited between attempts."""

    vendor: str
    base: str
    control: httpx.Client
    stack: ExitStack
    pauses: list[float] = field(default_factory=list)

    def model(
        self,
        *,
        base: str = "",
        key: str = KEY,
        patience: float = 8.0,
        breaker: Breaker | None = None,
        budget: RetryBudget | None = None,
    ) -> Model:
        model = Model(
            VENDORS[self.vendor].dialect,
            base_url=base or self.base,
            model="petit-modele",
            key=key,
            patience=patience,
            breaker=breaker,
            budget=budget,
            wait=self.pauses.append,
        )
        self.stack.callback(model.close)
        return model

    def script(self, **step: Any) -> None:
        self.control.post("/script", json=step).raise_for_status()

    def calls(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.control.get("/calls").json()
        return found

    def asked(self, prompt: Prompt = PROMPT, *, within: float = 5.0) -> Completion:
        return self.model().complete(prompt, within=within)

    def failure(self, model: Model | None = None, *, prompt: Prompt = PROMPT, within: float = 5.0) -> ModelFailed:
        with pytest.raises(ModelFailed) as failed:
            (model or self.model()).complete(prompt, within=within)
        return failed.value


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with serving(stand_in()) as url:
        yield url


def bench_of(vendor: str, base: str) -> Iterator[Bench]:
    with ExitStack() as stack, httpx.Client(base_url=base) as control:
        control.delete("/calls").raise_for_status()
        yield Bench(vendor, base, control, stack)


@pytest.fixture(params=list(VENDORS))
def every(request: pytest.FixtureRequest, base: str) -> Iterator[Bench]:
    """A bench for each family."""
    yield from bench_of(request.param, base)


@pytest.fixture
def bench(base: str) -> Iterator[Bench]:
    """One bench, for what does not depend on the family."""
    yield from bench_of("openai", base)
