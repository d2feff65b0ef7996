"""What is queued gets sent; what holds a file gets it fetched, at once, since addresses live for minutes."""

from collections.abc import Iterator

from application.policy import Consequence, Desk, Effect, Policy
from domain.contacts.contact import ContactErased
from domain.conversations.content import Media
from domain.conversations.events import MessageQueued, MessageReceived, SendSettled
from domain.fact import Fact

delivery = Policy("delivery")


@delivery.hears
def send(fact: Fact[MessageQueued], desk: Desk) -> Iterator[Consequence]:
    """Send it."""
    message_id = str(fact.event.message_id)
    yield Effect("deliver_message", f"deliver:{message_id}", {"message_id": message_id})


@delivery.hears
def send_again(fact: Fact[SendSettled], desk: Desk) -> Iterator[Consequence]:
    """A person asks for another attempt."""
    if fact.event.outcome == "send_again":
        message_id = str(fact.event.message_id)
        key = f"deliver:{message_id}:after:{fact.event.attempt}"
        yield Effect("deliver_message", key, {"message_id": message_id})


@delivery.hears
def fetch(fact: Fact[MessageReceived], desk: Desk) -> Iterator[Consequence]:
    """Fetch its file."""
    if isinstance(fact.event.content, Media):
        message_id = str(fact.event.message_id)
        yield Effect("keep_media", f"media:{message_id}", {"message_id": message_id})


@delivery.hears
def forget(fact: Fact[ContactErased], desk: Desk) -> Iterator[Consequence]:
    """Destroy what makes the person readable."""
    contact_id = str(fact.event.contact_id)
    yield Effect("destroy_keys", f"erase:{contact_id}", {"contact_id": contact_id})
