"""The port of language models: text in, text out, within a deadline. The assistant works without one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

Role = Literal["system", "user", "assistant"]
Trouble = Literal["slow", "unreachable", "busy", "refused", "unreadable", "paused"]


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a prompt."""

    role: Role
    content: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the model is asked. `max_tokens` bounds its answer; `as_json` asks for one JSON object and nothing else."""

    messages: Sequence[Said]
    max_tokens: int = 400
    temperature: float = 0.2
    seed: int | None = None
    as_json: bool = False


@dataclass(frozen=True, slots=True)
class Completion:
    """What the model said. Token counts are the vendor's, None when it gives none; `attempts` starts at 1.

    `finish` is `length` when the answer was cut by `max_tokens`.
    """

    text: str = field(repr=False)
    vendor: str
    model: str
    finish: Literal["stop", "length"]
    prompt_tokens: int | None
    completion_tokens: int | None
    latency_ms: int
    attempts: int


class ModelFailed(Exception):
    """No answer to use: the vendor was slow, unreachable, busy, refused us, or said nothing that can be read.

    `paused`: nobody was asked, since it failed too often lately. `reason` is a French sentence for the person who
    supervises, without a word of the prompt.
    """

    def __init__(self, trouble: Trouble, reason: str) -> None:
        super().__init__(f"{trouble}: {reason}")
        self.trouble = trouble
        self.reason = reason


class LanguageModel(Protocol):
    """A model of a vendor. Safe from any thread, and never longer than it is given."""

    vendor: str
    model: str

    def complete(self, prompt: Prompt, *, within: float) -> Completion:
        """One answer, in at most `within` seconds, attempts included. Raises `ModelFailed`."""
        ...
