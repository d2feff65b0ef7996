"""The text of a template. Variables stand between double braces, by number (``{{1}}``) or name (``{{prenom}}``)."""

import re
from collections.abc import Callable

_VARIABLE = re.compile(r"\{\{\s*(\w{1,64})\s*\}\}")


def variables_of(text: str) -> tuple[str, ...]:
    """The names in a text, each once, in the order in which they are read."""
    return tuple(dict.fromkeys(_VARIABLE.findall(text)))


def written(text: str, value_of: Callable[[str], str | None]) -> str:
    """The text with values in the place of names; a name without a value stays as it is."""

    def put(found: re.Match[str]) -> str:
        value = value_of(found[1])
        return found[0] if value is None else value

    return _VARIABLE.sub(put, text)
