"""Templates are read when a channel is connected, once a day, and whenever there is a reason to doubt our copy."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from application.policy import Consequence, Desk, Effect, Policy
from application.template_faults import FAULTS
from domain.channels.channel import ChannelConnected, ChannelCredentialsRotated
from domain.channels.template_events import (
    TemplateAnnounced,
    TemplateEvent,
    TemplateGone,
    TemplateQualityChanged,
    TemplateRecategorised,
    TemplateStatusChanged,
)
from domain.channels.template_sync import TemplatesSynchronised, TemplateSyncFailed
from domain.conversations.events import MessageFailed
from domain.fact import Fact

SOON = timedelta(minutes=1)
DAY = timedelta(days=1)

templates = Policy("templates")


@templates.hears
def read_first(fact: Fact[ChannelConnected], desk: Desk) -> Iterator[Consequence]:
    """A new channel."""
    yield _read(fact, "connected", SOON)


@templates.hears
def read_with_other_credentials(fact: Fact[ChannelCredentialsRotated], desk: Desk) -> Iterator[Consequence]:
    """They may be those of another account."""
    yield _read(fact, f"credentials:{fact.event.credentials_version}", SOON)


@templates.hears
def read_tomorrow(fact: Fact[TemplatesSynchronised | TemplateSyncFailed], desk: Desk) -> Iterator[Consequence]:
    """One reading a day and channel, however many there were today: each is armed by the one before."""
    yield _read(fact, f"day:{(fact.at + DAY).date().isoformat()}", DAY)


@templates.hears
def read_again(fact: Fact[TemplateAnnounced], desk: Desk) -> Iterator[Consequence]:
    """The announcements of a minute are read together, once it is over."""
    yield _read(fact, f"announced:{fact.at:%Y%m%d%H%M}", SOON)
    yield from _tell(fact)


@templates.hears
def tell_other_numbers(
    fact: Fact[TemplateStatusChanged | TemplateRecategorised | TemplateQualityChanged | TemplateGone], desk: Desk
) -> Iterator[Consequence]:
    """What a provider tells of a template holds for every number of the account; it tells one of them."""
    yield from _tell(fact)


def _tell(fact: Fact[Any]) -> Iterator[Consequence]:
    event: TemplateEvent = fact.event
    if fact.context.actor.kind == "provider":
        refs = {"template_id": str(event.template_id)}
        if isinstance(event, TemplateAnnounced):
            refs["announced"] = "yes"
        yield Effect("tell_other_numbers", f"template:{event.template_id}:{fact.version}", refs)


@templates.hears
def doubt(fact: Fact[MessageFailed], desk: Desk) -> Iterator[Consequence]:
    """The provider found fault with the template."""
    if fact.event.code in FAULTS:
        message_id = str(fact.event.message_id)
        yield Effect("note_template_fault", f"template-fault:{message_id}", {"message_id": message_id})


def _read(
    fact: Fact[ChannelConnected]
    | Fact[ChannelCredentialsRotated]
    | Fact[TemplatesSynchronised | TemplateSyncFailed]
    | Fact[TemplateAnnounced],
    occasion: str,
    due_in: timedelta,
) -> Effect:
    channel_id = str(fact.event.channel_id)
    return Effect(
        "synchronise_templates", f"templates:{channel_id}:{occasion}", {"channel_id": channel_id}, due_in=due_in
    )
