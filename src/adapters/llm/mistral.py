"""Mistral AI. It refuses a body with a field that it does not know. Source: Mistral, "Chat Completion"."""

from typing import Any

from adapters.llm.dialect import Answer, messages
from adapters.llm.reading import first_choice
from application.ports.language import Prompt


class Mistral:
    """The base address holds no version: ``https://api.mistral.ai``."""

    vendor = "mistral"
    service = "Mistral"
    of = "de Mistral"
    path = "/v1/chat/completions"

    def body(self, prompt: Prompt, model: str) -> dict[str, Any]:
        """Its seed is called `random_seed`; `seed` would be refused."""
        body: dict[str, Any] = {
            "model": model,
            "messages": messages(prompt),
            "max_tokens": prompt.max_tokens,
            "temperature": prompt.temperature,
        }
        if prompt.seed is not None:
            body["random_seed"] = prompt.seed
        if prompt.as_json:
            body["response_format"] = {"type": "json_object"}
        return body

    def read(self, document: object) -> Answer:
        """The first choice, whose content may come in pieces."""
        return first_choice(document)
