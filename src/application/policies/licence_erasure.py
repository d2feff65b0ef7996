"""Whoever is forgotten has no licence any more."""

from collections.abc import Iterator

from application.policy import Consequence, Desk, Effect, Policy
from domain.contacts.contact import ContactErased
from domain.fact import Fact

licence_erasure = Policy("licence_erasure")


@licence_erasure.hears
def forget(fact: Fact[ContactErased], desk: Desk) -> Iterator[Consequence]:
    """Their licences are looked for and revoked."""
    contact_id = str(fact.event.contact_id)
    yield Effect("revoke_licences", f"revoke-licences:{contact_id}", {"contact_id": contact_id})
