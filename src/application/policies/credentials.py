"""Replaced credentials go on proving webhooks for a day, since providers switch at their own time; then they are
destroyed."""

from collections.abc import Iterator
from datetime import timedelta

from application.policy import Consequence, Desk, Effect, Policy
from domain.channels.channel import ChannelCredentialsRetired, ChannelCredentialsRotated
from domain.fact import Fact

BELIEVED = timedelta(hours=24)

credentials = Policy("credentials")


@credentials.hears
def retire(fact: Fact[ChannelCredentialsRotated], desk: Desk) -> Iterator[Consequence]:
    """In a day, whatever the new ones replaced."""
    yield _effect("retire_credentials", fact.event, due_in=BELIEVED)


@credentials.hears
def destroy(fact: Fact[ChannelCredentialsRetired], desk: Desk) -> Iterator[Consequence]:
    """Now, what nothing is believed by any more."""
    yield _effect("destroy_credentials", fact.event)


def _effect(
    kind: str, event: ChannelCredentialsRotated | ChannelCredentialsRetired, due_in: timedelta = timedelta()
) -> Effect:
    version = str(event.credentials_version)
    refs = {"channel_id": str(event.channel_id), "version": version}
    return Effect(kind, f"{kind}:{event.channel_id}:{version}", refs, due_in)
