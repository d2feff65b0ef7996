"""A read model: a row, what each event does to it, and its queries, in one file.

    class Line(NamedTuple): organisation_id: UUID; message_id: UUID; ...

    thread = Projection("thread", Line, key=("organisation_id", "message_id"), ddl="CREATE TABLE {table} (…)")

    @thread.folds
    def received(row: Line | None, fact: Fact[MessageReceived]) -> Line | None: ...

Handlers are pure: row in, row out (None: no row). They are folded in memory over a page of facts and
written as a set. What concerns many rows at once is a `rewrites`: one statement, in its place in the order.
Applying a fact twice gives what applying it once gives. A fact that ends something may give a `Closing`: the row of its
key from now on, and finished rows under keys of their own.
"""

import typing
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter
from typing import Any, ClassVar, Generic, TypeVar

from domain.event import Event
from domain.fact import Fact

R = TypeVar("R", bound=tuple[Any, ...])
"""A row: a named tuple, as what follows another takes a seventh of the time that a frozen dataclass would."""
E = TypeVar("E", bound=Event)

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Closing(Generic[R]):
    """The row of the key after the fact, and rows that are done with: no fact ever folds into these.

    `row` must be there: it is what remembers that the fact was folded.
    """

    row: R
    done: Sequence[R]


Fold = Callable[[R | None, Fact[E]], R | Closing[R] | None]
Statement = tuple[str, dict[str, Any]]
Rewrite = Callable[[Fact[E]], Statement | None]
"""None when the fact changes no row."""


class Leaf:
    """A page of facts, sorted by kind once for all the projections that read it."""

    def __init__(self, facts: Sequence[Fact[Any]]) -> None:
        self.facts = facts
        self._places: dict[type[Event], list[int]] = {}
        for place, fact in enumerate(facts):
            self._places.setdefault(type(fact.event), []).append(place)

    def of(self, is_wanted: Callable[[type[Event]], bool]) -> list[Fact[Any]]:
        """Its facts of some kinds, in order."""
        wanted = [places for kind, places in self._places.items() if is_wanted(kind)]
        return [self.facts[place] for place in sorted(chain.from_iterable(wanted))]


@dataclass(frozen=True, slots=True)
class Fill(Generic[R]):
    """Facts to fold together, or one statement: the page, cut where a statement stands."""

    facts: Sequence[Fact[Any]] = ()
    statement: Statement | None = None


class Projection(Generic[R]):
    """The definition of a read model. `version` grows when the row or the meaning changes: it is then rebuilt.

    `ddl` makes the table and its indexes (``{table}`` is the qualified name, ``{name}`` the bare one, for
    names of indexes); row-level security and grants are added alike for all. `functions` are made beside,
    under the name of the projection, for searches that must step around row-level security.
    `one_row_a_fact`: each fact has a row of its own, so that there is none to read before it.
    """

    by_name: ClassVar[dict[str, "Projection[Any]"]] = {}

    def __init__(
        self,
        name: str,
        row: type[R],
        *,
        key: tuple[str, ...],
        ddl: str,
        version: int = 1,
        functions: str = "",
        key_of: Callable[[Fact[Any]], Key] | None = None,
        one_row_a_fact: bool = False,
    ) -> None:
        self.name = name
        self.row = row
        self.key = key
        self.ddl = ddl
        self.version = version
        self.functions = functions
        self.columns: tuple[str, ...] = typing.cast(Any, row)._fields
        self.key_of = key_of or _key_by_name(key)
        self.one_row_a_fact = one_row_a_fact
        self._folds: dict[type[Event], Fold[R, Any]] = {}
        self._rewrites: dict[type[Event], Rewrite[Any]] = {}
        self._any: Fold[R, Any] | None = None
        self._any_of: Callable[[type[Event]], bool] = lambda kind: False
        self._concerns: Callable[[Fact[Any]], bool] | None = None
        self._known: dict[type[Event], bool] = {}
        self._heard: frozenset[str] | None = None
        Projection.by_name[name] = self

    def folds(self, handler: Fold[R, E]) -> Fold[R, E]:
        """Register what the event in the annotation of the fact does to its row."""
        for kind in _events_of(handler):
            self._folds[kind] = handler
        return handler

    def folds_any(
        self, kinds: Callable[[type[Event]], bool], concerns: Callable[[Fact[Any]], bool] | None = None
    ) -> Callable[[Fold[R, Any]], Fold[R, Any]]:
        """Register one handler for every fact of these kinds; of them, for those that `concerns` accepts."""

        def register(handler: Fold[R, Any]) -> Fold[R, Any]:
            self._any, self._any_of, self._concerns = handler, kinds, concerns
            return handler

        return register

    def rewrites(self, handler: Rewrite[E]) -> Rewrite[E]:
        """Register a statement over many rows for the event. ``{table}`` stands for the table."""
        for kind in _events_of(handler):
            self._rewrites[kind] = handler
        return handler

    def hears(self, kind: type[Event]) -> bool:
        """Whether facts of the kind may change a row."""
        if kind not in self._known:
            self._known[kind] = kind in self._folds or kind in self._rewrites or self._any_of(kind)
        return self._known[kind]

    @property
    def heard(self) -> frozenset[str]:
        """The names of the events that may change a row. Kept from when it is first asked for."""
        if self._heard is None:
            self._heard = frozenset(name for name, kind in Event.by_name.items() if self.hears(kind))
        return self._heard

    def fold(self, row: R | None, fact: Fact[Any]) -> R | Closing[R] | None:
        """The row after the fact, and the rows that it finishes, if it does."""
        handler = self._folds.get(type(fact.event), self._any)
        assert handler is not None
        return handler(row, fact)

    def fills(self, leaf: Leaf) -> Iterator[Fill[R]]:
        """What of the page concerns this projection, in order."""
        run: list[Fact[Any]] = []
        for fact in leaf.of(self.hears):
            kind = type(fact.event)
            if kind in self._folds or (self._any_of(kind) and (self._concerns is None or self._concerns(fact))):
                run.append(fact)
            if kind in self._rewrites and (statement := self._rewrites[kind](fact)) is not None:
                if run:
                    yield Fill(facts=run)
                    run = []
                yield Fill(statement=statement)
        if run:
            yield Fill(facts=run)


def _key_by_name(key: tuple[str, ...]) -> Callable[[Fact[Any]], Key]:
    """The values of the event under these names, and the organisation of the fact."""
    if key == ("organisation_id",):
        return lambda fact: (fact.organisation_id,)
    places = {"organisation_id": "context.organisation_id"}
    return attrgetter(*(places.get(column, f"event.{column}") for column in key))


def _events_of(handler: Callable[..., Any]) -> list[type[Event]]:
    """The event classes in the annotation `Fact[…]` of the parameter named fact."""
    hint = typing.get_type_hints(handler)["fact"]
    argument = typing.get_args(hint)[0]
    return list(typing.get_args(argument)) or [argument]
