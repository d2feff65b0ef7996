"""A reopened conversation says whose it is. Before that it was always the assistant's."""

from adapters.event_store.upcasting import Payload, upcasts


@upcasts("conversations.ConversationReopened", 1)
def of_the_assistant(payload: Payload) -> Payload:
    """The owner that the fact meant."""
    return {**payload, "owner": "assistant", "user_id": None}
