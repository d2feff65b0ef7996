"""A term, or its grace, is over."""

from datetime import datetime

from application.effect import Done, Job, NotYet, Result, Services, performs
from domain.fact import SYSTEM, Context
from domain.licensing.licence_commands import MoveLicence


@performs("move_licence")
def move(job: Job, services: Services) -> Result:
    """Say where the licence stands now. A stale timer is silence; one that is early by our clock comes back."""
    now, due = services.clock.now(), datetime.fromisoformat(job.refs["due"])
    if now < due:
        return NotYet(due - now)
    command = MoveLicence(licence_id=job.id("licence_id"), at=now)
    services.bus.execute(Context(job.organisation_id, SYSTEM, causation=job.causation), command)
    return Done()
