"""Older shapes of the facts of channels."""

from adapters.event_store.upcasting import Payload, upcasts


@upcasts("channels.ChannelSuspended", 1)
def by_a_person(payload: Payload) -> Payload:
    """Who stopped it was told by the envelope only: without knowing better, a person resumes it."""
    return {**payload, "cause": "person"}
