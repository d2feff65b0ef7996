"""The shapes that requests and answers share."""

import re
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Header, Query
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, field_validator

T = TypeVar("T")

LAST_PLACE = 2**63 - 1


NOT_WRITTEN = re.compile("[\x00\ud800-\udfff]")
"""What JSON can carry and PostgreSQL cannot keep: NUL, and halves of characters."""


def _is_storable(value: Any) -> bool:
    match value:
        case str():
            return NOT_WRITTEN.search(value) is None
        case dict():
            return all(_is_storable(part) for pair in value.items() for part in pair)
        case list() | tuple():
            return all(map(_is_storable, value))
        case _:
            return True


def storable(value: T) -> T:
    """The value, refused when it holds text that the database could not keep."""
    if not _is_storable(value):
        raise ValueError("Ce texte contient un caractère qui n'existe pas.")
    return value


Words = Annotated[str, AfterValidator(storable)]
"""Any text of a query."""


class Input(BaseModel):
    """The body of a command: nothing more than what is declared."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @field_validator("*", mode="after")
    @classmethod
    def check_storable(cls, value: Any, info: ValidationInfo) -> Any:
        """Text that the database can keep."""
        return storable(value)


class View(BaseModel):
    """Something to show, made from a row of the same shape."""

    model_config = ConfigDict(from_attributes=True)


class Fresh(View):
    """An answer that says whether it is older than what was asked for."""

    stale: bool = Field(
        default=False, description="Vrai quand l'écran n'a pas encore atteint la séquence demandée par `at_least`."
    )


class Listing(Fresh, Generic[T]):
    """One page of a list."""

    data: list[T]
    next_cursor: str | None = Field(default=None, description="À rendre en `cursor` pour la suite ; null à la fin.")


class Done(BaseModel):
    """Une commande faite : une lecture avec `at_least=sequence` en montre l'effet."""

    sequence: int = Field(description="La séquence du registre de l'organisation.", examples=[42])


Cursor = Annotated[
    str | None, AfterValidator(storable), Query(max_length=500, description="`next_cursor` de la page d'avant.")
]
Limit = Annotated[int, Query(ge=1, le=100, description="Le nombre d'éléments de la page.")]
IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        description="Une clé par message : la même, redonnée, n'envoie rien de plus.",
    ),
]
