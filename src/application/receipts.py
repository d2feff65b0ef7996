"""Receipts: what a provider says became of a message of ours, maybe before we know that it was sent."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from application.aliases import Aliases, known_in
from application.bus import Bus, Request
from application.ports.ledger import Ledger, Stream
from application.ports.messaging import Receipt
from application.taking import Gave, Origin, Plan, Streams
from domain.conversations.alias import BindAlias, HoldReceipt
from domain.conversations.message import Message, Stage, message
from domain.conversations.message_commands import ReportDelivery
from domain.fact import PROVIDER

TRIES = 5


@dataclass(frozen=True, slots=True)
class Receipts:
    """Takes receipts in."""

    bus: Bus
    ledger: Ledger
    aliases: Aliases

    def take(self, origin: Origin, item: Receipt) -> Gave:
        """Report to the message, or keep the receipt until its message is known."""
        for _ in range(TRIES):
            read = self.ledger.load(self.streams(origin, item))
            plan = self.plan(origin, item, read)
            if plan is not None:
                return plan.gave(self.bus.execute(plan.request.context, *plan.request.commands, known=read))
            alias_id = self.aliases.id(origin.channel_id, item.provider_message_id)
            if self.bus.execute(origin.context(PROVIDER), _hold(alias_id, origin, item)).facts:
                return Gave(_kind(item), "held", alias_id)
            known = self.aliases.known_as(origin.organisation_id, origin.channel_id, item.provider_message_id)
            if known.message_id is None:
                return Gave(_kind(item), "duplicate", alias_id)
        raise RuntimeError("an alias cannot be bound and unbound for ever")

    def streams(self, origin: Origin, item: Receipt) -> list[Stream]:
        """Where it stands which message a receipt is for."""
        ours = [] if item.our_id is None else [(origin.organisation_id, item.our_id)]
        return [self.aliases.stream(origin.organisation_id, origin.channel_id, item.provider_message_id), *ours]

    def plan(self, origin: Origin, item: Receipt, read: Streams) -> Plan | None:
        """By what was read of its streams. None when nobody knows its message yet."""
        stream = self.aliases.stream(origin.organisation_id, origin.channel_id, item.provider_message_id)
        message_id = known_in(read[stream]).message_id
        if message_id is None and item.our_id is not None:
            claimed: Message = message.fold(fact.event for fact in read[origin.organisation_id, item.our_id])
            if claimed.channel_id == origin.channel_id and claimed.stage >= Stage.ATTEMPTED:
                message_id = item.our_id
        if message_id is None:
            return None
        told = report(message_id, origin.channel_id, item, item.at or origin.received_at)
        bound = BindAlias(alias_id=stream[1], message_id=message_id)
        return Plan(Request(origin.context(PROVIDER), [told, bound]), _kind(item), message_id)


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


def _hold(alias_id: UUID, origin: Origin, item: Receipt) -> HoldReceipt:
    failure = item.failure
    return HoldReceipt(
        alias_id=alias_id,
        status=item.status,
        at=item.at or origin.received_at,
        code=failure.code if failure else "",
        reason=failure.reason if failure else "",
    )


def _kind(item: Receipt) -> str:
    return f"receipt:{item.status}"
