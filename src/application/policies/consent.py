"""A consent word is answered at once, whoever has the conversation: it is a matter of law, not a question."""

from collections.abc import Iterator
from uuid import UUID, uuid5

from application.policy import Ask, Consequence, Desk, Policy
from domain.contacts.consent import ConsentGiven, ConsentWithdrawn
from domain.conversations.content import Text
from domain.conversations.message_commands import QueueMessage
from domain.fact import ASSISTANT, Context, Fact

NOTHING_MORE = "Vous ne recevrez plus de messages de notre part. Écrivez REPRENDRE pour changer d'avis."
WELCOME = "C'est noté : vous pouvez de nouveau recevoir nos messages. Écrivez STOP pour ne plus en recevoir."

consent = Policy("consent")


@consent.hears
def confirm(fact: Fact[ConsentWithdrawn | ConsentGiven], desk: Desk) -> Iterator[Consequence]:
    """Say that the word was heard; never to a word that the provider kept for too long."""
    event = fact.event
    age = (fact.at - fact.happened_at).total_seconds()
    if event.by != "word" or event.channel_id is None or event.conversation_id is None or age > desk.answer_max_age:
        return
    sentence = NOTHING_MORE if isinstance(event, ConsentWithdrawn) else WELCOME
    yield Ask(
        Context(fact.organisation_id, ASSISTANT, fact.context.correlation_id, causation=fact.sequence),
        (_message(fact, event.channel_id, event.conversation_id, sentence),),
    )


def _message(
    fact: Fact[ConsentWithdrawn | ConsentGiven], channel_id: UUID, conversation_id: UUID, sentence: str
) -> QueueMessage:
    message_id = uuid5(fact.stream_id, f"consent:{fact.version}")  # derived from the fact: heard twice, said once
    return QueueMessage(
        message_id=message_id,
        conversation_id=conversation_id,
        contact_id=fact.event.contact_id,
        channel_id=channel_id,
        author="assistant",
        content=Text(body=sentence),
        content_index=uuid5(message_id, "content"),
        queued_at=fact.at,
    )
