"""Who is sold a licence gets it by mail, again when somebody asks, and may be told of its revocation."""

from collections.abc import Iterator

from application.policy import BULK, REPLY, Consequence, Desk, Effect, Policy
from domain.fact import Fact
from domain.licensing.licence_events import LicenceIssued, LicenceRevoked, LicenceSendAsked

licence_letters = Policy("licence_letters")


@licence_letters.hears
def sold(fact: Fact[LicenceIssued], desk: Desk) -> Iterator[Consequence]:
    """Those of an import leave after what somebody waits for; a sale of the past, told later, is no news."""
    if fact.context.happened_at is not None:
        return
    licence_id = str(fact.event.licence_id)
    priority = REPLY if fact.event.import_id is None else BULK
    yield Effect("mail_licence", f"licence:{licence_id}", {"licence_id": licence_id}, priority=priority)


@licence_letters.hears
def asked(fact: Fact[LicenceSendAsked], desk: Desk) -> Iterator[Consequence]:
    """Once per act."""
    refs = {"licence_id": str(fact.event.licence_id), "act_id": str(fact.event.act_id)}
    yield Effect("mail_licence", f"licence:{fact.event.licence_id}:{fact.event.act_id}", refs)


@licence_letters.hears
def revoked(fact: Fact[LicenceRevoked], desk: Desk) -> Iterator[Consequence]:
    """When whoever revoked it wants the customer to know."""
    if fact.event.told:
        licence_id = str(fact.event.licence_id)
        yield Effect("mail_licence", f"licence:{licence_id}:revoked", {"licence_id": licence_id, "about": "revocation"})
