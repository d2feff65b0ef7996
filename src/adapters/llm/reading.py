"""Reading what models answer, whatever they answer. `Unreadable` is all that is ever raised."""

import re
from typing import Literal

from adapters.llm.dialect import Answer, Unreadable
from adapters.messaging import untrusted

_TOKENS = 2**31  # more is no count
_THOUGHTS = re.compile(r"\A\s*<think>.*?(?:</think>|\Z)", re.DOTALL)  # models that reason often do it aloud
_FENCE = re.compile(r"\A```(?:json)?\s*(\{.*\})\s*```\Z", re.DOTALL)

WITHOUT_SENSE = "a répondu ce qui ne peut pas être lu : vérifiez PALABRE_MODEL_BASE_URL"
WITHOUT_WORDS = "a donné une réponse vide"
_UNUSABLE = {
    "tool_calls": "a appelé un outil au lieu de répondre : choisissez un autre modèle (PALABRE_MODEL_NAME)",
    "function_call": "a appelé un outil au lieu de répondre : choisissez un autre modèle (PALABRE_MODEL_NAME)",
    "content_filter": "a retenu la réponse par son filtre de contenu",
    "error": "a échoué au milieu de sa réponse",
}
_CUT = {"length", "model_length"}


def first_choice(document: object) -> Answer:
    """The answer in a chat completion, as OpenAI shaped it and Mistral and many others took it over."""
    found = untrusted.mapping(document)
    choices = untrusted.mappings(found.get("choices"))
    if not choices:
        raise Unreadable(WITHOUT_SENSE)
    message, usage = untrusted.mapping(choices[0].get("message")), untrusted.mapping(found.get("usage"))
    return Answer(
        text=words(message.get("content"), choices[0].get("finish_reason")),
        finish=finish(choices[0].get("finish_reason")),
        model=untrusted.label(found.get("model")),
        prompt_tokens=tokens(usage.get("prompt_tokens")),
        completion_tokens=tokens(usage.get("completion_tokens")),
    )


def words(content: object, reason: object) -> str:
    """The text for a person: without the thoughts that led to it. Content is text, or pieces of it."""
    if isinstance(reason, str) and reason in _UNUSABLE:
        raise Unreadable(_UNUSABLE[reason])
    pieces = [content] if isinstance(content, str) else [_piece(one) for one in untrusted.mappings(content)]
    text = _THOUGHTS.sub("", untrusted.text("".join(pieces))).strip()
    if not text:
        raise Unreadable(WITHOUT_WORDS)
    return text


def _piece(chunk: object) -> str:
    found = untrusted.mapping(chunk)
    text = found.get("text") if found.get("type") == "text" else ""
    return text if isinstance(text, str) else ""


def finish(reason: object) -> Literal["stop", "length"]:
    """Why it ended. Servers have many words for having said it all."""
    return "length" if isinstance(reason, str) and reason in _CUT else "stop"


def tokens(count: object) -> int | None:
    """A count, when it is one: people are billed by it."""
    found = untrusted.number(count)
    return int(found) if found is not None and 0 <= found < _TOKENS else None


def json_object(text: str) -> str:
    """The one JSON object that a text is, taken out of the fence that many models put around it."""
    fenced = _FENCE.match(text)
    inside = fenced[1] if fenced else text
    if not _is_object(inside):
        raise Unreadable("n'a pas répondu par l'objet JSON demandé")
    return inside


def _is_object(text: str) -> bool:
    try:
        return isinstance(untrusted.load(text.encode()), dict)
    except ValueError:
        return False
