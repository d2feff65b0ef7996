"""Any server that speaks as OpenAI does: OpenAI itself, Groq, vLLM, llama.cpp, LM Studio…

Source: OpenAI, "Create chat completion".
"""

from typing import Any

from adapters.llm.dialect import Answer, messages
from adapters.llm.reading import first_choice
from application.ports.language import Prompt


class OpenAICompatible:
    """The base address holds the version, as in ``https://api.openai.com/v1``."""

    vendor = "openai"
    service = "Le serveur compatible OpenAI"
    of = "du serveur compatible OpenAI"
    path = "/chat/completions"

    def body(self, prompt: Prompt, model: str) -> dict[str, Any]:
        """`max_tokens` rather than its successor: it is the name that all of these servers know."""
        body: dict[str, Any] = {
            "model": model,
            "messages": messages(prompt),
            "max_tokens": prompt.max_tokens,
            "temperature": prompt.temperature,
        }
        if prompt.seed is not None:
            body["seed"] = prompt.seed
        if prompt.as_json:
            body["response_format"] = {"type": "json_object"}
        return body

    def read(self, document: object) -> Answer:
        """The first choice."""
        return first_choice(document)
