"""Read the templates of a channel again."""

from datetime import timedelta
from uuid import uuid5

from application.effect import Done, Job, Later, Result, Services, back_off, performs
from application.templates import Templates
from domain.fact import SYSTEM, Context
from domain.refusal import Refused

MOST_ATTEMPTS = 4
FIRST_WAIT = timedelta(minutes=5)


@performs("synchronise_templates")
def synchronise_templates(job: Job, services: Services) -> Result:
    """Once per occasion; a provider that does not answer is asked again, then tomorrow."""
    channel_id = job.id("channel_id")
    run_id = uuid5(channel_id, f"templates:{job.causation}")
    context = Context(job.organisation_id, SYSTEM, correlation_id=run_id, causation=job.causation)
    try:
        Templates(services.bus, services.channels, services.clock, services.reading).synchronise(
            context, channel_id, run_id
        )
    except Refused as refused:
        if refused.code != "CHANNEL_UNKNOWN" and job.attempt < MOST_ATTEMPTS:
            wait = back_off(job.attempt, first=FIRST_WAIT.total_seconds(), longest=3600.0)
            return Later(wait, f"{refused.code}: {refused.sentence}")
    return Done()
