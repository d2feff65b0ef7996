"""What becomes of a message of ours, from the queue to the customer's eyes, as the commands of one save."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Literal
from uuid import UUID

from adapters.messaging.whatsapp_cloud.errors import CLOUD
from domain.conversations.alias import BindAlias
from domain.conversations.message_commands import (
    AttemptSend,
    ConfirmSend,
    QueueMessage,
    ReportDelivery,
)
from domain.event import Command
from runtime.demo.customers import Provider

UNREACHABLE = CLOUD.failure(131026)
READ = 0.8  # of what is delivered


def provider_id(provider: Provider, line_id: UUID) -> str:
    """An id in the style of the provider."""
    match provider:
        case "whatsapp_cloud":
            return f"wamid.HBgLMzM2Mzk5OA{line_id.hex.upper()}"
        case "twilio":
            return f"SM{line_id.hex}"
        case "simulator":
            return f"sim.{line_id}"


@dataclass(frozen=True, slots=True)
class Sending:
    """A queued message on its way. `alias_id` is the stream of the provider's id."""

    queued: QueueMessage
    provider_message_id: str
    alias_id: UUID

    def commands(self, dice: Random, *, fails: bool) -> list[Command]:
        """Sent within a second or so; then delivered and mostly read, or not delivered at all."""
        sent_at = _later(self.queued.queued_at, dice.uniform(0.3, 1.4))
        delivered_at = _later(sent_at, dice.uniform(0.4, 4))
        commands: list[Command] = [
            self.queued,
            AttemptSend(message_id=self.queued.message_id),
            ConfirmSend(message_id=self.queued.message_id, provider_message_id=self.provider_message_id, at=sent_at),
            BindAlias(alias_id=self.alias_id, message_id=self.queued.message_id),
        ]
        if fails:
            return [*commands, self._report("failed", delivered_at)]
        commands.append(self._report("delivered", delivered_at))
        if dice.random() < READ:
            commands.append(self._report("read", _later(delivered_at, dice.uniform(4, 600))))
        return commands

    def _report(self, status: Literal["delivered", "read", "failed"], at: datetime) -> Command:
        return ReportDelivery(
            message_id=self.queued.message_id,
            channel_id=self.queued.channel_id,
            status=status,
            at=at,
            provider_message_id=self.provider_message_id,
            code=UNREACHABLE.code if status == "failed" else "",
            reason=UNREACHABLE.reason if status == "failed" else "",
        )


def _later(at: datetime, seconds: float) -> datetime:
    return at + timedelta(seconds=seconds)
