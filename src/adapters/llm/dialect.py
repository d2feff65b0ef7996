"""What tells one family of servers from another: where to ask, how to put it, how to read the answer. Nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from application.ports.language import Prompt


class Unreadable(Exception):
    """The answer gives nothing to use. The text is what follows the name of the server in a French sentence."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said, read. `model` is the one it says it used, empty when it does not say."""

    text: str = field(repr=False)
    finish: Literal["stop", "length"]
    model: str
    prompt_tokens: int | None
    completion_tokens: int | None


class Dialect(Protocol):
    """A family of servers. `service` begins a French sentence, `of` follows "le modèle" or "la clé"."""

    vendor: str
    service: str
    of: str
    path: str

    def body(self, prompt: Prompt, model: str) -> Mapping[str, Any]:
        """The JSON to post."""
        ...

    def read(self, document: object) -> Answer:
        """The answer in any JSON. Raises `Unreadable`, and nothing else."""
        ...


def messages(prompt: Prompt) -> list[dict[str, str]]:
    """What was said so far: the one part that all dialects put alike."""
    return [{"role": said.role, "content": said.content} for said in prompt.messages]


def chat_body(prompt: Prompt, model: str, *, seed: str) -> dict[str, Any]:
    """The JSON of a chat completion, as OpenAI shaped it. `seed` is what this family calls its seed.

    `max_tokens` rather than its successor: it is the name that all of these servers know.
    """
    body: dict[str, Any] = {
        "model": model,
        "messages": messages(prompt),
        "max_tokens": prompt.max_tokens,
        "temperature": prompt.temperature,
    }
    if prompt.seed is not None:
        body[seed] = prompt.seed
    if prompt.as_json:
        body["response_format"] = {"type": "json_object"}
    return body
