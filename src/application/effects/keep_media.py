"""Fetch the file of a message while the provider still has it, and keep it encrypted."""

from application.effect import Done, Job, Later, Result, Services, back_off, performs
from application.ports.messaging import MediaRefused
from domain.conversations.content import Media
from domain.conversations.corrections import says_now
from domain.conversations.events import MessageReceived
from domain.conversations.message import Message, message
from domain.conversations.message_commands import (
    KeepMedia,
    RefuseMedia,
)
from domain.fact import SYSTEM, Context

MOST_ATTEMPTS = 5


@performs("keep_media")
def keep_media(job: Job, services: Services) -> Result:
    """Keep the file, or the reason why it cannot be kept."""
    message_id = job.id("message_id")
    stream = (job.organisation_id, message_id)
    facts = services.ledger.load([stream])[stream]
    state: Message = message.fold(fact.event for fact in facts)
    received = next((fact.event for fact in facts if isinstance(fact.event, MessageReceived)), None)
    content = says_now(fact.event for fact in facts)
    if received is None or state.media_settled or not isinstance(content, Media):
        return Done()
    context = Context(job.organisation_id, SYSTEM, correlation_id=message_id, causation=job.causation)
    in_use = services.channels.use(job.organisation_id, received.channel_id)
    if in_use is None:
        return Done()
    try:
        provider = services.channels.providers[in_use.access.provider]
        file = provider.fetch(in_use.access, content, services.media_limit)
    except MediaRefused as refused:
        if refused.retry and job.attempt < MOST_ATTEMPTS:
            return Later(back_off(job.attempt, first=1.0), refused.reason)
        services.bus.execute(context, RefuseMedia(message_id=message_id, reason=refused.reason))
        return Done()
    services.files.keep(job.organisation_id, message_id, received.contact_id, file)
    services.bus.execute(context, KeepMedia(message_id=message_id, mime_type=file.mime_type, size=len(file.content)))
    return Done()
