"""Filling a template in: what is wrong with the values, and what the customer will read.

Limits: Meta, "Template parameters" and "Message templates" (a value without new line, tab nor four spaces in a
row; a header of 60 characters, a body of 1,024).
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from domain.channels.template_events import Button, Part, Variable, Wording
from domain.channels.template_text import written

LONGEST_VALUE = 1024
LONGEST_HEADER = 60
LONGEST_BODY = 1024

Values = Mapping[str, str]
"""By the keys of the variables."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A value at fault, by its key, and what to do about it."""

    key: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """What the customer reads; blanks without a value stay blanks."""

    header: str
    body: str
    footer: str
    buttons: tuple[Button, ...]


def rendered(wording: Wording, values: Values) -> Rendered:
    """The template with its values."""

    def of(text: str, part: Part, button: int | None = None) -> str:
        return written(text, lambda name: _value(wording, values, name, part, button))

    buttons = tuple(
        button.model_copy(
            update={"text": of(button.text, "button", place), "target": of(button.target, "button", place)}
        )
        for place, button in enumerate(wording.buttons)
    )
    return Rendered(of(wording.header, "header"), of(wording.body, "body"), wording.footer, buttons)


def troubles(wording: Wording, values: Values) -> Iterator[Trouble]:
    """Every value at fault: missing ones in the order of the template, then those that it does not know."""
    for variable in wording.variables:
        if sentence := _wrong(variable, values.get(variable.key, "")):
            yield Trouble(variable.key, sentence)
    known = {variable.key for variable in wording.variables}
    for key in values:
        if key not in known:
            yield Trouble(key, "Ce modèle n'a pas cette variable : retirez-la.")
    if all(len(value) <= LONGEST_VALUE for value in values.values()):
        yield from _too_long(wording, values)


def _wrong(variable: Variable, value: str) -> str:
    if not value.strip():
        return f"Donnez une valeur à « {variable.key} »."
    if len(value) > LONGEST_VALUE:
        return f"Au plus {LONGEST_VALUE} caractères : raccourcissez."
    if any(unicodedata.category(one) in {"Cc", "Zl", "Zp"} for one in value) or "    " in value:
        return "WhatsApp refuse ici les retours à la ligne, les tabulations et plus de trois espaces de suite."
    if variable.part == "button" and any(map(str.isspace, value)):
        return "La fin d'une adresse ne contient pas d'espace."
    return ""


def _too_long(wording: Wording, values: Values) -> Iterator[Trouble]:
    whole = rendered(wording, values)
    for text, limit, part, name in (
        (whole.header, LONGEST_HEADER, "header", "L'en-tête rempli"),
        (whole.body, LONGEST_BODY, "body", "Le texte rempli"),
    ):
        filled = [variable.key for variable in wording.variables if variable.part in {part, "all"}]
        if len(text) > limit and filled:
            longest = max(filled, key=lambda key: len(values.get(key, "")))
            yield Trouble(longest, f"{name} dépasse {limit} caractères : raccourcissez cette valeur.")


def _value(wording: Wording, values: Values, name: str, part: Part, button: int | None) -> str | None:
    for variable in wording.variables:
        if variable.name == name and (variable.part == "all" or (variable.part, variable.button) == (part, button)):
            return values.get(variable.key)
    return None
