"""Older shapes of the facts of conversations."""

from adapters.event_store.upcasting import Payload, upcasts


@upcasts("conversations.ConversationReopened", 1)
def of_the_assistant(payload: Payload) -> Payload:
    """A reopened conversation was always the assistant's."""
    return {**payload, "owner": "assistant", "user_id": None}


@upcasts("conversations.MessageQueued", 1)
def with_a_trace(payload: Payload) -> Payload:
    """Before intents and models: what was weighed was the FAQ, and its score was all the confidence there was."""
    answer = payload["answer"]
    if answer is None:
        return payload
    found = answer["source"] == "faq"
    candidates = [
        {"faq_id": faq_id, "revision": answer["faq_version"] if faq_id == answer["faq_id"] else None, "score": score}
        for faq_id, score in answer["candidates"]
    ]
    lifted = {
        **answer,
        "candidates": candidates,
        "confidence": answer["score"],
        "intent": "faq" if found else "not_understood",
        "intents": [],
        "sentiment": None,
        "handover": "",
        "model": None,
    }
    return {**payload, "answer": lifted}
