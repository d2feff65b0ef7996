"""The port of language models, in memory: a test says what it answers, or that it fails."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

from adapters.outbox.performer import Performer
from application.effect import handlers
from application.ports.language import Completion, ModelFailed, Prompt
from tests.drive import Drive


def spoken(answer: str, confidence: float = 0.9, *, person: bool = False) -> str:
    """What a well-behaved model says."""
    return json.dumps({"answer": answer, "confidence": confidence, "person": person}, ensure_ascii=False)


@dataclass
class FakeModel:
    says: str | ModelFailed | Callable[[Prompt], str]
    vendor: str = "fake"
    model: str = "fake-1"
    finish: Literal["stop", "length"] = "stop"
    counted: bool = True
    prompts: list[Prompt] = field(default_factory=list)
    patience: list[float] = field(default_factory=list)

    def complete(self, prompt: Prompt, *, within: float) -> Completion:
        self.prompts.append(prompt)
        self.patience.append(within)
        if isinstance(self.says, ModelFailed):
            raise self.says
        text = self.says if isinstance(self.says, str) else self.says(prompt)
        counts = (812, 40) if self.counted else (None, None)
        return Completion(text, self.vendor, self.model, self.finish, *counts, latency_ms=420, attempts=1)

    @property
    def seen(self) -> str:
        """All that it was ever told."""
        return "\n".join(said.content for prompt in self.prompts for said in prompt.messages)


def with_model(drive: Drive, model: FakeModel) -> FakeModel:
    """Give the worker a model."""
    services = replace(drive.house.services(), language=model)
    drive.performer = Performer(drive.house.pool, services, handlers())
    return model
