"""The runner of policies: facts in order; effects and bookmark in one transaction, commands before it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import structlog
from psycopg import Connection
from psycopg.rows import TupleRow

from adapters.event_store.ledger import PostgresLedger
from adapters.outbox import store
from adapters.outbox.store import Written
from adapters.postgres.pools import Pool
from adapters.projector.alone import hold
from application.bus import Bus
from application.policies import catalogue
from application.policy import Ask, Desk, Effect, Policy
from domain.fact import Fact

PAGE = 500
LOCK_SPACE = 0x9011C

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
        more = False
        head = self.ledger.head()
        behind = sorted(self._bookmarks().items(), key=lambda one: one[1])
        for position, group in groupby(behind, lambda one: one[1]):
            if position < head:
                more = self._advance([catalogue.load()[name] for name, _ in group], position, head) or more
        return more

    def _advance(self, here: Sequence[Policy], position: int, head: int) -> bool:
        """Those who are at the position hear the next page of what any of them hears. Whether there is more."""
        heard = frozenset[str]().union(*(policy.heard for policy in here))
        facts = self.ledger.page(position, PAGE, heard)
        # Positions are committed in order: a page that is not full has all of theirs until the head.
        end = max([head, *(fact.position for fact in facts)]) if len(facts) < PAGE else facts[-1].position
        concerned = [policy for policy in here if any(map(policy.is_concerned, facts))]
        passed = self._pass_by([policy.name for policy in here if policy not in concerned], position, end)
        moved = [self._try(policy, position, facts, end) for policy in concerned]
        return len(facts) == PAGE and (passed or any(moved))

    def _bookmarks(self) -> dict[str, int]:
        names = list(catalogue.load())
        with self.pool.connection() as connection:
            connection.execute(
                "INSERT INTO policy.bookmarks (name) SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING", [names]
            )
            rows = connection.execute("SELECT name, position FROM policy.bookmarks WHERE name = ANY(%s)", [names])
            return dict(rows.fetchall())

    def _pass_by(self, names: Sequence[str], position: int, end: int) -> bool:
        """Move the bookmarks of all whom the page does not concern, at once."""
        if not names:
            return False
        with self.pool.connection() as connection, connection.transaction():
            # Nothing followed: whoever loses this reads the page again.
            connection.execute("SET LOCAL synchronous_commit = off")
            alone = hold(connection, LOCK_SPACE, names)
            moved = _move(connection, list(alone), position, end)
        return moved > 0

    def _try(self, policy: Policy, position: int, facts: Sequence[Fact[Any]], end: int) -> bool:
        try:
            return self._hear(policy, position, facts, end)
        except Exception as error:
            log.exception("policy_failed", policy=policy.name)
            self._note_failure(policy, error)
            return False

    def _hear(self, policy: Policy, position: int, facts: Sequence[Fact[Any]], end: int) -> bool:
        with self.pool.connection() as connection, connection.transaction():
            if not hold(connection, LOCK_SPACE, [policy.name]):
                return False
            row = connection.execute("SELECT position FROM policy.bookmarks WHERE name = %s", [policy.name]).fetchone()
            if row is None or row[0] != position:
                return False  # another runner was here
            turns = self.turns
            desk = Desk(connection, turns.silence, turns.cap, turns.answer_max_age, turns.away_after, self.bus)
            wrote = [row for fact in facts for row in self._consequences(policy, fact, desk)]
            _move(connection, [policy.name], position, end)
            if wrote:
                store.write(connection, wrote)
                connection.execute("NOTIFY outbox")
        return True

    def _consequences(self, policy: Policy, fact: Fact[Any], desk: Desk) -> Iterator[Written]:
        """Run the commands; give the effects, to write together."""
        for consequence in policy.react(fact, desk):
            match consequence:
                case Effect():
                    yield Written(fact.organisation_id, consequence, fact.sequence)
                case Ask():
                    self.bus.execute(consequence.context, *consequence.commands)

    def _note_failure(self, policy: Policy, error: Exception) -> None:
        with self.pool.connection() as connection:
            connection.execute(
                "INSERT INTO policy.bookmarks (name, error, error_at) VALUES (%s, %s, clock_timestamp())"
                " ON CONFLICT (name) DO UPDATE SET error = EXCLUDED.error, error_at = EXCLUDED.error_at",
                [policy.name, f"{type(error).__name__}: {error}"[:500]],
            )


def _move(connection: Connection[TupleRow], names: list[str], position: int, end: int) -> int:
    """The bookmarks that stand at the position are at the end now. Gives how many."""
    return connection.execute(
        "UPDATE policy.bookmarks SET position = %s, error = '', error_at = NULL WHERE name = ANY(%s) AND position = %s",
        [end, names, position],
    ).rowcount
