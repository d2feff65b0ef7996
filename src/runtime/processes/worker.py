"""The worker: performs effects whose ids come through dramatiq. As many as are wanted may run."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import timedelta
from threading import Event
from uuid import UUID

import structlog
from dramatiq import Worker

from adapters.outbox.broker import ANSWERS, BULK_EFFECTS, EFFECTS, channel_of, listen, make_broker
from adapters.outbox.performer import Performer
from adapters.postgres.listener import Listener
from application.effect import handlers
from runtime import garbage, observability, readiness
from runtime.composition import open_house
from runtime.settings import Settings
from runtime.stopping import until_told

LONGEST_WAIT = 500  # milliseconds between two looks into a queue whose bell is silent

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

        bells = start_threads(settings, perform_effect, stack)
        wake = {channel_of(queue): bell.set for queue, bell in bells.items()}
        stack.callback(Listener(house.dsn("writer"), wake).close)
        garbage.spare_what_is_loaded()
        readiness.announce()
        log.info("worker_ready", threads=settings.worker_threads, answer_threads=settings.answer_threads)
        told.wait()


def start_threads(settings: Settings, perform: Callable[[str], None], stack: ExitStack) -> Mapping[str, Event]:
    """Threads for answers, which may think for seconds, and others for all the rest; `stack` stops them. Gives the bell
    of each queue."""
    bells: dict[str, Event] = {}
    for queues, count in (
        ((EFFECTS, BULK_EFFECTS), settings.worker_threads),
        ((ANSWERS,), settings.answer_threads),
    ):
        broker = make_broker(settings.redis_url, *queues)
        stack.callback(broker.close)
        listen(broker, perform)
        worker = Worker(broker, worker_timeout=LONGEST_WAIT, worker_threads=count)
        worker.start()
        stack.callback(worker.stop, timeout=30_000)
        bells |= broker.bells
    return bells
