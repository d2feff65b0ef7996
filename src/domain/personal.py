"""Personal values: what the mapper encrypts with the key of one person before anything is stored.

A field of an event is marked with `Personal[T]`; the person is named by the event's `subject`, the
name of the field that holds the person's id. Once the person is erased the value reads as `Erased`,
so rules never branch on a personal value.
"""

from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict

T = TypeVar("T")


class Erased(BaseModel):
    """What is left of a personal value whose key was destroyed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    erased: bool = True

    def __str__(self) -> str:
        return "donnée effacée"


class PersonalMark:
    """Metadata that tells the mapper to encrypt the field."""


PERSONAL = PersonalMark()

Personal = Annotated[T | Erased, PERSONAL]
"""`Personal[str]` is a `str`, or `Erased`, encrypted at rest."""


def known(value: T | Erased, otherwise: T) -> T:
    """The value, or `otherwise` when it was erased."""
    return otherwise if isinstance(value, Erased) else value
