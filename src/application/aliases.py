"""Aliases: which message of ours a provider means by an id of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from application.ports.indexes import BlindIndexes
from application.ports.ledger import Ledger, Stream
from domain.conversations.alias import Alias, alias
from domain.fact import Fact


@dataclass(frozen=True, slots=True)
class Aliases:
    """Finds them."""

    ledger: Ledger
    indexes: BlindIndexes

    def id(self, channel_id: UUID, provider_message_id: str) -> UUID:
        """The stream of a provider's id."""
        return self.indexes.blind_index("alias", channel_id, provider_message_id)

    def stream(self, organisation_id: UUID, channel_id: UUID, provider_message_id: str) -> Stream:
        """The same, in its organisation."""
        return organisation_id, self.id(channel_id, provider_message_id)

    def known_as(self, organisation_id: UUID, channel_id: UUID, provider_message_id: str) -> Alias:
        """What is known of a provider's id."""
        stream = self.stream(organisation_id, channel_id, provider_message_id)
        return known_in(self.ledger.load([stream])[stream])


def known_in(facts: Sequence[Fact[Any]]) -> Alias:
    """What the facts of its stream say."""
    known: Alias = alias.fold(fact.event for fact in facts)
    return known
