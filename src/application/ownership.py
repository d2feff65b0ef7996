"""Acts on a conversation by people who may not be alone: whom it may be given to, and what others did meanwhile.

A person may say what they had seen: the sequence of the last fact their screen showed. When others acted since,
the act is refused with what they did. What is strictly ordered is the conversation's own stream and the answers
that the assistant planned (guards); messages come from the read model, which is milliseconds behind.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection

from application.bus import Bus, Busy, Outcome, Overtaken
from application.ports.ledger import Guard, Ledger
from domain.conversations.conversation import Conversation, Status, conversation
from domain.conversations.events import (
    ConversationAnswered,
    ConversationSeen,
    ConversationStarted,
    MessageQueued,
    MessageReceived,
)
from domain.conversations.message import Message, Stage, message
from domain.conversations.ownership_events import AnswerPlanned
from domain.event import Command
from domain.fact import ActorKind, Context, Fact
from domain.refusal import Refused, refuse
from domain.tenancy.user import User, user
from projections import thread

TRIES = 10
LAST_PLANNED = 10  # answers of the assistant that may still wait to leave
NO_ACT = (ConversationStarted, ConversationSeen, ConversationAnswered)
NEVER_LEFT = (Stage.FAILED, Stage.DISCARDED)


@dataclass(frozen=True, slots=True)
class Happened:
    """What somebody did: the sentence of the fact, in French, who, and when."""

    sequence: int
    name: str
    sentence: str
    actor: ActorKind
    actor_id: UUID | None
    at: datetime


class ConversationMoved(Refused):
    """Others acted since what the person had seen."""

    def __init__(self, since: Sequence[Happened]) -> None:
        told = " ; ".join(dict.fromkeys(one.sentence for one in since))
        super().__init__(
            f"Entre-temps : {told}. Regardez la conversation, puis décidez à nouveau.", code="CONVERSATION_MOVED"
        )
        self.since = since


@dataclass(frozen=True, slots=True)
class Planned:
    """An answer of the assistant, and how far it is."""

    fact: Fact[AnswerPlanned]
    state: Message
    guard: Guard


@dataclass(frozen=True, slots=True)
class Look:
    """A conversation as it stands, with the last answers that the assistant planned."""

    state: Conversation
    facts: Sequence[Fact[Any]]
    planned: Sequence[Planned]
    guard: Guard

    @property
    def pending(self) -> list[Planned]:
        """The answers that have not left."""
        return [one for one in self.planned if one.state.stage is Stage.QUEUED]


@dataclass(frozen=True, slots=True)
class Ownership:
    """What people decide about a conversation. `reading` opens a session on the read models of one organisation."""

    bus: Bus
    ledger: Ledger
    reading: Callable[[UUID], AbstractContextManager[Connection[Any]]]

    def act(self, context: Context, conversation_id: UUID, command: Command, seen: int | None = None) -> Outcome:
        """Run the command, unless others acted after the fact of sequence `seen`.

        Raises `Refused` (`ConversationMoved` among others), `Busy`.
        """
        if seen is None:
            return self.bus.execute(context, command)
        for _ in range(TRIES):
            look = self.look(context.organisation_id, conversation_id)
            if since := self.since(context, conversation_id, look, seen):
                raise ConversationMoved(since)
            try:
                return self.bus.execute(context, command, guards=[look.guard])
            except Overtaken:
                continue
        raise Busy

    def check_member(self, organisation_id: UUID, conversation_id: UUID, user_id: UUID) -> None:
        """Refuse a conversation that does not exist, and a member who is none, or who only reads."""
        state: Conversation = self.bus.state(conversation, (organisation_id, conversation_id))
        _refuse_unknown(state)
        member: User = self.bus.state(user, (organisation_id, user_id))
        if not member.works_here:
            refuse("Ce membre n'existe pas. Choisissez-en un de l'équipe.", code="MEMBER_UNKNOWN", field="user_id")
        if member.role == "viewer":
            refuse(
                "Ce membre ne peut que lire. Choisissez quelqu'un qui peut répondre.",
                code="MEMBER_ONLY_READS",
                field="user_id",
            )

    def look(self, organisation_id: UUID, conversation_id: UUID) -> Look:
        """The conversation as the ledger has it now. Refused when there is none."""
        stream = (organisation_id, conversation_id)
        facts = self.ledger.load([stream])[stream]
        state: Conversation = conversation.fold(fact.event for fact in facts)
        _refuse_unknown(state)
        plans = [fact for fact in facts if isinstance(fact.event, AnswerPlanned)][-LAST_PLANNED:]
        streams = [(organisation_id, fact.event.message_id) for fact in plans]
        said = self.ledger.load(streams) if streams else {}
        planned = [
            Planned(fact, message.fold(one.event for one in said[at]), Guard(*at, version=len(said[at])))
            for fact, at in zip(plans, streams, strict=True)
        ]
        return Look(state, facts, planned, Guard(*stream, version=len(facts)))

    def since(
        self, context: Context, conversation_id: UUID, look: Look, seen: int, *, discarding: bool = False
    ) -> list[Happened]:
        """What others did after the fact of sequence `seen`, oldest first.

        `discarding`: the act discards the answers that have not left, so that they do not count.
        """
        found = [*self._decided(look, seen, discarding), *self._said(context.organisation_id, conversation_id, seen)]
        others = [one for one in found if one.actor == "contact" or one.actor_id != context.actor.id]
        return sorted(others, key=lambda one: one.sequence)

    def _decided(self, look: Look, seen: int, discarding: bool) -> Iterator[Happened]:
        uncounted = NEVER_LEFT + ((Stage.QUEUED,) if discarding else ())
        without = {one.fact.event.message_id for one in look.planned if one.state.stage in uncounted}
        leaves_nothing = discarding and bool(look.pending)
        for fact in look.facts:
            if fact.sequence <= seen or isinstance(fact.event, NO_ACT) or fact.context.actor.kind == "system":
                continue
            if isinstance(fact.event, AnswerPlanned) and fact.event.message_id in without:
                continue
            if not isinstance(fact.event, AnswerPlanned) and fact.context.actor.kind == "assistant" and leaves_nothing:
                continue  # its hand-over, of the same save as the sentence that is discarded
            actor = fact.context.actor
            yield Happened(fact.sequence, fact.event.name, fact.event.headline, actor.kind, actor.id, fact.at)

    def _said(self, organisation_id: UUID, conversation_id: UUID, seen: int) -> Iterator[Happened]:
        with self.reading(organisation_id) as connection:
            rows = thread.after(connection, conversation_id, seen)
        for row in rows:
            if row.author == "contact":
                yield Happened(
                    row.sequence, MessageReceived.name, "Le client a écrit", "contact", row.contact_id, row.at
                )
            elif row.author == "user" and row.status != "discarded":
                told = "Un membre de l'équipe a répondu"
                yield Happened(row.sequence, MessageQueued.name, told, "user", row.user_id, row.at)


def _refuse_unknown(state: Conversation) -> None:
    if state.status is Status.UNKNOWN:
        refuse("Cette conversation n'existe pas.", code="CONVERSATION_UNKNOWN")
