"""A channel: one number of the organisation at one provider. Its credentials are elsewhere, by version."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal
from uuid import UUID

from domain.channels.number import Number
from domain.decider import Decider
from domain.event import Command, Event
from domain.refusal import refuse

MAX_LABEL = 80

SuspensionCause = Literal["person", "provider"]
"""What the provider refused is mended with new credentials; what a person stopped, by a person."""


class ChannelEvent(Event, context="channels"):
    """Facts about a channel."""

    channel_id: UUID


class ChannelConnected(ChannelEvent):
    """Canal connecté : {label}"""

    provider: str
    label: str
    settings: dict[str, str]
    credentials_version: int


class ChannelRenamed(ChannelEvent):
    """Canal renommé : {label}"""

    label: str


class ChannelCredentialsRotated(ChannelEvent):
    """Identifiants du canal remplacés"""

    credentials_version: int


class ChannelCredentialsRetired(ChannelEvent):
    """Anciens identifiants du canal détruits"""

    credentials_version: int


class ChannelSuspended(ChannelEvent, version=2):
    """Canal suspendu : {reason}"""

    reason: str
    cause: SuspensionCause


class ChannelResumed(ChannelEvent):
    """Canal rétabli"""


class ConnectChannel(Command):
    """Answer on this number from now on."""

    channel_id: UUID
    provider: str
    label: str
    settings: dict[str, str]
    credentials_version: int = 1


class RenameChannel(Command):
    """Call it otherwise."""

    channel_id: UUID
    label: str


class RotateChannelCredentials(Command):
    """Use the next version of the credentials, made from those of `replaces`. The former ones still prove webhooks."""

    channel_id: UUID
    credentials_version: int
    replaces: int


class RetireChannelCredentials(Command):
    """Believe no webhook any more that was signed with a version before this one."""

    channel_id: UUID
    before: int


class SuspendChannel(Command):
    """Send nothing until it is mended. Webhooks are still taken in.

    `credentials_version` is the one that the provider refused, when that is why: it says nothing against the next.
    """

    channel_id: UUID
    reason: str
    credentials_version: int | None = None


class ResumeChannel(Command):
    """Send again."""

    channel_id: UUID


@dataclass(frozen=True, slots=True)
class Channel:
    """What is needed to act on the channel, but for its secrets. `former` versions of them still prove webhooks."""

    provider: str = ""
    label: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    credentials_version: int = 0
    former: tuple[int, ...] = ()
    suspended: str = ""
    cause: SuspensionCause = "person"
    number: Number = field(default_factory=Number)

    @property
    def known(self) -> bool:
        """Whether it was ever connected."""
        return bool(self.provider)


channel = Decider(Channel, identify="channel_id")


@channel.decides
def connect(state: Channel, command: ConnectChannel) -> Iterator[Event]:
    """Once per id."""
    label = _named(command.label)
    if not state.known:
        yield ChannelConnected(
            channel_id=command.channel_id,
            provider=command.provider,
            label=label,
            settings=command.settings,
            credentials_version=command.credentials_version,
        )


@channel.decides
def rename(state: Channel, command: RenameChannel) -> Iterator[Event]:
    """Quiet when it is called so."""
    refuse_unknown(state)
    label = _named(command.label)
    if label != state.label:
        yield ChannelRenamed(channel_id=command.channel_id, label=label)


@channel.decides
def rotate(state: Channel, command: RotateChannelCredentials) -> Iterator[Event]:
    """Refused when they were replaced meanwhile: what was made from the old ones would bring these back."""
    refuse_unknown(state)
    if command.credentials_version == state.credentials_version:
        return
    if command.replaces != state.credentials_version:
        refuse(
            "Ces identifiants viennent d'être remplacés par quelqu'un d'autre. Rechargez, puis recommencez.",
            code="CHANNEL_CREDENTIALS_REPLACED",
        )
    yield ChannelCredentialsRotated(channel_id=command.channel_id, credentials_version=command.credentials_version)
    if state.suspended and state.cause == "provider":
        yield ChannelResumed(channel_id=command.channel_id)


@channel.decides
def retire(state: Channel, command: RetireChannelCredentials) -> Iterator[Event]:
    """Each former version that is old enough. Never the one in use."""
    refuse_unknown(state)
    for version in state.former:
        if version < command.before:
            yield ChannelCredentialsRetired(channel_id=command.channel_id, credentials_version=version)


@channel.decides
def suspend(state: Channel, command: SuspendChannel) -> Iterator[Event]:
    """Quiet when suspended, and when the credentials refused are not in use any more. A person's word is stronger than
    the provider's: new credentials do not undo it."""
    refuse_unknown(state)
    outdated = command.credentials_version not in (None, state.credentials_version)
    cause: SuspensionCause = "person" if command.credentials_version is None else "provider"
    stronger = state.cause == "provider" and cause == "person"
    if not outdated and (not state.suspended or stronger):
        yield ChannelSuspended(channel_id=command.channel_id, reason=command.reason, cause=cause)


@channel.decides
def resume(state: Channel, command: ResumeChannel) -> Iterator[Event]:
    """Quiet when it works."""
    refuse_unknown(state)
    if state.suspended:
        yield ChannelResumed(channel_id=command.channel_id)


def _named(label: str) -> str:
    if not label.strip() or len(label) > MAX_LABEL:
        refuse(f"Donnez au canal un nom de 1 à {MAX_LABEL} caractères.", code="CHANNEL_LABEL_INVALID", field="label")
    return label.strip()


def refuse_unknown(state: Channel) -> None:
    """Raises `Refused` when it was never connected."""
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
def renamed(state: Channel, event: ChannelRenamed) -> Channel:
    """Called otherwise."""
    return replace(state, label=event.label)


@channel.evolves
def rotated(state: Channel, event: ChannelCredentialsRotated) -> Channel:
    """With new credentials; the former ones are not gone yet."""
    former = (*state.former, state.credentials_version)
    return replace(state, credentials_version=event.credentials_version, former=former)


@channel.evolves
def retired(state: Channel, event: ChannelCredentialsRetired) -> Channel:
    """Gone."""
    return replace(state, former=tuple(one for one in state.former if one != event.credentials_version))


@channel.evolves
def suspended(state: Channel, event: ChannelSuspended) -> Channel:
    """Stopped."""
    return replace(state, suspended=event.reason, cause=event.cause)


@channel.evolves
def resumed(state: Channel, event: ChannelResumed) -> Channel:
    """In use again."""
    return replace(state, suspended="")
