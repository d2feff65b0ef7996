"""One plain instance of every event, made from its annotations: the same every time."""

import types
import typing
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from domain.conversations.content import Content, Text
from domain.event import Event
from domain.personal import Erased

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
PLAIN: dict[Any, Any] = {
    str: "texte",
    int: 3,
    float: 0.5,
    bool: True,
    datetime: NOON,
    date: NOON.date(),
    UUID: UUID(int=7),
}


def sample(kind: type[Event]) -> Event:
    return kind(
        **{name: _value(hint) for name, hint in typing.get_type_hints(kind).items() if name in kind.model_fields}
    )


def _value(hint: Any) -> Any:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if hint in PLAIN:
        return PLAIN[hint]
    if hint == typing.get_args(Content)[0]:
        return Text(body="Bonjour, où êtes-vous ?")
    if origin is typing.Literal:
        return arguments[0]
    if origin is tuple:
        return tuple(_value(one) for one in arguments if one is not ...)
    if origin is dict:
        return {"clé": _value(arguments[1]) if arguments[1] is not str else "valeur"}
    if origin in (typing.Union, types.UnionType):
        members = [one for one in arguments if one is not type(None) and one is not Erased]
        return Text(body="Bonjour, où êtes-vous ?") if Text in members else _value(members[0])
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return hint(
            **{name: _value(one) for name, one in typing.get_type_hints(hint).items() if name in hint.model_fields}
        )
    raise TypeError(hint)
