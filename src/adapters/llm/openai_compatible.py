"""Any server that speaks as OpenAI does: OpenAI itself, Groq, vLLM, llama.cpp, LM Studio…

Source: OpenAI, "Create chat completion".
"""

from typing import Any

from adapters.llm.dialect import Answer, chat_body
from adapters.llm.reading import first_choice
from application.ports.language import Prompt


class OpenAICompatible:
    """The base address holds the version, as in ``https://api.openai.com/v1``."""

    vendor = "openai"
    service = "Le serveur compatible OpenAI"
    of = "du serveur compatible OpenAI"
    path = "/chat/completions"

    def body(self, prompt: Prompt, model: str) -> dict[str, Any]:
        """As it is shaped there."""
        return chat_body(prompt, model, seed="seed")

    def read(self, document: object) -> Answer:
        """The first choice."""
        return first_choice(document)
