"""A provider told something of a template to one number of an account: its other numbers here have it as well."""

from application.effect import Done, Job, Result, Services, performs
from domain.channels.template import NoteTemplate, Template, template
from domain.fact import SYSTEM, Context
from projections import templates


@performs("tell_other_numbers")
def tell_other_numbers(job: Job, services: Services) -> Result:
    """They follow, as of the same instant; those that were told since stay as they are."""
    template_id = job.id("template_id")
    state: Template = services.bus.state(template, (job.organisation_id, template_id))
    announced = "announced" in job.refs
    told_at = state.announced_at if announced else state.told_at
    if not state.known or told_at is None:
        return Done()
    with services.reading(job.organisation_id) as connection:
        others = templates.same_elsewhere(connection, state.reference, template_id)
    for other in others:
        services.bus.execute(
            Context(job.organisation_id, SYSTEM, correlation_id=template_id, causation=job.causation),
            NoteTemplate(
                template_id=other.template_id,
                channel_id=other.channel_id,
                template_name=state.name,
                language=state.language,
                status=state.status,
                reason=state.reason,
                category=state.category,
                quality=state.quality,
                changed=announced,
                gone=state.gone,
                at=told_at,
            ),
        )
    return Done()
