"""Senders: the contact behind the identifiers that a provider gives, known or new."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from application.ports.indexes import BlindIndexes
from application.ports.ledger import Ledger, Stream
from application.ports.messaging import Identifier
from domain.contacts.contact import IdentifyContact, NameContact
from domain.event import Command
from domain.fact import Fact
from domain.refusal import refuse
from domain.reservation import Reservation, Reserve, ValueReleased, reservation


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes: the contact, the address to answer to, and what is new about the identifiers."""

    contact_id: UUID
    address: Identifier
    address_index: UUID
    generation: int
    fresh: Sequence[tuple[Identifier, UUID]]


@dataclass(frozen=True, slots=True)
class Senders:
    """Finds them."""

    ledger: Ledger
    indexes: BlindIndexes

    def of(self, organisation_id: UUID, identifiers: Sequence[Identifier], received_at: datetime) -> Sender:
        """The contact that any of the identifiers belongs to, or the one that the first will make.

        Refused when that person was erased after the webhook came: reading it late brings nobody back.
        """
        facts = self.ledger.load(self.streams(organisation_id, identifiers))
        return self.among(facts, organisation_id, identifiers, received_at)

    def streams(self, organisation_id: UUID, identifiers: Sequence[Identifier]) -> list[Stream]:
        """Where it stands whose the identifiers are."""
        return [(organisation_id, self._index(organisation_id, one)) for one in identifiers]

    def among(
        self,
        facts: Mapping[Stream, Sequence[Fact[Any]]],
        organisation_id: UUID,
        identifiers: Sequence[Identifier],
        received_at: datetime,
    ) -> Sender:
        """As `of`, by what was read of `streams`."""
        indexed = [(one, self._index(organisation_id, one)) for one in identifiers]
        held: list[Reservation] = [
            reservation.fold(fact.event for fact in facts[organisation_id, index]) for _, index in indexed
        ]
        holder = next((one.holder_id for one in held if one.holder_id is not None), None)
        if holder is None and any(_let_go_since(facts[organisation_id, index], received_at) for _, index in indexed):
            refuse("Ce client a été supprimé après avoir écrit ceci.", code="CONTACT_ERASED")
        address, address_index = indexed[0]
        generation = held[0].generation
        return Sender(
            # Derived, not drawn: two first messages at the same instant make one contact.
            contact_id=holder or uuid5(address_index, f"contact:{generation}"),
            address=address,
            address_index=address_index,
            generation=generation,
            fresh=[pair for pair, one in zip(indexed, held, strict=True) if one.holder_id is None],
        )

    def identify(self, organisation_id: UUID, sender: Sender, profile_name: str = "") -> list[Command]:
        """What makes the contact known by all of the identifiers, and by the name of the profile."""
        commands: list[Command] = []
        for identifier, index in sender.fresh:
            commands.append(
                Reserve(
                    reservation_id=index,
                    kind="identifier",
                    organisation_id=organisation_id,
                    holder_id=sender.contact_id,
                )
            )
            commands.append(
                IdentifyContact(contact_id=sender.contact_id, kind=identifier.kind, index=index, value=identifier.value)
            )
        if profile_name:
            name_index = self.indexes.blind_index("name", sender.contact_id, profile_name)
            commands.append(
                NameContact(
                    contact_id=sender.contact_id, contact_name=profile_name, name_index=name_index, source="profile"
                )
            )
        return commands

    def conversation_id(self, channel_id: UUID, sender: Sender) -> UUID:
        """The conversation of the sender on the channel."""
        return self.indexes.blind_index("conversation", channel_id, sender.address_index, sender.generation)

    def _index(self, organisation_id: UUID, identifier: Identifier) -> UUID:
        return self.indexes.blind_index("identifier", organisation_id, identifier.kind, identifier.value)


def _let_go_since(facts: Sequence[Fact[Any]], at: datetime) -> bool:
    return any(isinstance(fact.event, ValueReleased) and fact.at >= at for fact in facts)
