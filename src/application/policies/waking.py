"""A conversation that was set aside until an instant comes back by itself."""

from collections.abc import Iterator

from application.policy import Consequence, Desk, Effect, Policy
from domain.conversations.ownership_events import ConversationSnoozed
from domain.fact import Fact

waking = Policy("waking")


@waking.hears
def wake(fact: Fact[ConversationSnoozed], desk: Desk) -> Iterator[Consequence]:
    """A timer. By then the conversation may be awake, or sleep until another instant: the rule decides."""
    refs = {"conversation_id": str(fact.event.conversation_id), "until": fact.event.until.isoformat()}
    key = f"wake:{fact.event.conversation_id}:{fact.sequence}"
    yield Effect("wake_conversation", key, refs, due_in=fact.event.until - fact.at)
