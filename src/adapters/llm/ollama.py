"""Ollama, which runs models on a machine of one's own. Source: Ollama, "Generate a chat message"."""

from typing import Any

from adapters.llm.dialect import Answer, Unreadable, messages
from adapters.llm.reading import WITHOUT_SENSE, finish, tokens, words
from adapters.messaging import untrusted
from application.ports.language import Prompt


class Ollama:
    """The base address is the machine: ``http://127.0.0.1:11434``."""

    vendor = "ollama"
    service = "Ollama"
    of = "d'Ollama"
    path = "/api/chat"

    def body(self, prompt: Prompt, model: str) -> dict[str, Any]:
        """It streams lines unless it is told not to."""
        options: dict[str, Any] = {"temperature": prompt.temperature, "num_predict": prompt.max_tokens}
        if prompt.seed is not None:
            options["seed"] = prompt.seed
        body: dict[str, Any] = {
            "model": model,
            "messages": messages(prompt),
            "stream": False,
            "options": options,
        }
        if prompt.as_json:
            body["format"] = "json"
        return body

    def read(self, document: object) -> Answer:
        """The message, once it is done."""
        found = untrusted.mapping(document)
        message = untrusted.mapping(found.get("message"))
        if not message or found.get("done") is not True:
            raise Unreadable(WITHOUT_SENSE)
        reason = "tool_calls" if message.get("tool_calls") else found.get("done_reason")
        return Answer(
            text=words(message.get("content"), reason),
            finish=finish(reason),
            model=untrusted.label(found.get("model")),
            prompt_tokens=tokens(found.get("prompt_eval_count")),
            completion_tokens=tokens(found.get("eval_count")),
        )
