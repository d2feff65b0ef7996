"""A batch goes on by some rows, then lets others have the worker."""

from datetime import timedelta

from application.bus import Busy
from application.effect import Done, Job, Later, NotYet, Result, Services, back_off, performs


@performs("run_batch")
def run_batch(job: Job, services: Services) -> Result:
    """Safe to run twice, even at once: each save is made on the state that it was decided on."""
    try:
        more = services.batches.go_on(job.organisation_id, job.id("batch_id"))
    except Busy:
        return Later(back_off(job.attempt), "others write on the same streams")
    return NotYet(timedelta()) if more else Done()
