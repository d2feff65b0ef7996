"""A contact was erased: their licences are revoked, and their machines free for others."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from psycopg import Connection

from application.effect import Done, Job, NotYet, Result, Services, performs
from application.licensing import LicenceDesk
from domain.contacts.contact import ContactErased
from domain.fact import SYSTEM, Context
from domain.licensing.licence_events import LicenceIssued
from projections import timeline

CATCHING_UP = timedelta(seconds=1)


@performs("revoke_licences")
def revoke_licences(job: Job, services: Services) -> Result:
    """All that the history of the contact names, once it has been told to the end."""
    contact_id = job.id("contact_id")
    with services.reading(job.organisation_id) as connection:
        if not timeline.lines(connection, contact_id, names=[ContactErased.name], limit=1).data:
            return NotYet(CATCHING_UP)
        licences = list(_licences(connection, contact_id))
    desk = LicenceDesk(services.bus, services.ledger, services.indexes, services.clock)
    for licence_id in licences:
        desk.revoke(Context(job.organisation_id, SYSTEM, causation=job.causation), licence_id, "erased", "")
    return Done()


def _licences(connection: Connection[Any], contact_id: UUID) -> Iterator[UUID]:
    cursor: str | None = ""
    while cursor is not None:
        page = timeline.lines(connection, contact_id, names=[LicenceIssued.name], cursor=cursor)
        yield from (UUID(line.data["licence_id"]) for line in page.data)
        cursor = page.next_cursor
