"""A contact was erased: destroy the key of the person, and the files and letters it encrypted."""

from application.effect import Done, Job, Result, Services, performs


@performs("destroy_keys")
def destroy_keys(job: Job, services: Services) -> Result:
    """Safe to run twice: what is destroyed stays destroyed."""
    contact_id = job.id("contact_id")
    services.keys.destroy([(job.organisation_id, contact_id)])
    services.files.destroy(job.organisation_id, contact_id)
    services.mailbox.destroy(job.organisation_id, contact_id)
    return Done()
