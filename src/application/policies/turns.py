"""A message of a customer arms the timer of its turn; a person's act ends the turn."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from psycopg import Cursor

from application import turns as store
from application.assistant.assistant import assistant_id
from application.consent import consent_word_in
from application.policy import Awaited, Consequence, Desk, Effect, Policy
from application.ports.ledger import Stream
from application.turns import Armed
from domain.assistant.settings import AssistantSettings, assistant_settings
from domain.conversations.conversation import Conversation, Owner, conversation
from domain.conversations.corrections import MessageEdited, MessageRetracted
from domain.conversations.events import ConversationTakenOver, MessageQueued, MessageReceived
from domain.fact import Fact


def _looked_at(fact: Fact[Any]) -> Iterator[Stream]:
    """Whose the conversation is, and whether the assistant is on."""
    if isinstance(fact.event, MessageReceived):
        yield fact.organisation_id, fact.event.conversation_id
        yield fact.organisation_id, assistant_id(fact.organisation_id)


turns = Policy("turns", reads=_looked_at)


@turns.hears
def arm(fact: Fact[MessageReceived], desk: Desk) -> Iterator[Consequence]:
    """Answer after a silence; never a message that the provider kept for too long, nor a consent word, nor where no
    assistant would answer."""
    event = fact.event
    if (fact.at - event.sent_at).total_seconds() > desk.answer_max_age:
        return
    if consent_word_in(event.content) is not None or not _may_answer(fact, desk):
        return
    armed = store.extend(
        desk.connection,
        fact.organisation_id,
        event.conversation_id,
        event.message_id,
        event.sent_at,
        silence=desk.turn_silence,
        cap=desk.turn_cap,
    )
    yield _answer(event.conversation_id, armed)


@turns.hears
def corrected(fact: Fact[MessageEdited], desk: Desk) -> Iterator[Consequence]:
    """The answer that has not left is for the new words."""
    event = fact.event
    if consent_word_in(event.content) is not None:
        yield from _leaves(fact, desk)
        return
    armed = store.revise(
        desk.connection,
        fact.organisation_id,
        event.conversation_id,
        event.message_id,
        event.edited_at,
        silence=desk.turn_silence,
        cap=desk.turn_cap,
    )
    yield _answer(event.conversation_id, armed)


@turns.hears
def taken_back(fact: Fact[MessageRetracted], desk: Desk) -> Iterator[Consequence]:
    """What the customer deleted is not answered."""
    yield from _leaves(fact, desk)


def _leaves(fact: Fact[MessageEdited | MessageRetracted], desk: Desk) -> Iterator[Consequence]:
    """The message is no longer one to answer: what is left of its turn is."""
    armed = store.drop(
        desk.connection,
        fact.organisation_id,
        fact.event.conversation_id,
        fact.event.message_id,
        silence=desk.turn_silence,
        cap=desk.turn_cap,
    )
    yield _answer(fact.event.conversation_id, armed)


def _may_answer(fact: Fact[MessageReceived], desk: Desk) -> bool:
    """Whether the assistant is on, and no person has the conversation. It looks again before it answers."""
    settings: AssistantSettings = desk.state(
        assistant_settings, (fact.organisation_id, assistant_id(fact.organisation_id))
    )
    state: Conversation = desk.state(conversation, (fact.organisation_id, fact.event.conversation_id))
    return settings.automatic and state.owner is not Owner.PERSON


def _answer(conversation_id: UUID, asked: Cursor[Armed]) -> Awaited:
    """The answer to the revision, if the server gives one."""

    def effect() -> Effect | None:
        armed = asked.fetchone()
        return None if armed is None else _effect(conversation_id, armed)

    return Awaited(effect)


def _effect(conversation_id: UUID, armed: Armed) -> Effect:
    return Effect(
        kind="answer_turn",
        key=f"turn:{armed.turn_id}:{armed.revision}",
        refs={
            "conversation_id": str(conversation_id),
            "turn_id": str(armed.turn_id),
            "revision": str(armed.revision),
        },
        due_in=armed.due_in,
    )


@turns.hears
def taken(fact: Fact[ConversationTakenOver], desk: Desk) -> Iterator[Consequence]:
    """A person has the conversation."""
    store.end(desk.connection, fact.organisation_id, fact.event.conversation_id)
    yield from ()


@turns.hears
def answered_by_hand(fact: Fact[MessageQueued], desk: Desk) -> Iterator[Consequence]:
    """A person answers."""
    if fact.event.author == "user":
        store.end(desk.connection, fact.organisation_id, fact.event.conversation_id)
    yield from ()
