"""A rule is a pure function over a command and a state: it yields facts, refuses, or stays quiet.

message = Decider(Message, identify="message_id")

@message.decides
def fail(state: Message, command: FailMessage) -> Iterator[Event]: ...

@message.evolves
def failed(state: Message, event: MessageFailed) -> Message: ...
"""

import typing
from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from domain.event import Command, Event

S = TypeVar("S")
C = TypeVar("C", bound=Command)
E = TypeVar("E", bound=Event)

Decide = Callable[[S, C], Iterator[Event]]
Evolve = Callable[[S, E], S]


class Decider(Generic[S]):
    """The rules of one kind of stream.

    `state` is built without arguments (the initial state). `identify` names the field that holds the
    id of the stream, in the commands as in the events.
    """

    of_command: ClassVar[dict[type[Command], "Decider[Any]"]] = {}
    of_event: ClassVar[dict[type[Event], "Decider[Any]"]] = {}

    def __init__(self, state: type[S], *, identify: str) -> None:
        self.state = state
        self.identify = identify
        self._decide: dict[type[Command], Decide[S, Any]] = {}
        self._evolve: dict[type[Event], Evolve[S, Any]] = {}

    def decides(self, rule: Decide[S, C]) -> Decide[S, C]:
        """Register the rule for the command named in its second annotation."""
        kind = _second_annotation(rule)
        self._decide[kind] = rule
        Decider.of_command[kind] = self
        return rule

    def evolves(self, change: Evolve[S, E]) -> Evolve[S, E]:
        """Register the change of state for the event named in its second annotation."""
        kind = _second_annotation(change)
        self._evolve[kind] = change
        Decider.of_event[kind] = self
        return change

    def stream_of(self, thing: Command | Event) -> UUID:
        """The stream that the command or the event belongs to."""
        return typing.cast(UUID, getattr(thing, self.identify))

    def decide(self, state: S, command: Command) -> list[Event]:
        """The facts that the command adds; empty when there is nothing to say. Raises `Refused`."""
        return list(self._decide[type(command)](state, command))

    def evolve(self, state: S, event: Event) -> S:
        """The state after the event. Events that change nothing need no function."""
        change = self._evolve.get(type(event))
        return state if change is None else change(state, event)

    def fold(self, events: Iterable[Event]) -> S:
        """The state after all the events of the stream."""
        return reduce(self.evolve, events, self.state())


def _second_annotation(function: Callable[..., Any]) -> Any:
    hints = typing.get_type_hints(function)
    hints.pop("return", None)
    return list(hints.values())[1]
