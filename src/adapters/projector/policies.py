"""The runner of policies: facts in order; effects and bookmark in one transaction, commands before it."""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from psycopg import Connection
from psycopg.rows import TupleRow

from adapters.event_store.ledger import PostgresLedger
from adapters.outbox import store
from adapters.outbox.store import Written
from adapters.postgres.pools import Pool
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
        pages: dict[int, Sequence[Fact[Any]]] = {}  # policies that are at the same place read it once
        for policy in catalogue.load().values():
            try:
                more = self._hear(policy, pages) or more
            except Exception as error:
                log.exception("policy_failed", policy=policy.name)
                self._note_failure(policy, error)
        return more

    def _hear(self, policy: Policy, pages: dict[int, Sequence[Fact[Any]]]) -> bool:
        with self.pool.connection() as connection, connection.transaction():
            position = _bookmark(connection, policy)
            if position is None:
                return False  # another runner has it
            if position not in pages:
                pages[position] = self.ledger.page(position, PAGE)
            facts = pages[position]
            if not facts:
                return False
            turns = self.turns
            desk = Desk(connection, turns.silence, turns.cap, turns.answer_max_age, turns.away_after, self.bus)
            wrote = [row for fact in facts for row in self._consequences(policy, fact, desk)]
            connection.execute(
                "UPDATE policy.bookmarks SET position = %s, error = '', error_at = NULL WHERE name = %s",
                [facts[-1].position, policy.name],
            )
            if wrote:
                store.write(connection, wrote)
                connection.execute("NOTIFY outbox")
        return len(facts) == PAGE

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


def _bookmark(connection: Connection[TupleRow], policy: Policy) -> int | None:
    """Where the policy is, held until the end of the transaction; None when another runner holds it."""
    locked = connection.execute(
        "SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK_SPACE, zlib.crc32(policy.name.encode()) & 0x7FFFFFFF]
    ).fetchone()
    if locked is None or not locked[0]:
        return None
    connection.execute("INSERT INTO policy.bookmarks (name) VALUES (%s) ON CONFLICT DO NOTHING", [policy.name])
    row = connection.execute("SELECT position FROM policy.bookmarks WHERE name = %s", [policy.name]).fetchone()
    assert row is not None
    position: int = row[0]
    return position
