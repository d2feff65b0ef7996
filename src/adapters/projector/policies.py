"""The runner of policies: facts in order; effects and bookmark in one transaction, commands before it."""

import zlib
from dataclasses import dataclass
from typing import Any

import structlog
from psycopg import Connection
from psycopg.rows import TupleRow

from adapters.event_store.ledger import PostgresLedger
from adapters.outbox import store
from adapters.postgres.pools import Pool
from application.bus import Bus
from application.policies import catalogue
from application.policy import Ask, Desk, Effect, Policy

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
        for policy in catalogue.load().values():
            try:
                more = self._hear(policy) or more
            except Exception as error:
                log.exception("policy_failed", policy=policy.name)
                self._note_failure(policy, error)
        return more

    def _hear(self, policy: Policy) -> bool:
        with self.pool.connection() as connection, connection.transaction():
            position = _bookmark(connection, policy)
            if position is None:
                return False  # another runner has it
            facts = self.ledger.page(position, PAGE)
            if not facts:
                return False
            turns = self.turns
            desk = Desk(connection, turns.silence, turns.cap, turns.answer_max_age, turns.away_after, self.bus)
            wrote = sum(self._consequences(policy, fact, desk) for fact in facts)
            connection.execute(
                "UPDATE policy.bookmarks SET position = %s, error = '', error_at = NULL WHERE name = %s",
                [facts[-1].position, policy.name],
            )
            if wrote:
                connection.execute("NOTIFY outbox")
        return len(facts) == PAGE

    def _consequences(self, policy: Policy, fact: Any, desk: Desk) -> int:
        wrote = 0
        for consequence in policy.react(fact, desk):
            match consequence:
                case Effect():
                    store.write(desk.connection, fact.organisation_id, consequence, fact.sequence)
                    wrote += 1
                case Ask():
                    self.bus.execute(consequence.context, *consequence.commands)
        return wrote

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
