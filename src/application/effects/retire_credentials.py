"""The end of replaced credentials: first no webhook is believed by them any more, then they are destroyed."""

from application.effect import Done, Job, Result, Services, performs
from domain.channels.channel import RetireChannelCredentials
from domain.fact import SYSTEM, Context


@performs("retire_credentials")
def retire(job: Job, services: Services) -> Result:
    """Those that this version replaced, unless a person did it before."""
    channel_id = job.id("channel_id")
    context = Context(job.organisation_id, SYSTEM, correlation_id=channel_id, causation=job.causation)
    services.bus.execute(context, RetireChannelCredentials(channel_id=channel_id, before=int(job.refs["version"])))
    return Done()


@performs("destroy_credentials")
def destroy(job: Job, services: Services) -> Result:
    """Safe to run twice: what is destroyed stays destroyed."""
    services.channels.destroy(job.organisation_id, job.id("channel_id"), int(job.refs["version"]))
    return Done()
