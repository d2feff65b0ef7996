"""A policy hears the facts in order and says what follows: effects to write in the outbox, commands to run.

    turns = Policy("turns")

    @turns.hears
    def arm(fact: Fact[MessageReceived], desk: Desk) -> Iterator[Consequence]: ...

Its bookmark and its effects are committed together; its commands run before that, in order, and are
idempotent as every rule is. A policy is never rebuilt: what followed once does not follow again.
"""

import typing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from psycopg import Connection

from application.bus import Draft
from application.ports.ledger import Stream
from domain.decider import Decider
from domain.event import Command, Event
from domain.fact import Context, Fact
from projections import people

E = TypeVar("E", bound=Event)


REPLY, BULK = 0, 10
"""Priorities: what somebody waits for, before what nobody does."""


@dataclass(frozen=True, slots=True)
class Effect:
    """Something to do outside, later or now. `refs` are ids, no personal value; the same `key` is kept once.

    Effects of one `lane` (a number; the kind when empty) share its places at the workers."""

    kind: str
    key: str
    refs: Mapping[str, str]
    due_in: timedelta = timedelta()
    priority: int = REPLY
    lane: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """Commands to run in the name of `context`."""

    context: Context
    commands: tuple[Command, ...]


@dataclass(frozen=True, slots=True)
class Awaited:
    """An effect that what was asked of the server decides: told once all policies have asked for the page."""

    effect: Callable[[], Effect | None]


Consequence = Effect | Awaited | Ask


@dataclass(frozen=True, slots=True)
class Desk:
    """What a policy has at hand: the transaction of its bookmark, what was read for the page, and the settings of turns
    and mails (seconds)."""

    connection: Connection[Any]
    turn_silence: float
    turn_cap: float
    answer_max_age: float
    away_after: float
    read: Draft
    _answering: dict[UUID, Sequence[UUID]] = field(default_factory=dict)

    def answering(self, organisation_id: UUID) -> Sequence[UUID]:
        """Who may answer customers there. Looked up once for a page."""
        if organisation_id not in self._answering:
            self._answering[organisation_id] = people.answering(self.connection, organisation_id)
        return self._answering[organisation_id]

    def state(self, decider: Decider[Any], stream: Stream) -> Any:
        """The state of a stream, as its rules see it. Read once for a page, with others that `reads` told of."""
        return self.read.state(decider, stream)


Handler = Callable[[Fact[E], Desk], Iterator[Consequence]]


class Policy:
    """The habits under one bookmark."""

    by_name: ClassVar[dict[str, "Policy"]] = {}

    def __init__(self, name: str, reads: Callable[[Fact[Any]], Iterable[Stream]] = lambda fact: ()) -> None:
        self.name = name
        self._reads = reads
        self._handlers: dict[type[Event], Handler[Any]] = {}
        Policy.by_name[name] = self

    def hears(self, handler: Handler[E]) -> Handler[E]:
        """Register the handler for the event in the annotation of its first parameter."""
        hint = next(iter(typing.get_type_hints(handler).values()))
        argument = typing.get_args(hint)[0]
        for kind in typing.get_args(argument) or (argument,):
            self._handlers[kind] = handler
        return handler

    @property
    def heard(self) -> frozenset[str]:
        """The names of the events that it has a habit for."""
        return frozenset(kind.name for kind in self._handlers)

    def reads(self, fact: Fact[Any]) -> Iterable[Stream]:
        """The streams whose states it will look at for the fact."""
        return self._reads(fact) if type(fact.event) in self._handlers else ()

    def react(self, fact: Fact[Any], desk: Desk) -> Iterator[Consequence]:
        """What follows from the fact."""
        handler = self._handlers.get(type(fact.event))
        return handler(fact, desk) if handler else iter(())
