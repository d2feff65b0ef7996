"""Intake: what a provider told, item by item, becomes facts. Everything here may happen twice, in any order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from application.bus import Bus, Outcome
from application.consent import consent_word_in, consents
from application.numbers import Numbers
from application.ports.connecting import NumberNotice
from application.ports.indexes import BlindIndexes
from application.ports.ledger import Ledger, Stream
from application.ports.messaging import (
    Inbound,
    InboundDeletion,
    InboundEdit,
    InboundMessage,
    InboundPreference,
    InboundReaction,
    Notice,
    Receipt,
    TemplateNotice,
)
from application.senders import Sender, Senders
from application.templates import noted
from domain.channels.template import template_id_of
from domain.contacts.consent import DeclineMarketing, GiveConsent
from domain.conversations.alias import Alias, BindAlias, HoldReceipt, HoldRetraction, alias
from domain.conversations.conversation_commands import ReopenConversation, StartConversation, WakeConversation
from domain.conversations.corrections import EditMessage, RetractMessage
from domain.conversations.message import Message, Stage, message
from domain.conversations.message_commands import (
    ReactToMessage,
    ReceiveMessage,
    ReportDelivery,
)
from domain.event import Command
from domain.fact import PROVIDER, Actor, Context, Fact

TRIES = 5
Streams = Mapping[Stream, Sequence[Fact[Any]]]


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


class Intake:
    """Takes items in. Raises `Refused` when a rule turns one down, `Busy` when it should be tried again."""

    def __init__(self, bus: Bus, ledger: Ledger, indexes: BlindIndexes, numbers: Numbers) -> None:
        self._bus = bus
        self._ledger = ledger
        self._numbers = numbers
        self._indexes = indexes
        self._senders = Senders(ledger, indexes)

    def take(self, origin: Origin, item: Inbound) -> Gave:
        """One item."""
        match item:
            case InboundMessage():
                gave = self._message(origin, item)
            case InboundReaction():
                gave = self._reaction(origin, item)
            case InboundEdit():
                gave = self._edit(origin, item)
            case InboundDeletion():
                gave = self._deletion(origin, item)
            case InboundPreference():
                gave = self._preference(origin, item)
            case Receipt():
                gave = self._receipt(origin, item)
            case NumberNotice():
                facts = self._numbers.take(_context(origin, PROVIDER), origin.channel_id, item, origin.received_at)
                gave = Gave(f"notice:{item.kind}", "new" if facts else "duplicate", origin.channel_id)
            case TemplateNotice():
                outcome = self._bus.execute(_context(origin, PROVIDER), noted(origin.channel_id, item))
                template_id = template_id_of(origin.channel_id, item.key)
                gave = Gave("template", "new" if outcome.facts else "duplicate", template_id)
            case Notice():
                gave = Gave(f"notice:{item.kind}", "ignored")
        return gave

    def alias_id(self, channel_id: UUID, provider_message_id: str) -> UUID:
        """The stream of a provider's id."""
        return self._indexes.blind_index("alias", channel_id, provider_message_id)

    def known_as(self, organisation_id: UUID, channel_id: UUID, provider_message_id: str) -> Alias:
        """What is known of a provider's id."""
        state: Alias = self._bus.state(alias, (organisation_id, self.alias_id(channel_id, provider_message_id)))
        return state

    def _message(self, origin: Origin, item: InboundMessage) -> Gave:
        own = (origin.organisation_id, self.alias_id(origin.channel_id, item.provider_message_id))
        senders = self._senders.streams(origin.organisation_id, item.sender)
        read = self._ledger.load([own, *senders, *self._quoted(origin, item)])
        known: Alias = alias.fold(fact.event for fact in read[own])
        if known.message_id is not None:
            return Gave("message", "duplicate", known.message_id)
        sender = self._senders.among(read, origin.organisation_id, item.sender, origin.received_at)
        outcome = self._receive(origin, item, sender, known, read)
        message_id = self._message_id(origin, item.provider_message_id)
        return Gave("message", "new" if outcome.facts else "duplicate", message_id)

    def _receive(
        self, origin: Origin, item: InboundMessage, sender: Sender, known: Alias, read: Streams, *after: Command
    ) -> Outcome:
        """The contact, the conversation, the message and its alias, and what comes `after`, in one save. `read` are
        streams that were just read, that of the message quoted among them."""
        conversation_id = self._senders.conversation_id(origin.channel_id, sender)
        message_id = self._message_id(origin, item.provider_message_id)
        quoted: list[Alias] = [alias.fold(fact.event for fact in read[stream]) for stream in self._quoted(origin, item)]
        commands: list[Command] = [
            *self._senders.identify(origin.organisation_id, sender, item.profile_name),
            StartConversation(
                conversation_id=conversation_id,
                contact_id=sender.contact_id,
                channel_id=origin.channel_id,
                address_kind=sender.address.kind,
                address=sender.address.value,
                started_at=item.sent_at,
            ),
            *_calling(conversation_id, item),
            ReceiveMessage(
                message_id=message_id,
                conversation_id=conversation_id,
                contact_id=sender.contact_id,
                channel_id=origin.channel_id,
                content=item.content,
                provider_message_id=item.provider_message_id,
                replies_to=quoted[0].message_id if quoted else None,
                sent_at=item.sent_at,
            ),
            BindAlias(alias_id=self.alias_id(origin.channel_id, item.provider_message_id), message_id=message_id),
            *consents(sender.contact_id, origin.channel_id, conversation_id, item.content, item.sent_at),
            *after,
        ]
        held = known.retraction
        if held is not None and held.contact_id == sender.contact_id:
            commands.append(
                RetractMessage(message_id=message_id, contact_id=held.contact_id, retracted_at=held.retracted_at)
            )
        return self._bus.execute(_context(origin, Actor("contact", sender.contact_id)), *commands, known=read)

    def _quoted(self, origin: Origin, item: InboundMessage) -> list[Stream]:
        """Where it stands which message is quoted, if one is."""
        return [(origin.organisation_id, self.alias_id(origin.channel_id, item.replies_to))] if item.replies_to else []

    def _message_id(self, origin: Origin, provider_message_id: str) -> UUID:
        return self._indexes.blind_index("message", origin.channel_id, provider_message_id)

    def _edit(self, origin: Origin, item: InboundEdit) -> Gave:
        """New words for a message. One that we never got is received as it was corrected."""
        own = self.known_as(origin.organisation_id, origin.channel_id, item.provider_message_id)
        if own.message_id is not None:
            return Gave("edit", "duplicate", own.message_id)
        target = self.known_as(origin.organisation_id, origin.channel_id, item.target_provider_message_id)
        message_id = target.message_id or self._message_id(origin, item.target_provider_message_id)
        sender = self._senders.of(origin.organisation_id, item.sender, origin.received_at)
        edit: list[Command] = [
            EditMessage(
                message_id=message_id,
                contact_id=sender.contact_id,
                content=item.content,
                content_index=self._indexes.blind_index("content", message_id, item.content.model_dump_json()),
                edited_at=item.sent_at,
            ),
            BindAlias(alias_id=self.alias_id(origin.channel_id, item.provider_message_id), message_id=message_id),
        ]
        if target.message_id is None:
            whole = InboundMessage(item.target_provider_message_id, item.sender, item.sent_at, item.content)
            outcome = self._receive(origin, whole, sender, target, {}, *edit)
        else:
            conversation_id = self._senders.conversation_id(origin.channel_id, sender)
            said = consents(sender.contact_id, origin.channel_id, conversation_id, item.content, item.sent_at)
            outcome = self._bus.execute(_context(origin, Actor("contact", sender.contact_id)), *edit, *said)
        return Gave("edit", "new" if outcome.facts else "duplicate", message_id)

    def _deletion(self, origin: Origin, item: InboundDeletion) -> Gave:
        """A message taken back, or one to take back when it comes."""
        sender = self._senders.of(origin.organisation_id, item.sender, origin.received_at)
        context = _context(origin, Actor("contact", sender.contact_id))
        target_id = self.alias_id(origin.channel_id, item.target_provider_message_id)
        target = self.known_as(origin.organisation_id, origin.channel_id, item.target_provider_message_id)
        if target.message_id is None:
            hold = HoldRetraction(alias_id=target_id, contact_id=sender.contact_id, retracted_at=item.sent_at)
            held = self._bus.execute(context, hold)
            return Gave("deletion", "held" if held.facts else "duplicate", target_id)
        outcome = self._bus.execute(
            context,
            RetractMessage(message_id=target.message_id, contact_id=sender.contact_id, retracted_at=item.sent_at),
        )
        return Gave("deletion", "new" if outcome.facts else "duplicate", target.message_id)

    def _preference(self, origin: Origin, item: InboundPreference) -> Gave:
        """Promotions are welcome or not: a setting that the customer changed in WhatsApp."""
        sender = self._senders.of(origin.organisation_id, item.sender, origin.received_at)
        contact_id, channel_id = sender.contact_id, origin.channel_id
        choice: Command = (
            GiveConsent(contact_id=contact_id, by="preference", channel_id=channel_id, at=item.at)
            if item.allowed
            else DeclineMarketing(contact_id=contact_id, channel_id=channel_id, at=item.at)
        )
        identify = self._senders.identify(origin.organisation_id, sender)
        outcome = self._bus.execute(_context(origin, Actor("contact", contact_id)), *identify, choice)
        return Gave("preference", "new" if outcome.facts else "duplicate", contact_id)

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


def _calling(conversation_id: UUID, item: InboundMessage) -> list[Command]:
    """The customer calls for attention, unless all they say is that they want no more messages."""
    if consent_word_in(item.content):
        return []
    return [
        ReopenConversation(conversation_id=conversation_id),
        WakeConversation(conversation_id=conversation_id, cause="message"),
    ]
