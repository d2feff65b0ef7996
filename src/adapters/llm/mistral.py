"""Mistral AI. It refuses a body with a field that it does not know. Source: Mistral, "Chat Completion"."""

from typing import Any

from adapters.llm.dialect import Answer, chat_body
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
        return chat_body(prompt, model, seed="random_seed")

    def read(self, document: object) -> Answer:
        """The first choice, whose content may come in pieces."""
        return first_choice(document)
