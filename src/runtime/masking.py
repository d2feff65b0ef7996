"""Masking: what may hold a person or a secret is replaced before it is logged or reported."""

import re
from typing import Any

MASKS = (
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), "‹e-mail›"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]+"), r"\1 ‹jeton›"),
    (re.compile(r"\bplb_[\w-]{16,}"), "‹jeton›"),
    (re.compile(r"\bsk-[\w-]{16,}"), "‹jeton›"),
    (re.compile(r"\bSG\.[\w-]{8,}\.[\w-]{8,}"), "‹jeton›"),
    (re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]*"), "‹jeton›"),
    (
        re.compile(
            r"(?i)((?:password|secret|token|(?:api|model)_?key|authorization)[\"']?\s*[=:]\s*[\"']?)[^\s\"',}]+"
        ),
        r"\1‹secret›",
    ),
    (re.compile(r"://[^/\s:@]+:[^/\s@]+@"), "://‹identifiants›@"),
    (re.compile(r"(?<![\w-])\+?\d{8,15}(?![\w-])"), "‹numéro›"),
    (re.compile(r"wamid\.[\w=+/-]+"), "‹wamid›"),
)
SECRET_KEYS = re.compile(r"(?i)password|secret|token|authorization|(?:api|model)_?key|cookie")
_hidden: set[str] = set()
SHORTEST = 8  # characters: a shorter secret is a word, and words are not hidden


def hide(secret: str) -> None:
    """From now on, show this secret nowhere: it has no shape by which to know it."""
    if len(secret) >= SHORTEST:
        _hidden.add(secret)


def mask(text: str) -> str:
    """The text without e-mails, phone numbers, tokens and passwords."""
    for secret in tuple(_hidden):
        text = text.replace(secret, "‹secret›")
    for pattern, replacement in MASKS:
        text = pattern.sub(replacement, text)
    return text


def masked(value: Any, name: str = "") -> Any:
    """The value, masked wherever it holds text."""
    if SECRET_KEYS.search(name):
        return "‹secret›"
    match value:
        case str():
            return mask(value)
        case dict():
            return {key: masked(inner, str(key)) for key, inner in value.items()}
        case list() | tuple():
            return [masked(inner) for inner in value]
        case _:
            return value
