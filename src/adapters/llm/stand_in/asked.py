"""What the model stand-in is asked, in any dialect, and what it says when nothing is scripted."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.messaging import untrusted

_TEXT = "Merci pour votre message ! Je regarde cela avec l'équipe et je reviens vers vous très vite."
_WORDS_PER_TOKEN = 0.75  # roughly, for counts that look like counts


@dataclass(frozen=True, slots=True)
class Asked:
    """A request. `problem` is what is wrong with it, in the vendor's language."""

    model: str
    messages: list[tuple[str, str]]
    as_json: bool
    problem: str

    @property
    def tokens(self) -> int:
        """Of the prompt, roughly."""
        return counted(" ".join(content for _, content in self.messages))


def asked(body: bytes) -> tuple[Asked, Mapping[str, Any]]:
    """The request in a body, and its fields."""
    try:
        fields = untrusted.mapping(untrusted.load(body))
    except ValueError:
        fields = {}
    messages = [
        (untrusted.text(one.get("role")), untrusted.text(one.get("content")))
        for one in untrusted.mappings(fields.get("messages"))
    ]
    model = untrusted.text(fields.get("model"))
    problem = "model is required" if not model else "" if messages else "messages is required"
    wants = fields.get("format") == "json"
    wants = wants or untrusted.mapping(fields.get("response_format")).get("type") == "json_object"
    return Asked(model, messages, wants, problem), fields


def improvised(asked: Asked) -> str:
    """The same answer to the same prompt: a sentence, or a JSON object that holds it where that was asked."""
    return json.dumps({"answer": _TEXT}, ensure_ascii=False) if asked.as_json else _TEXT


def counted(text: str) -> int:
    """About as many tokens as a text has."""
    return max(1, round(len(text.split()) / _WORDS_PER_TOKEN))
