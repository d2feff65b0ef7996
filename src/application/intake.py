"""Intake: what a provider told, item by item, becomes facts. Everything here may happen twice, in any order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from application.bus import Bus
from application.ports.indexes import BlindIndexes
from application.ports.ledger import Ledger
from application.ports.messaging import Identifier, Inbound, InboundMessage, InboundReaction, Notice, Receipt
from domain.contacts.contact import IdentifyContact, NameContact
from domain.conversations.alias import Alias, BindAlias, HoldReceipt, alias
from domain.conversations.conversation import ReopenConversation, StartConversation
from domain.conversations.message import Message, Stage, message
from domain.conversations.message_commands import (
    ReactToMessage,
    ReceiveMessage,
    ReportDelivery,
)
from domain.event import Command
from domain.fact import PROVIDER, Actor, Context, Fact
from domain.refusal import refuse
from domain.reservation import Reservation, Reserve, ValueReleased, reservation

TRIES = 5


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an item comes from. `correlation_id` is one per webhook."""

    organisation_id: UUID
    channel_id: UUID
    received_at: datetime
    correlation_id: UUID


@dataclass(frozen=True, slots=True)
class Gave:
    """What an item gave: `new`, `duplicate`, `held` (waits for its message), `ignored`; and the id concerned."""

    kind: str
    result: str
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class _Sender:
    """Who writes: the contact, the address to answer to, and what is new about the identifiers."""

    contact_id: UUID
    address: Identifier
    address_index: UUID
    generation: int
    fresh: Sequence[tuple[Identifier, UUID]]


class Intake:
    """Takes items in. Raises `Refused` when a rule turns one down, `Busy` when it should be tried again."""

    def __init__(self, bus: Bus, ledger: Ledger, indexes: BlindIndexes) -> None:
        self._bus = bus
        self._ledger = ledger
        self._indexes = indexes

    def take(self, origin: Origin, item: Inbound) -> Gave:
        """One item."""
        match item:
            case InboundMessage():
                return self._message(origin, item)
            case InboundReaction():
                return self._reaction(origin, item)
            case Receipt():
                return self._receipt(origin, item)
            case Notice():
                return Gave(f"notice:{item.kind}", "ignored")

    def alias_id(self, channel_id: UUID, provider_message_id: str) -> UUID:
        """The stream of a provider's id."""
        return self._indexes.blind_index("alias", channel_id, provider_message_id)

    def known_as(self, organisation_id: UUID, channel_id: UUID, provider_message_id: str) -> Alias:
        """What is known of a provider's id."""
        state: Alias = self._bus.state(alias, (organisation_id, self.alias_id(channel_id, provider_message_id)))
        return state

    def _message(self, origin: Origin, item: InboundMessage) -> Gave:
        alias_id = self.alias_id(origin.channel_id, item.provider_message_id)
        known = self.known_as(origin.organisation_id, origin.channel_id, item.provider_message_id)
        if known.message_id is not None:
            return Gave("message", "duplicate", known.message_id)
        sender = self._sender(origin, item.sender)
        conversation_id = self._conversation_id(origin, sender)
        message_id = self._indexes.blind_index("message", origin.channel_id, item.provider_message_id)
        quoted = (
            self.known_as(origin.organisation_id, origin.channel_id, item.replies_to).message_id
            if item.replies_to
            else None
        )
        commands: list[Command] = [
            *self._identify(origin, sender, item.profile_name),
            StartConversation(
                conversation_id=conversation_id,
                contact_id=sender.contact_id,
                channel_id=origin.channel_id,
                address_kind=sender.address.kind,
                address=sender.address.value,
                started_at=item.sent_at,
            ),
            ReopenConversation(conversation_id=conversation_id),
            ReceiveMessage(
                message_id=message_id,
                conversation_id=conversation_id,
                contact_id=sender.contact_id,
                channel_id=origin.channel_id,
                content=item.content,
                provider_message_id=item.provider_message_id,
                replies_to=quoted,
                sent_at=item.sent_at,
            ),
            BindAlias(alias_id=alias_id, message_id=message_id),
        ]
        context = _context(origin, Actor("contact", sender.contact_id))
        outcome = self._bus.execute(context, *commands)
        return Gave("message", "new" if outcome.facts else "duplicate", message_id)

    def _sender(self, origin: Origin, identifiers: Sequence[Identifier]) -> _Sender:
        """The contact that any of the identifiers belongs to, or the one that the first will make."""
        indexed = [(one, self._identifier_index(origin, one)) for one in identifiers]
        facts = self._ledger.load([(origin.organisation_id, index) for _, index in indexed])
        held: list[Reservation] = [
            reservation.fold(fact.event for fact in facts[origin.organisation_id, index]) for _, index in indexed
        ]
        holder = next((one.holder_id for one in held if one.holder_id is not None), None)
        if holder is None and any(_let_go_since(facts[origin.organisation_id, index], origin) for _, index in indexed):
            refuse("Ce client a été supprimé après avoir écrit ceci.", code="CONTACT_ERASED")
        address, address_index = indexed[0]
        generation = held[0].generation
        return _Sender(
            # Derived, not drawn: two first messages at the same instant make one contact.
            contact_id=holder or uuid5(address_index, f"contact:{generation}"),
            address=address,
            address_index=address_index,
            generation=generation,
            fresh=[pair for pair, one in zip(indexed, held, strict=True) if one.holder_id is None],
        )

    def _identifier_index(self, origin: Origin, identifier: Identifier) -> UUID:
        return self._indexes.blind_index("identifier", origin.organisation_id, identifier.kind, identifier.value)

    def _identify(self, origin: Origin, sender: _Sender, profile_name: str) -> list[Command]:
        commands: list[Command] = []
        for identifier, index in sender.fresh:
            commands.append(
                Reserve(
                    reservation_id=index,
                    kind="identifier",
                    organisation_id=origin.organisation_id,
                    holder_id=sender.contact_id,
                )
            )
            commands.append(
                IdentifyContact(contact_id=sender.contact_id, kind=identifier.kind, index=index, value=identifier.value)
            )
        if profile_name:
            name_index = self._indexes.blind_index("name", sender.contact_id, profile_name)
            commands.append(
                NameContact(
                    contact_id=sender.contact_id, contact_name=profile_name, name_index=name_index, source="profile"
                )
            )
        return commands

    def _conversation_id(self, origin: Origin, sender: _Sender) -> UUID:
        return self._indexes.blind_index("conversation", origin.channel_id, sender.address_index, sender.generation)

    def _reaction(self, origin: Origin, item: InboundReaction) -> Gave:
        target = self.known_as(origin.organisation_id, origin.channel_id, item.target_provider_message_id)
        own = self.known_as(origin.organisation_id, origin.channel_id, item.provider_message_id)
        if target.message_id is None or own.message_id is not None:
            return Gave("reaction", "duplicate" if own.message_id else "ignored", target.message_id)
        outcome = self._bus.execute(
            _context(origin, PROVIDER),
            ReactToMessage(
                message_id=target.message_id,
                emoji=item.emoji,
                emoji_index=self._indexes.blind_index("emoji", target.message_id, item.emoji),
                reacted_at=item.sent_at,
            ),
            BindAlias(
                alias_id=self.alias_id(origin.channel_id, item.provider_message_id), message_id=target.message_id
            ),
        )
        return Gave("reaction", "new" if outcome.facts else "duplicate", target.message_id)

    def _receipt(self, origin: Origin, item: Receipt) -> Gave:
        """Report to the message, or keep the receipt until its message is known."""
        context = _context(origin, PROVIDER)
        alias_id = self.alias_id(origin.channel_id, item.provider_message_id)
        at = item.at or origin.received_at
        for _ in range(TRIES):
            message_id = self._message_of(origin, item)
            if message_id is not None:
                outcome = self._bus.execute(
                    context,
                    report(message_id, origin.channel_id, item, at),
                    BindAlias(alias_id=alias_id, message_id=message_id),
                )
                return Gave(f"receipt:{item.status}", "new" if outcome.facts else "duplicate", message_id)
            failure = item.failure
            held = self._bus.execute(
                context,
                HoldReceipt(
                    alias_id=alias_id,
                    status=item.status,
                    at=at,
                    code=failure.code if failure else "",
                    reason=failure.reason if failure else "",
                ),
            )
            if held.facts:
                return Gave(f"receipt:{item.status}", "held", alias_id)
            if self.known_as(origin.organisation_id, origin.channel_id, item.provider_message_id).message_id is None:
                return Gave(f"receipt:{item.status}", "duplicate", alias_id)
        raise RuntimeError("an alias cannot be bound and unbound for ever")

    def _message_of(self, origin: Origin, item: Receipt) -> UUID | None:
        known = self.known_as(origin.organisation_id, origin.channel_id, item.provider_message_id)
        if known.message_id is not None or item.our_id is None:
            return known.message_id
        claimed: Message = self._bus.state(message, (origin.organisation_id, item.our_id))
        ours = claimed.channel_id == origin.channel_id and claimed.stage >= Stage.ATTEMPTED
        return item.our_id if ours else None


def _let_go_since(facts: Sequence[Fact[Any]], origin: Origin) -> bool:
    """Whether the identifier's person was erased after the webhook came: reading it late brings nobody back."""
    return any(isinstance(fact.event, ValueReleased) and fact.at >= origin.received_at for fact in facts)


def _context(origin: Origin, actor: Actor) -> Context:
    return Context(origin.organisation_id, actor, origin.correlation_id, happened_at=origin.received_at)


def report(message_id: UUID, channel_id: UUID, item: Receipt, at: datetime) -> ReportDelivery:
    """The command of a receipt."""
    return ReportDelivery(
        message_id=message_id,
        channel_id=channel_id,
        status=item.status,
        at=at,
        provider_message_id=item.provider_message_id,
        code=item.failure.code if item.failure else "",
        reason=item.failure.reason if item.failure else "",
    )
