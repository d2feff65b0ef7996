"""A turn has closed: say what the router of intents says, or hand over to a person in a polite sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4, uuid5

from application import turns
from application.assistant.assistant import Assistant, signed
from application.assistant.router import Reply, Routed, route
from application.bus import Overtaken
from application.effect import Done, Job, Later, Result, Services, performs
from application.ports.ledger import Guard
from application.turns import Turn
from domain.assistant.hours import closed_since
from domain.assistant.settings import AssistantSettings
from domain.conversations.answer import Answer, Candidate, IntentScore
from domain.conversations.content import Text
from domain.conversations.conversation import Conversation, Owner, conversation
from domain.conversations.conversation_commands import HandOver, NoteAnswer, PlanAnswer, WithholdAnswer
from domain.conversations.message import Message, Stage, message
from domain.conversations.message_commands import AbandonAnswer, QueueMessage
from domain.event import Command
from domain.fact import ASSISTANT, Context
from projections.faqs import Match


@performs("answer_turn")
def answer_turn(job: Job, services: Services) -> Result:
    """Queue one answer for this revision of the turn, if the assistant still has the conversation."""
    turn = _turn(job, services)
    if turn is None:
        return Done()  # the customer wrote again: that revision has its own timer
    read = Read.of(job, services, turn)
    answering = _Answering(job, services, turn, read)
    commands = answering.commands()
    if not commands:
        return answering.end()
    context = Context(job.organisation_id, ASSISTANT, correlation_id=turn.turn_id, causation=job.causation)
    if _turn(job, services) is None:
        _abandon(services, context, commands, "le client a écrit pendant que le modèle cherchait")
        return Done()
    try:
        services.bus.execute(context, *commands, guards=read.guards)
    except Overtaken:
        _abandon(services, context, commands, "la conversation a changé pendant que le modèle cherchait")
        return Later(timedelta(), "the conversation has moved")
    return Done() if any(isinstance(command, QueueMessage) for command in commands) else answering.end()


@dataclass(frozen=True, slots=True)
class Read:
    """What is answered: the conversation and the messages of the turn, as they must still be when the answer is saved.
    Somebody may take the conversation over meanwhile, the customer correct or take back what was said."""

    state: Conversation
    said: str
    guards: Sequence[Guard]

    @classmethod
    def of(cls, job: Job, services: Services, turn: Turn) -> "Read":
        """From the ledger, now."""
        talk = (job.organisation_id, job.id("conversation_id"))
        messages = [(job.organisation_id, message_id) for message_id in turn.message_ids]
        facts = services.ledger.load([talk, *messages])
        return cls(
            conversation.fold(fact.event for fact in facts[talk]),
            turns.said_in(facts[stream] for stream in messages),
            [Guard(*stream, version=len(facts[stream])) for stream in (talk, *messages)],
        )


def _abandon(services: Services, context: Context, commands: Sequence[Command], reason: str) -> None:
    """Keep what a model was asked, though its answer is not wanted any more: every call is on the record."""
    for queue in commands:
        if isinstance(queue, QueueMessage) and queue.answer and queue.answer.model:
            abandon = AbandonAnswer(
                message_id=queue.message_id,
                conversation_id=queue.conversation_id,
                contact_id=queue.contact_id,
                call_id=uuid4(),
                answer=queue.answer,
                reason=reason,
            )
            services.bus.execute(context, abandon)


def _turn(job: Job, services: Services) -> Turn | None:
    """The turn, while it is at the revision of this job."""
    with services.writing() as connection:
        turn = turns.current(connection, job.organisation_id, job.id("conversation_id"))
    same = turn is not None and (turn.turn_id, turn.revision) == (job.id("turn_id"), int(job.refs["revision"]))
    return turn if same else None


@dataclass(frozen=True, slots=True)
class _Answering:
    """One run of the effect, for one revision of a turn."""

    job: Job
    services: Services
    turn: Turn
    read: Read

    @property
    def assistant(self) -> Assistant:
        of = self.services
        return Assistant(of.bus, of.reading, of.language, of.model_patience, of.prompt_tokens)

    def end(self) -> Result:
        """Nothing to say."""
        with self.services.writing() as connection:
            turns.end(connection, self.job.organisation_id, self.job.id("conversation_id"))
        return Done()

    def commands(self) -> list[Command]:
        """What to run, none when nothing is to be said."""
        settings = self.assistant.settings(self.job.organisation_id)
        house = self.assistant.organisation(self.job.organisation_id)
        if house.suspended or not (settings.automatic and self._is_ours()):
            return []
        if self.services.quota.is_used_up(self.job.organisation_id):
            return self._to_people()
        since = closed_since(settings.hours, house.time_zone, self.services.clock.now())
        if since is not None:
            return self._away(settings, since)
        asked = self.assistant.asked(
            self.job.organisation_id,
            self.read.said,
            conversation_id=self.job.id("conversation_id"),
            turn=self.turn.message_ids,
        )
        routed = route(asked)
        reply = routed.reply
        queue = self._queue(
            # Derived from the revision: a second run of this effect queues nothing.
            uuid5(self.turn.turn_id, f"answer:{self.turn.revision}"),
            uuid5(self.turn.turn_id, f"content:{self.turn.revision}"),
            signed(reply.text, settings),
            _trace(self.turn, routed, asked.matches, asked.sentiment),
        )
        return [queue, self._plan(queue), self._follow(reply), *reply.commands]

    def _is_ours(self) -> bool:
        """Whether the conversation is the assistant's, and the message fresh enough."""
        age = (self.services.clock.now() - self.turn.asked_at).total_seconds()
        owned = self.read.state.owner is Owner.ASSISTANT and not self.read.state.over and not self.read.state.muted
        return owned and age <= self.services.answer_max_age

    def _plan(self, queue: QueueMessage) -> Command:
        """For a person who replies to find. It comes before what follows: the conversation may be handed over then."""
        return PlanAnswer(conversation_id=queue.conversation_id, turn_id=self.turn.turn_id, message_id=queue.message_id)

    def _follow(self, reply: Reply) -> Command:
        conversation_id = self.job.id("conversation_id")
        if reply.handover:
            return HandOver(conversation_id=conversation_id, reason=reply.handover)
        return NoteAnswer(conversation_id=conversation_id, author="assistant")

    def _to_people(self) -> list[Command]:
        """No message may leave any more this month: people find the conversation, and nothing is said."""
        conversation_id = self.job.id("conversation_id")
        return [
            WithholdAnswer(conversation_id=conversation_id, turn_id=self.turn.turn_id),
            HandOver(conversation_id=conversation_id, reason="quota"),
        ]

    def _away(self, settings: AssistantSettings, since: datetime) -> list[Command]:
        """The sentence of absence, once per conversation and closed period."""
        withheld = WithholdAnswer(conversation_id=self.job.id("conversation_id"), turn_id=self.turn.turn_id)
        if not settings.away:
            return [withheld]
        period = uuid5(self.job.id("conversation_id"), f"away:{since.isoformat()}")
        attempt = 0
        while self._never_leaves(told := uuid5(period, str(attempt))):
            attempt += 1
        answer = Answer(
            turn_id=self.turn.turn_id,
            revision=self.turn.revision,
            in_reply_to=tuple(self.turn.message_ids),
            asked_at=self.turn.asked_at,
            source="away",
            score=0.0,
            confidence=0.0,
        )
        if self._message(told).stage is not Stage.UNKNOWN:
            return [withheld]
        queue = self._queue(told, uuid5(told, "content"), signed(settings.away, settings), answer)
        return [queue, self._plan(queue)]

    def _never_leaves(self, message_id: UUID) -> bool:
        """Whether it was discarded, or will be: the customer wrote again before it left."""
        state = self._message(message_id)
        overtaken = (
            state.answer is not None
            and state.answer.turn_id == self.turn.turn_id
            and state.answer.revision < self.turn.revision
        )
        return state.stage is Stage.DISCARDED or (state.stage is Stage.QUEUED and overtaken)

    def _message(self, message_id: UUID) -> Message:
        state: Message = self.services.bus.state(message, (self.job.organisation_id, message_id))
        return state

    def _queue(self, message_id: UUID, content_index: UUID, text: str, answer: Answer) -> QueueMessage:
        return QueueMessage(
            message_id=message_id,
            conversation_id=self.job.id("conversation_id"),
            contact_id=self.read.state.contact_id,
            channel_id=self.read.state.channel_id,
            author="assistant",
            content=Text(body=text),
            content_index=content_index,
            queued_at=self.services.clock.now(),
            answer=answer,
        )


def _trace(turn: Turn, routed: Routed, matches: Sequence[Match], sentiment: float) -> Answer:
    """Why this is said."""
    reply = routed.reply
    return Answer(
        turn_id=turn.turn_id,
        revision=turn.revision,
        in_reply_to=tuple(turn.message_ids),
        asked_at=turn.asked_at,
        source=reply.source,
        faq_id=reply.entry.faq_id if reply.entry else None,
        faq_version=reply.entry.revision if reply.entry else None,
        score=matches[0].score if matches else 0.0,
        confidence=reply.confidence,
        candidates=tuple(
            Candidate(faq_id=match.faq_id, revision=match.revision, score=match.score) for match in matches
        ),
        intent=routed.intent,
        intents=tuple(IntentScore(name=name, score=score) for name, score in routed.scores.items()),
        sentiment=sentiment,
        handover=reply.handover or "",
        model=reply.model,
    )
