"""The runner of policies: facts in order; effects and bookmarks in one transaction, commands before it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, LiteralString

import structlog
from psycopg import Connection, Cursor
from psycopg.rows import TupleRow, scalar_row

from adapters.event_store.ledger import PostgresLedger
from adapters.outbox import store
from adapters.outbox.store import Written
from adapters.postgres.arrays import names_array
from adapters.postgres.pools import Pool
from adapters.projector.alone import hold
from application.bus import Bus, Draft
from application.policies import catalogue
from application.policy import Ask, Awaited, Desk, Effect, Policy
from domain.fact import Fact

PAGE = 500
LOCK_SPACE = 0x9011C

Wanted = tuple[Fact[Any], Effect | Awaited]

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class TurnSettings:
    """Seconds."""

    silence: float
    cap: float
    answer_max_age: float
    away_after: float = 120.0


@dataclass(slots=True)
class PolicyRunner:
    """Lets every policy hear the ledger, each from its own bookmark."""

    ledger: PostgresLedger
    bus: Bus
    pool: Pool
    turns: TurnSettings

    def advance(self) -> bool:
        """One page for each policy. Whether there is more to do now. A policy that fails stays where it is."""
        more, known = False, catalogue.load()
        head, bookmarks = self._places(list(known))
        behind = sorted(bookmarks.items(), key=lambda one: one[1])
        for position, group in groupby(behind, lambda one: one[1]):
            if position < head:
                more = self._advance([known[name] for name, _ in group], position, head) or more
        return more

    def _advance(self, here: Sequence[Policy], position: int, head: int) -> bool:
        """Those who are at the position hear the next page of what any of them hears. Whether there is more."""
        heard = frozenset[str]().union(*(policy.heard for policy in here))
        facts = self.ledger.page(position, PAGE, heard)
        # Positions are committed in order: a page that is not full has all of theirs until the head.
        end = max([head, *(fact.position for fact in facts)]) if len(facts) < PAGE else facts[-1].position
        return self._try(here, position, facts, end) and len(facts) == PAGE

    def _places(self, names: Sequence[str]) -> tuple[int, dict[str, int]]:
        """The last position of the ledger, and the bookmark of each policy."""
        with self.pool.connection() as connection:
            known = connection.execute(_PLACES, [names_array(names)]).fetchall()
            if len(known) < len(names):  # a policy that is new
                connection.execute(
                    "INSERT INTO policy.bookmarks (name) SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING", [names]
                )
                known = connection.execute(_PLACES, [names_array(names)]).fetchall()
        return max(head for head, _, _ in known), {name: position for _, name, position in known}

    def _try(self, policies: Sequence[Policy], position: int, facts: Sequence[Fact[Any]], end: int) -> bool:
        """All of them together; one by one when one fails, so that the others go on. Whether any moved."""
        try:
            return self._hear(policies, position, facts, end)
        except Exception as error:
            if len(policies) > 1:
                apart = [self._try([policy], position, facts, end) for policy in policies]
                return any(apart)
            log.exception("policy_failed", policy=policies[0].name)
            self._note_failure(policies[0], error)
            return False

    def _hear(self, policies: Sequence[Policy], position: int, facts: Sequence[Fact[Any]], end: int) -> bool:
        """In one transaction: those that no other runner has hear the page and are at its end. Whether any did."""
        with self.pool.connection() as connection, connection.pipeline(), connection.transaction():
            alone = hold(connection, LOCK_SPACE, [policy.name for policy in policies])
            unmoved = _who_are_at(connection, [policy.name for policy in policies], position)
            names = set(alone.fetchall()).intersection(unmoved.fetchall())
            turns = self.turns
            ours = [policy for policy in policies if policy.name in names]
            read = Draft(self.ledger)
            read.read(stream for policy in ours for fact in facts for stream in policy.reads(fact))
            desk = Desk(connection, turns.silence, turns.cap, turns.answer_max_age, turns.away_after, read)
            wanted = [one for policy in ours for fact in facts for one in self._consequences(policy, fact, desk)]
            wrote = list(_written(wanted))
            _move(connection, names, end)
            if wrote:
                store.write(connection, wrote)
                connection.execute("NOTIFY outbox")
        return bool(ours)

    def _consequences(self, policy: Policy, fact: Fact[Any], desk: Desk) -> Iterator[Wanted]:
        """Run the commands; give the effects, to write together."""
        for consequence in policy.react(fact, desk):
            match consequence:
                case Effect() | Awaited():
                    yield fact, consequence
                case Ask():
                    self.bus.execute(consequence.context, *consequence.commands)

    def _note_failure(self, policy: Policy, error: Exception) -> None:
        with self.pool.connection() as connection:
            connection.execute(
                "INSERT INTO policy.bookmarks (name, error, error_at) VALUES (%s, %s, clock_timestamp())"
                " ON CONFLICT (name) DO UPDATE SET error = EXCLUDED.error, error_at = EXCLUDED.error_at",
                [policy.name, f"{type(error).__name__}: {error}"[:500]],
            )


def _written(wanted: Iterable[Wanted]) -> Iterator[Written]:
    """The effects, with those that the server was asked about."""
    for fact, one in wanted:
        effect = one.effect() if isinstance(one, Awaited) else one
        if effect is not None:
            yield Written(fact.organisation_id, effect, fact.sequence)


_PLACES: LiteralString = """
SELECT (SELECT coalesce(max(position), 0) FROM ledger.facts), name, position
FROM policy.bookmarks WHERE name = ANY(%s::text[])
"""


def _who_are_at(connection: Connection[TupleRow], names: Sequence[str], position: int) -> Cursor[str]:
    """Those that no other runner has moved meanwhile."""
    return connection.cursor(row_factory=scalar_row).execute(
        "SELECT name FROM policy.bookmarks WHERE name = ANY(%s::text[]) AND position = %s",
        [names_array(names), position],
    )


def _move(connection: Connection[TupleRow], names: Collection[str], end: int) -> None:
    connection.execute(
        "UPDATE policy.bookmarks SET position = %s, error = '', error_at = NULL WHERE name = ANY(%s::text[])",
        [end, names_array(names)],
    )
