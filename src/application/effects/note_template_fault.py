"""The provider refused a message because of its template: the template is doubted, so that nobody picks it again."""

from application.effect import Done, Job, Result, Services, performs
from application.template_faults import FAULTS
from domain.channels.template import NoteTemplate
from domain.conversations.content import Template
from domain.conversations.events import MessageFailed, MessageQueued
from domain.fact import PROVIDER, Context


@performs("note_template_fault")
def note_template_fault(job: Job, services: Services) -> Result:
    """Its status follows what the provider said, or it is read again."""
    message_id = job.id("message_id")
    stream = (job.organisation_id, message_id)
    facts = services.ledger.load([stream])[stream]
    queued = next((fact.event for fact in facts if isinstance(fact.event, MessageQueued)), None)
    failed = next((fact for fact in facts if isinstance(fact.event, MessageFailed) and fact.event.code in FAULTS), None)
    if queued is None or failed is None or not isinstance(queued.content, Template):
        return Done()
    fault = FAULTS[failed.event.code]
    services.bus.execute(
        Context(job.organisation_id, PROVIDER, correlation_id=message_id, causation=job.causation),
        NoteTemplate(
            template_id=queued.content.template_id,
            channel_id=queued.channel_id,
            template_name=queued.content.name,
            language=queued.content.language,
            status=fault.status,
            reason=fault.reason,
            changed=fault.status is None,
            at=failed.at,
        ),
    )
    return Done()
