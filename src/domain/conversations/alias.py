"""The provider's id of a message, as a stream: it may be told of before the message it belongs to.

The stream's id is a keyed hash of channel and provider id, so its first version is the check that a
webhook delivered twice gives one message, and a receipt or a deletion that comes first waits here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from domain.conversations.events import AliasBound, ReceiptHeld, RetractionHeld
from domain.decider import Decider
from domain.event import Command, Event


class BindAlias(Command):
    """This provider id is that message."""

    alias_id: UUID
    message_id: UUID


class HoldReceipt(Command):
    """A status for a message not known yet."""

    alias_id: UUID
    status: Literal["sent", "delivered", "read", "failed"]
    at: datetime
    code: str = ""
    reason: str = ""


class HoldRetraction(Command):
    """The customer `contact_id` deletes a message not known yet."""

    alias_id: UUID
    contact_id: UUID
    retracted_at: datetime


@dataclass(frozen=True, slots=True)
class Alias:
    """The message, once known, and the receipts and the deletion that came before."""

    message_id: UUID | None = None
    held: tuple[ReceiptHeld, ...] = ()
    retraction: RetractionHeld | None = None


alias = Decider(Alias, identify="alias_id")


@alias.decides
def bind(state: Alias, command: BindAlias) -> Iterator[Event]:
    """The first message bound stays."""
    if state.message_id is None:
        yield AliasBound(alias_id=command.alias_id, message_id=command.message_id)


@alias.decides
def hold(state: Alias, command: HoldReceipt) -> Iterator[Event]:
    """Once per status, while the message is unknown."""
    if state.message_id is None and command.status not in {receipt.status for receipt in state.held}:
        yield ReceiptHeld(
            alias_id=command.alias_id,
            status=command.status,
            at=command.at,
            code=command.code,
            reason=command.reason,
        )


@alias.decides
def hold_retraction(state: Alias, command: HoldRetraction) -> Iterator[Event]:
    """Once, while the message is unknown."""
    if state.message_id is None and state.retraction is None:
        yield RetractionHeld(
            alias_id=command.alias_id, contact_id=command.contact_id, retracted_at=command.retracted_at
        )


@alias.evolves
def bound(state: Alias, event: AliasBound) -> Alias:
    """Known."""
    return replace(state, message_id=event.message_id)


@alias.evolves
def held(state: Alias, event: ReceiptHeld) -> Alias:
    """One more receipt waits."""
    return replace(state, held=(*state.held, event))


@alias.evolves
def retraction_held(state: Alias, event: RetractionHeld) -> Alias:
    """The deletion waits."""
    return replace(state, retraction=event)
