"""Older shapes of the facts of the assistant."""

from adapters.event_store.upcasting import Payload, upcasts


@upcasts("assistant.AssistantConfigured", 1)
def with_a_voice(payload: Payload) -> Payload:
    """Before models: no context, no hours; what was set by default when the settings were added."""
    return {
        **payload,
        "business": "",
        "tone": "warm",
        "manner": "",
        "hours": [],
        "away": "",
        "model_allowed": True,
        "signature": "",
    }
