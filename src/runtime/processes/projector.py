"""The projector: reads the journal into facts, folds facts into read models, lets policies hear them, and sends
what is due to the workers. Several may run; each kind of work is done by one at a time."""

from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import structlog

from adapters.journal.reader import JournalReader
from adapters.outbox import store
from adapters.outbox.broker import make_broker
from adapters.outbox.places import AT_ONCE
from adapters.outbox.sweeper import Sweeper
from adapters.postgres.listener import Listener
from adapters.postgres.pools import REPEATABLE, Pool, open_pool
from adapters.projector.policies import PolicyRunner, TurnSettings
from adapters.projector.runner import ProjectionRunner
from application.ports.batch_files import KEEP_DAYS
from runtime import garbage, observability, readiness
from runtime.composition import House, open_house
from runtime.loops import Loop
from runtime.settings import Settings
from runtime.stopping import until_told

KEEP_WEBHOOKS = 30  # days
# Seconds that a loop rests at most, so that more comes together. Screens wait for journal and projections.
JOURNAL_REST, PROJECTIONS_REST, POLICIES_REST = 0.008, 0.003, 0.1

log = structlog.get_logger(__name__)


def run(settings: Settings) -> None:
    """Work until told to stop."""
    told = until_told()
    observability.start(settings, "projector")
    with ExitStack() as stack:
        house = stack.enter_context(open_house(settings))
        pool = open_pool(house.dsn("projector"))
        stack.callback(pool.close)
        start_loops(house, pool, stack)
        garbage.spare_what_is_loaded()
        readiness.announce()
        log.info("projector_ready")
        told.wait()


def start_loops(house: House, pool: Pool, stack: ExitStack) -> None:
    """Start the loops and their wake-ups; `stack` stops them."""
    settings = house.settings
    settling, quick = (open_pool(house.dsn(role), settings=REPEATABLE) for role in ("writer", "projector"))
    stack.callback(settling.close)
    stack.callback(quick.close)
    # A webhook whose settling was lost is read again, and all in it is known.
    reader = JournalReader(settling, house.day_keys, house.channels.providers, house.intake)
    projections = ProjectionRunner(house.ledger, quick)
    policies = PolicyRunner(
        house.ledger,
        house.bus,
        quick,
        TurnSettings(settings.turn_silence, settings.turn_cap, settings.answer_max_age, settings.away_after),
    )
    broker = make_broker(settings.redis_url)
    stack.callback(broker.close)
    sweeper = Sweeper(pool, broker)
    housekeeping = Housekeeping(house, pool)
    housekeeping.advance()
    loops = {
        "journal": Loop("journal", reader.advance, longest_rest=JOURNAL_REST),
        "projections": Loop("projections", projections.advance, longest_rest=PROJECTIONS_REST),
        "policies": Loop("policies", policies.advance, longest_rest=POLICIES_REST),
        "outbox": Loop("outbox", lambda: sweeper.sweep() >= AT_ONCE, sweeper.wait),
        "housekeeping": Loop("housekeeping", housekeeping.advance, lambda: 60.0),
    }

    def facts_came() -> None:
        loops["projections"].wake()
        loops["policies"].wake()

    for loop in loops.values():
        loop.start()
        stack.callback(loop.stop)
    listener = Listener(
        house.dsn("projector"),
        {"ledger": facts_came, "journal": loops["journal"].wake, "outbox": loops["outbox"].wake},
    )
    stack.callback(listener.close)


@dataclass(slots=True)
class Housekeeping:
    """Once a day: room for the webhooks of tomorrow, and nothing left of what came last month, files of imports too."""

    house: House
    pool: Pool
    _done_on: date | None = field(default=None)

    def advance(self) -> bool:
        """What the day asks for, once."""
        today = datetime.now(UTC).date()
        if self._done_on != today:
            with self.pool.connection() as connection:
                connection.execute("SELECT journal.turn_the_page(%s, %s)", [today, KEEP_WEBHOOKS])
                store.forget_done(connection)
            self.house.batch_files.drop_before(today - timedelta(days=KEEP_DAYS))
            self.house.day_keys.drop_before(today - timedelta(days=KEEP_WEBHOOKS))
            self._done_on = today
        return False
