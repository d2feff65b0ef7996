"""A message of a customer arms the timer of its turn; a person's act ends the turn."""

from collections.abc import Iterator

from application import turns as store
from application.policy import Consequence, Desk, Effect, Policy
from domain.conversations.events import ConversationTakenOver, MessageQueued, MessageReceived
from domain.fact import Fact

turns = Policy("turns")


@turns.hears
def arm(fact: Fact[MessageReceived], desk: Desk) -> Iterator[Consequence]:
    """Answer after a silence; never a message that the provider kept for too long."""
    event = fact.event
    if (fact.at - event.sent_at).total_seconds() > desk.answer_max_age:
        return
    armed = store.extend(
        desk.connection,
        fact.organisation_id,
        event.conversation_id,
        event.message_id,
        event.sent_at,
        silence=desk.turn_silence,
        cap=desk.turn_cap,
    )
    yield Effect(
        kind="answer_turn",
        key=f"turn:{armed.turn_id}:{armed.revision}",
        refs={
            "conversation_id": str(event.conversation_id),
            "turn_id": str(armed.turn_id),
            "revision": str(armed.revision),
        },
        due_in=armed.due_in,
    )


@turns.hears
def taken(fact: Fact[ConversationTakenOver], desk: Desk) -> Iterator[Consequence]:
    """A person has the conversation."""
    store.end(desk.connection, fact.organisation_id, fact.event.conversation_id)
    yield from ()


@turns.hears
def answered_by_hand(fact: Fact[MessageQueued], desk: Desk) -> Iterator[Consequence]:
    """A person answers."""
    if fact.event.author == "user":
        store.end(desk.connection, fact.organisation_id, fact.event.conversation_id)
    yield from ()
