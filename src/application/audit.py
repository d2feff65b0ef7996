"""The journal of an organisation: what people did there, from where, in words. It tells of acts, never of contents."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from psycopg import Connection

from domain.audit.kinds import check_period, is_sensitive, names_of
from domain.event import Event
from domain.fact import Fact
from domain.personal import Erased
from projections import acts, organisations, people
from projections.paging import Page, decode, page, place

AT_ONCE = 1_000
"""Lines that an export reads at a time: a few megabytes."""
WITHHELD = "…"


@dataclass(frozen=True, slots=True)
class Filters:
    """Which lines: recorded from `since` to before `until`, of these kinds, by this actor, out of this request."""

    since: datetime | None = None
    until: datetime | None = None
    kinds: Collection[str] = ()
    sensitive: bool = False
    actor_id: UUID | None = None
    correlation_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A fact as the journal tells it.

    `actor_name` and `about_name` are members, empty when it is none; `about_id` is the member that the fact is about,
    when it is somebody else. `erased`: the address and the client were, with the person's key.
    """

    sequence: int
    recorded_at: datetime
    happened_at: datetime
    name: str
    sentence: str
    sensitive: bool
    actor: str
    actor_id: UUID | None
    actor_name: str
    about_id: UUID | None
    about_name: str
    contact_id: UUID | None
    conversation_id: UUID | None
    ip: str | None
    user_agent: str | None
    erased: bool
    correlation_id: UUID
    stream_id: UUID


@dataclass(frozen=True, slots=True)
class Audit:
    """Reads the journal. `reading` opens a session on one organisation, in which `facts` gives those of some sequences,
    in order."""

    reading: Callable[[UUID], AbstractContextManager[Connection[Any]]]
    facts: Callable[[Connection[Any], Sequence[int]], Sequence[Fact[Any]]]

    def page(self, organisation_id: UUID, filters: Filters, *, cursor: str | None, limit: int) -> Page[Line]:
        """The lines, last first. Raises `Refused`, `CursorInvalid`."""
        wanted = _wanted(filters)
        with self.reading(organisation_id) as connection:
            first, end = acts.span(connection, filters.since, filters.until)
            if cursor:
                (before,) = decode(cursor, place)
                end = min(end, before)
            found = page(acts.latest(connection, wanted, first, end, limit + 1), limit, lambda sequence: (sequence,))
            return Page(self._lines(connection, found.data)[::-1], found.next_cursor)

    def walk(self, organisation_id: UUID, filters: Filters, end: int) -> Iterator[Sequence[Line]]:
        """All the lines before a sequence, in order, a few at a time: nothing is held from one to the next."""
        wanted = _wanted(filters)
        with self.reading(organisation_id) as connection:
            first, last = acts.span(connection, filters.since, filters.until)
        end = min(end, last)
        while True:
            with self.reading(organisation_id) as connection:
                found = acts.earliest(connection, wanted, first, end, AT_ONCE)
                lines = self._lines(connection, found)
            if not lines:
                return
            yield lines
            first = found[-1] + 1

    def zone(self, organisation_id: UUID) -> ZoneInfo:
        """The clock that the organisation reads."""
        with self.reading(organisation_id) as connection:
            own = organisations.organisation(connection)
        return ZoneInfo(own.time_zone if own else "UTC")

    def _lines(self, connection: Connection[Any], sequences: Sequence[int]) -> Sequence[Line]:
        names = {one.user_id: one.name for one in people.members(connection)} if sequences else {}
        return [line(fact, names) for fact in self.facts(connection, sequences)]


def line(fact: Fact[Any], names: Mapping[UUID, str]) -> Line:
    """The fact in words; `names` are those of the members."""
    event, context = fact.event, fact.context
    about = getattr(event, "user_id", None)
    if about == context.actor.id:
        about = None
    return Line(
        sequence=fact.sequence,
        recorded_at=fact.at,
        happened_at=fact.happened_at,
        name=event.name,
        sentence=sentence(event),
        sensitive=is_sensitive(event.name),
        actor=context.actor.kind,
        actor_id=context.actor.id,
        actor_name=names.get(context.actor.id, "") if context.actor.id else "",
        about_id=about,
        about_name=names.get(about, "") if about else "",
        contact_id=getattr(event, "contact_id", None),
        conversation_id=getattr(event, "conversation_id", None),
        ip=None if isinstance(context.ip, Erased) else context.ip,
        user_agent=None if isinstance(context.user_agent, Erased) else context.user_agent,
        erased=isinstance(context.ip, Erased) or isinstance(context.user_agent, Erased),
        correlation_id=context.correlation_id,
        stream_id=fact.stream_id,
    )


def sentence(event: Event) -> str:
    """The headline, without what it would quote of a customer: a file that leaves the house is out of reach of their
    erasure."""
    if event.subject == "contact_id":
        event = event.model_copy(update=dict.fromkeys(event.personal_fields, WITHHELD))
    return event.headline


def _wanted(filters: Filters) -> acts.Wanted:
    check_period(filters.since, filters.until)
    names = names_of(filters.kinds, sensitive=filters.sensitive)
    return acts.Wanted(
        names=None if names is None else tuple(sorted(names)),
        actor_id=filters.actor_id,
        correlation_id=filters.correlation_id,
    )
