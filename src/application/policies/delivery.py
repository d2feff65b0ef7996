"""What is queued gets sent; what holds a file gets it fetched, at once, since addresses live for minutes."""

from collections.abc import Iterator

from application.policy import BULK, REPLY, Consequence, Desk, Effect, Policy
from domain.contacts.contact import ContactErased
from domain.conversations.content import Media
from domain.conversations.corrections import MessageEdited
from domain.conversations.events import MessageFailed, MessageQueued, MessageReceived, SendSettled
from domain.fact import Fact

delivery = Policy("delivery")


@delivery.hears
def send(fact: Fact[MessageQueued], desk: Desk) -> Iterator[Consequence]:
    """Send it. Nobody waits for what the system sends by itself: replies go before it."""
    yield Effect(
        "deliver_message",
        f"deliver:{fact.event.message_id}",
        _refs(fact.event),
        priority=BULK if fact.context.actor.kind == "system" else REPLY,
        lane=str(fact.event.channel_id),
    )


@delivery.hears
def ease_off(fact: Fact[MessageFailed], desk: Desk) -> Iterator[Consequence]:
    """It may have failed because its number goes too fast."""
    yield Effect("ease_off", f"ease:{fact.event.message_id}", _refs(fact.event))


@delivery.hears
def send_again(fact: Fact[SendSettled], desk: Desk) -> Iterator[Consequence]:
    """A person asks for another attempt."""
    if fact.event.outcome == "send_again":
        key = f"deliver:{fact.event.message_id}:after:{fact.event.attempt}"
        yield Effect("deliver_message", key, _refs(fact.event))


@delivery.hears
def fetch(fact: Fact[MessageReceived | MessageEdited], desk: Desk) -> Iterator[Consequence]:
    """Fetch its file, once: a correction changes the words beside it."""
    if isinstance(fact.event.content, Media):
        yield Effect("keep_media", f"media:{fact.event.message_id}", _refs(fact.event))


@delivery.hears
def forget(fact: Fact[ContactErased], desk: Desk) -> Iterator[Consequence]:
    """Destroy what makes the person readable."""
    contact_id = str(fact.event.contact_id)
    yield Effect("destroy_keys", f"erase:{contact_id}", {"contact_id": contact_id})


def _refs(event: MessageFailed | MessageQueued | MessageReceived | MessageEdited | SendSettled) -> dict[str, str]:
    return {"message_id": str(event.message_id), "conversation_id": str(event.conversation_id)}
