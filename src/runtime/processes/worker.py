"""The worker: performs effects whose ids come through dramatiq. As many as are wanted may run."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from uuid import UUID

import structlog
from dramatiq import Worker

from adapters.outbox.broker import ANSWERS, BULK_EFFECTS, EFFECTS, listen, make_broker
from adapters.outbox.performer import Performer
from application.effect import handlers
from runtime import garbage, observability, readiness
from runtime.composition import open_house
from runtime.settings import Settings
from runtime.stopping import until_told

IDLE_POLL = 25  # milliseconds between two looks into an empty queue: part of every answer's delay

log = structlog.get_logger(__name__)


def run(settings: Settings) -> None:
    """Work until told to stop; what was begun is finished first."""
    told = until_told()
    observability.start(settings, "worker")
    with ExitStack() as stack:
        threads = settings.worker_threads + settings.answer_threads
        house = stack.enter_context(open_house(settings, pool_size=threads + 2))
        lease = timedelta(seconds=settings.effect_lease)
        performer = Performer(house.pool, house.services(), handlers(), lease=lease)

        def perform_effect(effect_id: str) -> None:
            performer.perform(UUID(effect_id))

        start_threads(settings, perform_effect, stack)
        garbage.spare_what_is_loaded()
        readiness.announce()
        log.info("worker_ready", threads=settings.worker_threads, answer_threads=settings.answer_threads)
        told.wait()


def start_threads(settings: Settings, perform: Callable[[str], None], stack: ExitStack) -> None:
    """Threads for answers, which may think for seconds, and others for all the rest; `stack` stops them."""
    for queues, count in (
        ((EFFECTS, BULK_EFFECTS), settings.worker_threads),
        ((ANSWERS,), settings.answer_threads),
    ):
        broker = make_broker(settings.redis_url, *queues)
        stack.callback(broker.close)
        listen(broker, perform)
        worker = Worker(broker, worker_timeout=IDLE_POLL, worker_threads=count)
        worker.start()
        stack.callback(worker.stop, timeout=30_000)
