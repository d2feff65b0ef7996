"""What a provider tells of a number by itself: kept for the channel, or for all the channels of the account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from application.bus import Bus
from application.channels import Channels
from application.ports.connecting import NumberNotice
from domain.channels.channel import Channel, channel
from domain.channels.number import LiftRestriction, NoteLimit, NoteQuality, RestrictNumber
from domain.event import Command
from domain.fact import Context

EVERYTHING = "*"


@dataclass(frozen=True, slots=True)
class Numbers:
    """Takes notices in. Each may come twice, in any order."""

    bus: Bus
    channels: Channels

    def take(self, context: Context, channel_id: UUID, notice: NumberNotice, at: datetime) -> int:
        """Note what was told `at` a time on the channels that it is about. Gives how many facts that made."""
        facts = 0
        for concerned in self._concerned(context, channel_id, notice):
            commands = noted(concerned, notice, at)
            if commands:
                facts += len(self.bus.execute(context, *commands).facts)
        return facts

    def _concerned(self, context: Context, channel_id: UUID, notice: NumberNotice) -> Sequence[UUID]:
        """A notice comes to the account. Without a number it is about all of its channels, with one about the channel
        that a check has seen under it; a lone channel needs no check."""
        in_use = self.channels.use(context.organisation_id, channel_id)
        if in_use is None:
            return []
        siblings = self.channels.siblings(in_use)
        if not notice.number or len(siblings) == 1:
            return siblings
        return [one for one in siblings if self._number(context, one) == notice.number]

    def _number(self, context: Context, channel_id: UUID) -> str:
        state: Channel = self.bus.state(channel, (context.organisation_id, channel_id))
        return state.number.number


def noted(channel_id: UUID, notice: NumberNotice, at: datetime) -> list[Command]:
    """The commands that keep what a notice told `at` a time says of a channel."""
    commands: list[Command] = []
    if notice.quality is not None:
        commands.append(NoteQuality(channel_id=channel_id, quality=notice.quality, at=at))
    if notice.customers_per_day is not None:
        commands.append(NoteLimit(channel_id=channel_id, customers_per_day=notice.customers_per_day, at=at))
    for lifted in notice.lifted:
        restriction = "" if lifted == EVERYTHING else lifted
        commands.append(LiftRestriction(channel_id=channel_id, restriction=restriction, at=at))
    for restriction, until in notice.restricted:
        commands.append(RestrictNumber(channel_id=channel_id, restriction=restriction, until=until, at=at))
    return commands
