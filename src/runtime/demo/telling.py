"""Tells a dialogue to the ledger: a line is saved with all that became of it, so that nothing is ever sent again."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid5

from application.ports.messaging import Identifier, Inbound, InboundMessage, InboundReaction
from application.taking import Origin
from domain.conversations.answer import Answer, Candidate
from domain.conversations.content import Content, Text
from domain.conversations.conversation_commands import (
    CloseConversation,
    HandBack,
    HandOver,
    NoteAnswer,
    ResolveConversation,
    SeeConversation,
    TakeOver,
)
from domain.conversations.message import Message, Stage, message
from domain.conversations.message_commands import QueueMessage
from domain.event import Command
from domain.fact import ASSISTANT, Actor, Context
from runtime.composition import House
from runtime.demo.faq import FAQ
from runtime.demo.house import AGENTS, HANDOVER, INSTITUTE, MANAGER, channel_of, faq_of
from runtime.demo.lines import Answers, Fails, HandsOver, Line, Reacts, Replies, Says
from runtime.demo.plan import Dialogue
from runtime.demo.sending import Sending, provider_id

SILENCE = 1.0  # seconds before the assistant answers
INTENTS = {"asked": "person", "sentiment": "grievance", "failed": "model"}  # by what they hand over for
ANSWERS = {entry.key: entry.answer for entry in FAQ}


class Telling:
    """One dialogue, line after line. Told again, it adds nothing."""

    def __init__(self, house: House, dialogue: Dialogue) -> None:
        self._house = house
        self._customer = dialogue.customer
        self._script = dialogue.script
        self._name = f"{dialogue.customer.phone}:{dialogue.number}"
        self._dice = dialogue.dice
        self._agent = self._dice.choice(AGENTS)
        self._channel_id = channel_of(dialogue.customer.provider)
        self._at = dialogue.starts_at
        self._turn: list[UUID] = []  # what the customer said since our last word
        self._heard = Message()
        self._last_id = UUID(int=0)
        self._last_sent = ""
        self._news = False

    def tell(self) -> None:
        """All of it."""
        for place, line in enumerate(self._script.lines):
            if place:
                minutes = line.after if isinstance(line, Says | Replies | Fails) else 0
                self._wait(60 * minutes * self._dice.uniform(0.7, 1.3))
            self._tell(line, uuid5(INSTITUTE, f"{self._name}:{place}"))
        if self._news:  # else what came after has been told as well
            self._end()

    def _tell(self, line: Line, line_id: UUID) -> None:
        match line:
            case Says(said):
                self._hear(Text(body=self._words(said)) if isinstance(said, str) else said, line_id)
            case Reacts(emoji):
                self._wait(self._dice.uniform(20, 200))
                own_id = provider_id(self._customer.provider, line_id)
                self._take(InboundReaction(own_id, self._last_sent, [self._address], emoji, self._at))
            case Answers(key):
                self._answer(key)
            case HandsOver():
                self._hand_over(line)
            case Replies() | Fails():
                self._reply(line, line_id)

    def _hear(self, said: Content, line_id: UUID) -> None:
        own_id = provider_id(self._customer.provider, line_id)
        name = self._customer.name
        self._last_id = self._take(InboundMessage(own_id, [self._address], self._at, said, profile_name=name))
        if self._heard.stage is Stage.UNKNOWN:
            self._heard = self._state(self._last_id)
        self._turn.append(self._last_id)

    def _take(self, item: Inbound) -> UUID:
        gave = self._house.intake.take(Origin(INSTITUTE, self._channel_id, self._at, self._correlation()), item)
        assert gave.id is not None
        self._news = self._news or gave.result == "new"
        return gave.id

    def _answer(self, key: str) -> None:
        score = round(self._dice.uniform(0.62, 0.98), 3)
        other = self._dice.choice([entry.key for entry in FAQ if entry.key != key])
        weighed = (_weighed(key, score), _weighed(other, round(score * self._dice.uniform(0.1, 0.5), 3)))
        found = {"source": "faq", "faq_id": faq_of(key), "faq_version": 1, "intent": "faq", "handover": ""}
        answer = self._to_the_turn(weighed, "").model_copy(update=found)
        note = NoteAnswer(conversation_id=self._heard.conversation_id, author="assistant")
        self._send_for_the_assistant(ANSWERS[key], answer, note)

    def _hand_over(self, line: HandsOver) -> None:
        wordless = line.reason == "not_text"
        weighed = () if wordless else (_weighed(self._dice.choice(FAQ).key, round(self._dice.uniform(0.05, 0.4), 3)),)
        hand_over = HandOver(conversation_id=self._heard.conversation_id, reason=line.reason)
        self._send_for_the_assistant(HANDOVER, self._to_the_turn(weighed, line.reason), hand_over)

    def _to_the_turn(self, candidates: tuple[Candidate, ...], reason: str) -> Answer:
        """An answer to the turn, that hands over."""
        return Answer(
            turn_id=self._turn[0],
            revision=len(self._turn),
            in_reply_to=tuple(self._turn),
            asked_at=self._at,
            source="handover",
            score=candidates[0].score if candidates else 0.0,
            confidence=candidates[0].score if candidates else 0.0,
            candidates=candidates,
            intent=INTENTS.get(reason, "not_understood"),
            handover=reason,
        )

    def _send_for_the_assistant(self, text: str, answer: Answer, follow: Command) -> None:
        self._wait(SILENCE + self._dice.uniform(0.1, 0.8))
        queued = self._queued(uuid5(answer.turn_id, f"answer:{answer.revision}"), text)
        queued = queued.model_copy(update={"author": "assistant", "answer": answer})
        self._send(Context(INSTITUTE, ASSISTANT, correlation_id=answer.turn_id, happened_at=self._at), queued, [follow])

    def _reply(self, line: Replies | Fails, line_id: UUID) -> None:
        agent = MANAGER if isinstance(line, Replies) and line.as_manager else self._agent
        text = line.said.format(first=self._customer.first, agent=agent.first)
        queued = self._queued(line_id, text).model_copy(update={"author": "user", "user_id": agent.user_id})
        follow: list[Command] = [
            NoteAnswer(conversation_id=queued.conversation_id, author="user"),
            TakeOver(conversation_id=queued.conversation_id, user_id=agent.user_id),
        ]
        context = Context(INSTITUTE, Actor("user", agent.user_id), self._correlation(), happened_at=self._at)
        self._send(context, queued, follow, fails=isinstance(line, Fails))

    def _queued(self, message_id: UUID, text: str) -> QueueMessage:
        return QueueMessage(
            message_id=message_id,
            conversation_id=self._heard.conversation_id,
            contact_id=self._heard.contact_id,
            channel_id=self._channel_id,
            author="assistant",
            content=Text(body=text),
            content_index=uuid5(message_id, "content"),
            queued_at=self._at,
        )

    def _send(self, context: Context, queued: QueueMessage, follow: Sequence[Command], *, fails: bool = False) -> None:
        own_id = provider_id(self._customer.provider, queued.message_id)
        sending = Sending(queued, own_id, self._house.intake.aliases.id(self._channel_id, own_id))
        commands = sending.commands(self._dice, fails=fails)
        if self._news or self._state(queued.message_id).stage is Stage.UNKNOWN:
            self._house.bus.execute(context, *commands, *follow)
            self._news = True
        self._turn = []
        self._last_id, self._last_sent = queued.message_id, own_id
        self._wait(2)

    def _end(self) -> None:
        conversation_id, user_id = self._heard.conversation_id, self._agent.user_id
        seen = SeeConversation(conversation_id=conversation_id, user_id=user_id, up_to=self._last_id)
        back = HandBack(conversation_id=conversation_id)  # the assistant answers first when the customer comes back
        resolved = ResolveConversation(conversation_id=conversation_id)
        closed = CloseConversation(conversation_id=conversation_id)
        endings: dict[str, list[Command]] = {
            "unread": [],
            "seen": [seen],
            "resolved": [seen, back, resolved],
            "closed": [seen, resolved, closed],
        }
        if commands := endings[self._script.ending]:
            context = Context(INSTITUTE, Actor("user", user_id), self._correlation(), happened_at=self._at)
            self._house.bus.execute(context, *commands)

    def _state(self, message_id: UUID) -> Message:
        state: Message = self._house.bus.state(message, (INSTITUTE, message_id))
        return state

    @property
    def _address(self) -> Identifier:
        return Identifier("phone", self._customer.phone)

    def _words(self, said: str) -> str:
        return self._dice.choice(said.split(" | "))

    def _wait(self, seconds: float) -> None:
        self._at += timedelta(seconds=seconds)

    def _correlation(self) -> UUID:
        return uuid5(INSTITUTE, f"{self._name}:{self._at.isoformat()}")


def _weighed(key: str, score: float) -> Candidate:
    return Candidate(faq_id=faq_of(key), revision=1, score=score)
