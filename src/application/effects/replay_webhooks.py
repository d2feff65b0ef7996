"""Webhooks that a person wants read again go back to those that wait to be read."""

from application.effect import Done, Job, Result, Services, performs
from application.ports.webhook_journal import Order, Range
from domain.channels.replay import WebhooksReplayOrdered


@performs("replay_webhooks")
def replay_webhooks(job: Job, services: Services) -> Result:
    """Mark what the fact says, once."""
    stream = (job.organisation_id, job.id("replay_id"))
    for fact in services.ledger.load([stream])[stream]:
        event = fact.event
        if isinstance(event, WebhooksReplayOrdered):
            services.replays.begin(
                Order(
                    replay_id=event.replay_id,
                    organisation_id=job.organisation_id,
                    of=Range(event.which, event.channel_id, event.since, event.until),
                    first=event.first,
                    last=event.last,
                    ordered_by=fact.context.actor.id,
                    ordered_at=fact.at,
                )
            )
    return Done()
