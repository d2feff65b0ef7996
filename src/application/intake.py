"""Intake: what a provider told, item by item, becomes facts. Everything here may happen twice, in any order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from application.bus import Bus, Busy, Outcome, Request
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
from domain.refusal import Refused

P = ParamSpec("P")
R = TypeVar("R")

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

    def take_each(self, items: Sequence[tuple[Origin, Inbound]]) -> list[Gave | Exception]:
        """Items of different senders, in order: what comes most is read together and committed together, the rest one
        after the other. What goes wrong with one is nothing to the others."""
        try:
            return self._take_together(items)
        except Exception:  # taken by itself, each tells whether it was its own
            return [_caught(self.take, *one) for one in items]

    def _take_together(self, items: Sequence[tuple[Origin, Inbound]]) -> list[Gave | Exception]:
        read = self._ledger.load(stream for one in items for stream in self._streams(*one))
        plans = [_caught(self._plan, *one, read) for one in items]
        planned = [plan for plan in plans if isinstance(plan, _Plan)]
        outcomes = iter(self._bus.execute_each([plan.request for plan in planned], read) if planned else [])
        taken: list[Gave | Exception] = []
        for one, plan in zip(items, plans, strict=True):
            match plan:
                case _Plan():
                    taken.append(_given(plan, next(outcomes)))
                case None:
                    taken.append(_caught(self.take, *one))
                case known:
                    taken.append(known)
        return taken

    def _streams(self, origin: Origin, item: Inbound) -> list[Stream]:
        """What is read for an item before anything is planned."""
        match item:
            case InboundMessage():
                return self._message_streams(origin, item)
            case Receipt():
                return self._receipt_streams(origin, item)
            case _:
                return []

    def _plan(self, origin: Origin, item: Inbound, read: Streams) -> "Gave | _Plan | None":
        """None for what is taken by itself."""
        match item:
            case InboundMessage():
                return self._message_plan(origin, item, read)
            case Receipt():
                return self._receipt_plan(origin, item, read)
            case _:
                return None

    def alias_id(self, channel_id: UUID, provider_message_id: str) -> UUID:
        """The stream of a provider's id."""
        return self._indexes.blind_index("alias", channel_id, provider_message_id)

    def known_as(self, organisation_id: UUID, channel_id: UUID, provider_message_id: str) -> Alias:
        """What is known of a provider's id."""
        state: Alias = self._bus.state(alias, (organisation_id, self.alias_id(channel_id, provider_message_id)))
        return state

    def _message(self, origin: Origin, item: InboundMessage) -> Gave:
        return self._execute(self._message_plan(origin, item, self._ledger.load(self._message_streams(origin, item))))

    def _message_streams(self, origin: Origin, item: InboundMessage) -> list[Stream]:
        """What is read before anything is known of a message."""
        senders = self._senders.streams(origin.organisation_id, item.sender)
        return [self._alias_stream(origin, item.provider_message_id), *senders, *self._quoted(origin, item)]

    def _message_plan(self, origin: Origin, item: InboundMessage, read: Streams) -> "Gave | _Plan":
        known = _alias(read[self._alias_stream(origin, item.provider_message_id)])
        if known.message_id is not None:
            return Gave("message", "duplicate", known.message_id)
        sender = self._senders.among(read, origin.organisation_id, item.sender, origin.received_at)
        request = self._reception(origin, item, sender, known, read)
        return _Plan(request, "message", self._message_id(origin, item.provider_message_id), read)

    def _reception(
        self, origin: Origin, item: InboundMessage, sender: Sender, known: Alias, read: Streams, *after: Command
    ) -> Request:
        """The contact, the conversation, the message and its alias, and what comes `after`, in one save. The stream of
        the message quoted was `read`."""
        conversation_id = self._senders.conversation_id(origin.channel_id, sender)
        message_id = self._message_id(origin, item.provider_message_id)
        quoted = [_alias(read[stream]).message_id for stream in self._quoted(origin, item)]
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
                replies_to=quoted[0] if quoted else None,
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
        return Request(_context(origin, Actor("contact", sender.contact_id)), commands)

    def _quoted(self, origin: Origin, item: InboundMessage) -> list[Stream]:
        """Where it stands which message is quoted, if one is."""
        return [self._alias_stream(origin, item.replies_to)] if item.replies_to else []

    def _alias_stream(self, origin: Origin, provider_message_id: str) -> Stream:
        return origin.organisation_id, self.alias_id(origin.channel_id, provider_message_id)

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
            request = self._reception(origin, whole, sender, target, {}, *edit)
            outcome = self._bus.execute(request.context, *request.commands)
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
        context, alias_id = _context(origin, PROVIDER), self.alias_id(origin.channel_id, item.provider_message_id)
        for _ in range(TRIES):
            plan = self._receipt_plan(origin, item, self._ledger.load(self._receipt_streams(origin, item)))
            if plan is not None:
                return self._execute(plan)
            failure = item.failure
            held = self._bus.execute(
                context,
                HoldReceipt(
                    alias_id=alias_id,
                    status=item.status,
                    at=item.at or origin.received_at,
                    code=failure.code if failure else "",
                    reason=failure.reason if failure else "",
                ),
            )
            if held.facts:
                return Gave(f"receipt:{item.status}", "held", alias_id)
            if self.known_as(origin.organisation_id, origin.channel_id, item.provider_message_id).message_id is None:
                return Gave(f"receipt:{item.status}", "duplicate", alias_id)
        raise RuntimeError("an alias cannot be bound and unbound for ever")

    def _receipt_streams(self, origin: Origin, item: Receipt) -> list[Stream]:
        """Where it stands which message a receipt is for."""
        ours = [] if item.our_id is None else [(origin.organisation_id, item.our_id)]
        return [self._alias_stream(origin, item.provider_message_id), *ours]

    def _receipt_plan(self, origin: Origin, item: Receipt, read: Streams) -> "_Plan | None":
        """None when nobody knows its message yet."""
        alias_stream = self._alias_stream(origin, item.provider_message_id)
        message_id = _alias(read[alias_stream]).message_id
        if message_id is None and item.our_id is not None:
            claimed: Message = message.fold(fact.event for fact in read[origin.organisation_id, item.our_id])
            if claimed.channel_id == origin.channel_id and claimed.stage >= Stage.ATTEMPTED:
                message_id = item.our_id
        if message_id is None:
            return None
        told = report(message_id, origin.channel_id, item, item.at or origin.received_at)
        request = Request(
            _context(origin, PROVIDER), [told, BindAlias(alias_id=alias_stream[1], message_id=message_id)]
        )
        return _Plan(request, f"receipt:{item.status}", message_id, read)

    def _execute(self, plan: "Gave | _Plan") -> Gave:
        if isinstance(plan, Gave):
            return plan
        return plan.gave(self._bus.execute(plan.request.context, *plan.request.commands, known=plan.read))


@dataclass(frozen=True, slots=True)
class _Plan:
    """What an item asks for, what it is then said to have given, and what was read for it."""

    request: Request
    kind: str
    id: UUID
    read: Streams

    def gave(self, outcome: Outcome) -> Gave:
        return Gave(self.kind, "new" if outcome.facts else "duplicate", self.id)


def _caught(work: Callable[P, R], *arguments: P.args, **named: P.kwargs) -> R | Exception:
    """What it gives, or what it raises."""
    try:
        return work(*arguments, **named)
    except Exception as error:
        return error


def _given(plan: _Plan, outcome: Outcome | Refused | Busy) -> Gave | Exception:
    return plan.gave(outcome) if isinstance(outcome, Outcome) else outcome


def _alias(facts: Sequence[Fact[Any]]) -> Alias:
    known: Alias = alias.fold(fact.event for fact in facts)
    return known


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
