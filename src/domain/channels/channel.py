"""A channel: one number of the organisation at one provider. Its credentials are elsewhere, by version."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from domain.decider import Decider
from domain.event import Command, Event
from domain.refusal import refuse

MAX_LABEL = 80


class ChannelEvent(Event, context="channels"):
    """Facts about a channel."""

    channel_id: UUID


class ChannelConnected(ChannelEvent):
    """Canal connecté : {label}"""

    provider: str
    label: str
    settings: dict[str, str]
    credentials_version: int


class ChannelCredentialsRotated(ChannelEvent):
    """Identifiants du canal remplacés"""

    credentials_version: int


class ChannelSuspended(ChannelEvent):
    """Canal suspendu : {reason}"""

    reason: str


class ChannelResumed(ChannelEvent):
    """Canal rétabli"""


class ConnectChannel(Command):
    """Answer on this number from now on."""

    channel_id: UUID
    provider: str
    label: str
    settings: dict[str, str]
    credentials_version: int = 1


class RotateChannelCredentials(Command):
    """Use the next version of the credentials."""

    channel_id: UUID
    credentials_version: int


class SuspendChannel(Command):
    """Send nothing until it is mended. Webhooks are still taken in."""

    channel_id: UUID
    reason: str


class ResumeChannel(Command):
    """Send again."""

    channel_id: UUID


@dataclass(frozen=True, slots=True)
class Channel:
    """What is needed to act on the channel, but for its secrets."""

    provider: str = ""
    label: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    credentials_version: int = 0
    suspended: str = ""

    @property
    def known(self) -> bool:
        """Whether it was ever connected."""
        return bool(self.provider)


channel = Decider(Channel, identify="channel_id")


@channel.decides
def connect(state: Channel, command: ConnectChannel) -> Iterator[Event]:
    """Once per id."""
    if not command.label.strip() or len(command.label) > MAX_LABEL:
        refuse(f"Donnez au canal un nom de 1 à {MAX_LABEL} caractères.", code="CHANNEL_LABEL_INVALID", field="label")
    if not state.known:
        yield ChannelConnected(
            channel_id=command.channel_id,
            provider=command.provider,
            label=command.label.strip(),
            settings=command.settings,
            credentials_version=command.credentials_version,
        )


@channel.decides
def rotate(state: Channel, command: RotateChannelCredentials) -> Iterator[Event]:
    """Forward only."""
    _refuse_unknown(state)
    if command.credentials_version > state.credentials_version:
        yield ChannelCredentialsRotated(channel_id=command.channel_id, credentials_version=command.credentials_version)


@channel.decides
def suspend(state: Channel, command: SuspendChannel) -> Iterator[Event]:
    """Quiet when suspended."""
    _refuse_unknown(state)
    if not state.suspended:
        yield ChannelSuspended(channel_id=command.channel_id, reason=command.reason)


@channel.decides
def resume(state: Channel, command: ResumeChannel) -> Iterator[Event]:
    """Quiet when it works."""
    _refuse_unknown(state)
    if state.suspended:
        yield ChannelResumed(channel_id=command.channel_id)


def _refuse_unknown(state: Channel) -> None:
    if not state.known:
        refuse("Ce canal n'existe pas.", code="CHANNEL_UNKNOWN")


@channel.evolves
def connected(state: Channel, event: ChannelConnected) -> Channel:
    """In use."""
    return replace(
        state,
        provider=event.provider,
        label=event.label,
        settings=event.settings,
        credentials_version=event.credentials_version,
    )


@channel.evolves
def rotated(state: Channel, event: ChannelCredentialsRotated) -> Channel:
    """With new credentials."""
    return replace(state, credentials_version=event.credentials_version)


@channel.evolves
def suspended(state: Channel, event: ChannelSuspended) -> Channel:
    """Stopped."""
    return replace(state, suspended=event.reason)


@channel.evolves
def resumed(state: Channel, event: ChannelResumed) -> Channel:
    """In use again."""
    return replace(state, suspended="")
