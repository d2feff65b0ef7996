"""Forgetting a person: the fact, and the release of everything the person was known by, together."""

from dataclasses import dataclass
from uuid import UUID

from application.bus import Bus, Busy, Outcome, Overtaken
from application.ports.ledger import Guard, Ledger
from domain.contacts.contact import Contact, EraseContact, contact
from domain.event import Command
from domain.fact import Context
from domain.reservation import Release

TRIES = 10


@dataclass(frozen=True, slots=True)
class Contacts:
    """What is done with contacts."""

    bus: Bus
    ledger: Ledger

    def erase(self, context: Context, contact_id: UUID) -> Outcome:
        """Forget the person. The same phone later is a new person. Raises `Refused`, `Busy`."""
        stream = (context.organisation_id, contact_id)
        for _ in range(TRIES):
            facts = self.ledger.load([stream])[stream]
            state: Contact = contact.fold(fact.event for fact in facts)
            commands: list[Command] = [EraseContact(contact_id=contact_id)]
            commands += [Release(reservation_id=index, holder_id=contact_id) for index in sorted(state.identifiers)]
            try:  # the guard: an identifier learnt meanwhile must be released too
                return self.bus.execute(context, *commands, guards=[Guard(*stream, version=len(facts))])
            except Overtaken:
                continue
        raise Busy
