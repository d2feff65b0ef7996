"""The window of a conversation: how long free text may leave, after a message of the customer."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg import Connection

from application.channels import Channels
from application.ports.clock import Clock
from application.ports.messaging import OUT_OF_WINDOW
from domain.refusal import Refused
from projections import windows


class WindowClosed(Refused):
    """Free text cannot leave any more. `channel_id` is where approved templates are to be looked for."""

    def __init__(self, channel_id: UUID) -> None:
        super().__init__(OUT_OF_WINDOW, code="WINDOW_CLOSED")
        self.channel_id = channel_id


@dataclass(frozen=True, slots=True)
class Windows:
    """Knows which conversations may be written to. `reading` opens a session on the read models of one organisation."""

    channels: Channels
    clock: Clock
    reading: Callable[[UUID], AbstractContextManager[Connection[Any]]]

    def now(self) -> windows.Windows:
        """How long the windows of each provider are, at this instant."""
        lengths = {name: one.window for name, one in self.channels.providers.items() if one.window is not None}
        return windows.Windows(self.clock.now(), lengths)

    def refuse_closed(self, organisation_id: UUID, conversation_id: UUID, channel_id: UUID) -> None:
        """Raises `WindowClosed` as the screens show it: what a person has not seen is not what they answer."""
        in_use = self.channels.use(organisation_id, channel_id)
        length = self.channels.providers[in_use.access.provider].window if in_use else None
        if length is None:
            return
        with self.reading(organisation_id) as connection:
            heard = windows.last_heard(connection, conversation_id)
        if heard is None or heard.inbound_at is None or heard.inbound_at + length <= self.clock.now():
            raise WindowClosed(channel_id)
