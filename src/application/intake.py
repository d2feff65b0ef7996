"""Intake: what a provider told, item by item, becomes facts. Everything here may happen twice, in any order."""

from collections.abc import Callable, Sequence
from typing import TypeVar, TypeVarTuple
from uuid import UUID

from application.aliases import Aliases, known_in
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
from application.receipts import Receipts
from application.senders import Sender, Senders
from application.taking import Gave, Origin, Plan, Streams
from application.templates import noted
from domain.channels.template import template_id_of
from domain.contacts.consent import DeclineMarketing, GiveConsent
from domain.conversations.alias import Alias, BindAlias, HoldRetraction
from domain.conversations.conversation_commands import ReopenConversation, StartConversation, WakeConversation
from domain.conversations.corrections import EditMessage, RetractMessage
from domain.conversations.message_commands import (
    ReactToMessage,
    ReceiveMessage,
)
from domain.event import Command
from domain.fact import PROVIDER, Actor
from domain.refusal import Refused

R = TypeVar("R")
Ts = TypeVarTuple("Ts")


class Intake:
    """Takes items in. Raises `Refused` when a rule turns one down, `Busy` when it should be tried again."""

    def __init__(self, bus: Bus, ledger: Ledger, indexes: BlindIndexes, numbers: Numbers) -> None:
        self._bus = bus
        self._ledger = ledger
        self._numbers = numbers
        self._indexes = indexes
        self._senders = Senders(ledger, indexes)
        self.aliases = Aliases(ledger, indexes)
        self._receipts = Receipts(bus, ledger, self.aliases)

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
                gave = self._receipts.take(origin, item)
            case NumberNotice():
                facts = self._numbers.take(origin.context(PROVIDER), origin.channel_id, item, origin.received_at)
                gave = Gave(f"notice:{item.kind}", "new" if facts else "duplicate", origin.channel_id)
            case TemplateNotice():
                outcome = self._bus.execute(origin.context(PROVIDER), noted(origin.channel_id, item))
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
        planned = [plan for plan in plans if isinstance(plan, Plan)]
        outcomes = iter(self._bus.execute_each([plan.request for plan in planned], read) if planned else [])
        taken: list[Gave | Exception] = []
        for one, plan in zip(items, plans, strict=True):
            match plan:
                case Plan():
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
                return self._receipts.streams(origin, item)
            case _:
                return []

    def _plan(self, origin: Origin, item: Inbound, read: Streams) -> Gave | Plan | None:
        """None for what is taken by itself."""
        match item:
            case InboundMessage():
                return self._message_plan(origin, item, read)
            case Receipt():
                return self._receipts.plan(origin, item, read)
            case _:
                return None

    def _message(self, origin: Origin, item: InboundMessage) -> Gave:
        read = self._ledger.load(self._message_streams(origin, item))
        plan = self._message_plan(origin, item, read)
        if isinstance(plan, Gave):
            return plan
        return plan.gave(self._bus.execute(plan.request.context, *plan.request.commands, known=read))

    def _message_streams(self, origin: Origin, item: InboundMessage) -> list[Stream]:
        """What is read before anything is known of a message."""
        senders = self._senders.streams(origin.organisation_id, item.sender)
        return [self._alias_stream(origin, item.provider_message_id), *senders, *self._quoted(origin, item)]

    def _message_plan(self, origin: Origin, item: InboundMessage, read: Streams) -> Gave | Plan:
        known = known_in(read[self._alias_stream(origin, item.provider_message_id)])
        if known.message_id is not None:
            return Gave("message", "duplicate", known.message_id)
        sender = self._senders.among(read, origin.organisation_id, item.sender, origin.received_at)
        request = self._reception(origin, item, sender, known, read)
        return Plan(request, "message", self._message_id(origin, item.provider_message_id))

    def _reception(
        self, origin: Origin, item: InboundMessage, sender: Sender, known: Alias, read: Streams, *after: Command
    ) -> Request:
        """The contact, the conversation, the message and its alias, and what comes `after`, in one save. The stream of
        the message quoted was `read`."""
        conversation_id = self._senders.conversation_id(origin.channel_id, sender)
        message_id = self._message_id(origin, item.provider_message_id)
        quoted = [known_in(read[stream]).message_id for stream in self._quoted(origin, item)]
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
            BindAlias(alias_id=self.aliases.id(origin.channel_id, item.provider_message_id), message_id=message_id),
            *consents(sender.contact_id, origin.channel_id, conversation_id, item.content, item.sent_at),
            *after,
        ]
        held = known.retraction
        if held is not None and held.contact_id == sender.contact_id:
            commands.append(
                RetractMessage(message_id=message_id, contact_id=held.contact_id, retracted_at=held.retracted_at)
            )
        return Request(origin.context(Actor("contact", sender.contact_id)), commands)

    def _quoted(self, origin: Origin, item: InboundMessage) -> list[Stream]:
        """Where it stands which message is quoted, if one is."""
        return [self._alias_stream(origin, item.replies_to)] if item.replies_to else []

    def _alias_stream(self, origin: Origin, provider_message_id: str) -> Stream:
        return self.aliases.stream(origin.organisation_id, origin.channel_id, provider_message_id)

    def _message_id(self, origin: Origin, provider_message_id: str) -> UUID:
        return self._indexes.blind_index("message", origin.channel_id, provider_message_id)

    def _edit(self, origin: Origin, item: InboundEdit) -> Gave:
        """New words for a message. One that we never got is received as it was corrected."""
        own = self.aliases.known_as(origin.organisation_id, origin.channel_id, item.provider_message_id)
        if own.message_id is not None:
            return Gave("edit", "duplicate", own.message_id)
        target = self.aliases.known_as(origin.organisation_id, origin.channel_id, item.target_provider_message_id)
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
            BindAlias(alias_id=self.aliases.id(origin.channel_id, item.provider_message_id), message_id=message_id),
        ]
        if target.message_id is None:
            whole = InboundMessage(item.target_provider_message_id, item.sender, item.sent_at, item.content)
            request = self._reception(origin, whole, sender, target, {}, *edit)
            outcome = self._bus.execute(request.context, *request.commands)
        else:
            conversation_id = self._senders.conversation_id(origin.channel_id, sender)
            said = consents(sender.contact_id, origin.channel_id, conversation_id, item.content, item.sent_at)
            outcome = self._bus.execute(origin.context(Actor("contact", sender.contact_id)), *edit, *said)
        return Gave("edit", "new" if outcome.facts else "duplicate", message_id)

    def _deletion(self, origin: Origin, item: InboundDeletion) -> Gave:
        """A message taken back, or one to take back when it comes."""
        sender = self._senders.of(origin.organisation_id, item.sender, origin.received_at)
        context = origin.context(Actor("contact", sender.contact_id))
        target_id = self.aliases.id(origin.channel_id, item.target_provider_message_id)
        target = self.aliases.known_as(origin.organisation_id, origin.channel_id, item.target_provider_message_id)
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
        outcome = self._bus.execute(origin.context(Actor("contact", contact_id)), *identify, choice)
        return Gave("preference", "new" if outcome.facts else "duplicate", contact_id)

    def _reaction(self, origin: Origin, item: InboundReaction) -> Gave:
        target = self.aliases.known_as(origin.organisation_id, origin.channel_id, item.target_provider_message_id)
        own = self.aliases.known_as(origin.organisation_id, origin.channel_id, item.provider_message_id)
        if target.message_id is None or own.message_id is not None:
            return Gave("reaction", "duplicate" if own.message_id else "ignored", target.message_id)
        outcome = self._bus.execute(
            origin.context(PROVIDER),
            ReactToMessage(
                message_id=target.message_id,
                emoji=item.emoji,
                emoji_index=self._indexes.blind_index("emoji", target.message_id, item.emoji),
                reacted_at=item.sent_at,
            ),
            BindAlias(
                alias_id=self.aliases.id(origin.channel_id, item.provider_message_id), message_id=target.message_id
            ),
        )
        return Gave("reaction", "new" if outcome.facts else "duplicate", target.message_id)


def _caught(work: Callable[[*Ts], R], *arguments: *Ts) -> R | Exception:
    """What it gives, or what it raises."""
    try:
        return work(*arguments)
    except Exception as error:
        return error


def _given(plan: Plan, outcome: Outcome | Refused | Busy) -> Gave | Exception:
    return plan.gave(outcome) if isinstance(outcome, Outcome) else outcome


def _calling(conversation_id: UUID, item: InboundMessage) -> list[Command]:
    """The customer calls for attention, unless all they say is that they want no more messages."""
    if consent_word_in(item.content):
        return []
    return [
        ReopenConversation(conversation_id=conversation_id),
        WakeConversation(conversation_id=conversation_id, cause="message"),
    ]
