"""A turn has closed: answer from the FAQ, or hand over to a person in a polite sentence."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid5

from application import turns
from application.bus import Overtaken
from application.effect import Done, Job, Later, Result, Services, performs
from application.ports.ledger import Guard
from application.turns import Turn
from domain.assistant.settings import AssistantSettings, assistant_settings
from domain.conversations.content import Text
from domain.conversations.conversation import Conversation, Owner, conversation
from domain.conversations.conversation_commands import HandOver, NoteAnswer, PlanAnswer
from domain.conversations.events import Answer, HandoverReason
from domain.conversations.message_commands import QueueMessage
from domain.event import Command
from domain.fact import ASSISTANT, Context
from projections.faqs import Match, search


@dataclass(frozen=True, slots=True)
class _Reply:
    """What to say, where it comes from, and why a person is asked, if one is."""

    text: str
    answer: Answer
    handover: HandoverReason | None


@performs("answer_turn")
def answer_turn(job: Job, services: Services) -> Result:
    """Queue one answer for this revision of the turn, if the assistant still has the conversation."""
    conversation_id = job.id("conversation_id")
    with services.writing() as connection:
        turn = turns.current(connection, job.organisation_id, conversation_id)
    if turn is None or (turn.turn_id, turn.revision) != (job.id("turn_id"), int(job.refs["revision"])):
        return Done()  # the customer wrote again: that revision has its own timer
    stream = (job.organisation_id, conversation_id)
    facts = services.ledger.load([stream])[stream]
    state: Conversation = conversation.fold(fact.event for fact in facts)
    settings = assistant_of(services, job.organisation_id)
    age = (services.clock.now() - turn.asked_at).total_seconds()
    silent = state.owner is not Owner.ASSISTANT or state.over or state.muted
    if silent or not settings.automatic or age > services.answer_max_age:
        with services.writing() as connection:
            turns.end(connection, job.organisation_id, conversation_id)
        return Done()
    reply = _reply(job, services, turn, settings)
    context = Context(job.organisation_id, ASSISTANT, correlation_id=turn.turn_id, causation=job.causation)
    commands = _commands(services, turn, conversation_id, state, reply)
    try:
        services.bus.execute(context, *commands, guards=[Guard(*stream, version=len(facts))])
    except Overtaken:
        return Later(timedelta(), "the conversation has moved")
    return Done()


def assistant_of(services: Services, organisation_id: UUID) -> AssistantSettings:
    """The settings of the organisation's assistant."""
    state: AssistantSettings = services.bus.state(assistant_settings, (organisation_id, assistant_id(organisation_id)))
    return state


def assistant_id(organisation_id: UUID) -> UUID:
    """The stream of the assistant of an organisation: there is one."""
    return uuid5(organisation_id, "assistant")


def _reply(job: Job, services: Services, turn: Turn, settings: AssistantSettings) -> _Reply:
    question = _question(job, services, turn)
    matches: list[Match] = []
    if question:
        with services.reading(job.organisation_id) as connection:
            matches = search(connection, question)
    best = matches[0] if matches else None
    found = best is not None and best.score >= settings.threshold
    answer = Answer(
        turn_id=turn.turn_id,
        revision=turn.revision,
        in_reply_to=tuple(turn.message_ids),
        asked_at=turn.asked_at,
        source="faq" if found else "handover",
        faq_id=best.faq_id if best and found else None,
        faq_version=best.revision if best and found else None,
        score=best.score if best else 0.0,
        candidates=tuple((match.faq_id, match.score) for match in matches),
    )
    if best is not None and found:
        return _Reply(best.answer, answer, None)
    return _Reply(settings.handover, answer, "not_understood" if question else "not_text")


def _question(job: Job, services: Services, turn: Turn) -> str:
    """What the customer said in the turn, in words, in the order in which it was said."""
    streams = [(job.organisation_id, message_id) for message_id in turn.message_ids]
    facts = services.ledger.load(streams)
    return turns.said_in(facts[stream] for stream in streams)


def _commands(
    services: Services, turn: Turn, conversation_id: UUID, state: Conversation, reply: _Reply
) -> list[Command]:
    content = Text(body=reply.text)
    queue = QueueMessage(
        # Derived from the revision: a second run of this effect queues nothing.
        message_id=uuid5(turn.turn_id, f"answer:{turn.revision}"),
        conversation_id=conversation_id,
        contact_id=state.contact_id,
        channel_id=state.channel_id,
        author="assistant",
        content=content,
        content_index=uuid5(turn.turn_id, f"content:{turn.revision}"),
        queued_at=services.clock.now(),
        answer=reply.answer,
    )
    follow: Command = (
        HandOver(conversation_id=conversation_id, reason=reply.handover)
        if reply.handover
        else NoteAnswer(conversation_id=conversation_id, author="assistant")
    )
    # The plan comes first: it is for the assistant to make, and the conversation may be handed over right after.
    plan = PlanAnswer(conversation_id=conversation_id, turn_id=turn.turn_id, message_id=queue.message_id)
    return [queue, plan, follow]
