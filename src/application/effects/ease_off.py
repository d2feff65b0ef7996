"""A message failed on its way: when that is because its number goes too fast, the number goes slower.

Twilio accepts what WhatsApp then refuses, and says so in a status only.
"""

from application.effect import Done, Job, Result, Services, performs
from domain.conversations.events import MessageFailed
from domain.conversations.message import Message, message


@performs("ease_off")
def ease_off(job: Job, services: Services) -> Result:
    """Slow the number of the message. A second run counts as one refusal more."""
    stream = (job.organisation_id, job.id("message_id"))
    events = [fact.event for fact in services.ledger.load([stream])[stream]]
    state: Message = message.fold(events)
    in_use = services.channels.use(job.organisation_id, state.channel_id)
    if in_use is not None:
        too_fast = services.channels.providers[in_use.access.provider].pace.too_fast
        if any(isinstance(event, MessageFailed) and event.code in too_fast for event in events):
            services.pace.slow(in_use.channel_id)
    return Done()
