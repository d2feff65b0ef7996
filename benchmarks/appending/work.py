"""What every contestant appends, always the same: many small streams, and a few hot ones that each writer has to
itself."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate
from typing import Any
from uuid import UUID

from domain.conversations.content import Text
from domain.conversations.events import ConversationReopened, ConversationStarted, MessageReceived
from domain.event import Event
from domain.fact import PROVIDER, Context, Fact

SEED = 7
ORGANISATIONS = 8
PEOPLE = 100
"""contacts of each organisation"""
STARTING = 0.8
"""the share of the saves that start a stream"""
HOT = 8
"""streams of a writer that the other saves go on with"""
ZIPF = list(accumulate(1 / rank for rank in range(1, HOT + 1)))
AT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
BODY = "Bonjour, est-ce que ma commande 2026-0118 est prête ? Je passe vers 17 h."

Facts = Sequence[Fact[Any]]


@dataclass(frozen=True, slots=True)
class Work:
    """The saves of each writer, in order; a save is one fact or two."""

    writers: Sequence[Sequence[Facts]]

    @property
    def saves(self) -> int:
        return sum(map(len, self.writers))

    @property
    def people(self) -> set[tuple[UUID, UUID]]:
        """(organisation, contact) of everybody in it."""
        return {
            (fact.organisation_id, fact.event.contact_id) for saves in self.writers for facts in saves for fact in facts
        }

    def beginning(self, share: int = 10) -> "Work":
        """The first tenth of the saves of each writer."""
        return Work([saves[: max(1, len(saves) // share)] for saves in self.writers])


def two_facts(writers: int, saves: int) -> Work:
    """A message with the start of its conversation, or with the reopening of a hot one."""
    return Work([list(_Writer(number).pairs(max(1, saves // writers))) for number in range(writers)])


def one_fact(writers: int, saves: int) -> Work:
    """A message: in a stream of its own, or in a hot one."""
    return Work([list(_Writer(number).messages(max(1, saves // writers))) for number in range(writers)])


class _Writer:
    """Draws the saves of one writer, on streams that no other has: nothing here conflicts."""

    def __init__(self, number: int) -> None:
        self._dice = random.Random(f"{SEED} {number}")
        self._organisation = UUID(int=1_000 + number % ORGANISATIONS)
        self._hot = [(self._id(), self._person()) for _ in range(HOT)]
        self._versions = dict.fromkeys((stream for stream, _ in self._hot), 0)

    def pairs(self, count: int) -> Iterator[Facts]:
        for _ in range(count):
            context = self._context()
            if self._dice.random() < STARTING:
                conversation, contact = self._id(), self._person()
                first, version = self._started(conversation, contact), 1
            else:
                conversation, contact = self._hot_one()
                first, version = self._reopened(conversation, contact), self._next(conversation)
            message = self._id()
            yield [
                Fact(conversation, version, first, context),
                Fact(message, 1, self._received(message, conversation, contact), context),
            ]

    def messages(self, count: int) -> Iterator[Facts]:
        for _ in range(count):
            message, context = self._id(), self._context()
            if self._dice.random() < STARTING:
                conversation, contact = self._id(), self._person()
                stream, version = message, 1
            else:
                conversation, contact = self._hot_one()
                stream, version = conversation, self._next(conversation)
            yield [Fact(stream, version, self._received(message, conversation, contact), context)]

    def _id(self) -> UUID:
        return UUID(int=self._dice.getrandbits(128), version=4)

    def _person(self) -> UUID:
        return UUID(int=self._organisation.int * PEOPLE + self._dice.randrange(PEOPLE))

    def _context(self) -> Context:
        return Context(self._organisation, PROVIDER, correlation_id=self._id())

    def _hot_one(self) -> tuple[UUID, UUID]:
        return self._dice.choices(self._hot, cum_weights=ZIPF)[0]

    def _next(self, stream: UUID) -> int:
        self._versions[stream] += 1
        return self._versions[stream]

    def _started(self, conversation: UUID, contact: UUID) -> Event:
        return ConversationStarted(
            conversation_id=conversation,
            contact_id=contact,
            channel_id=self._organisation,
            address_kind="phone",
            address=f"+336{self._dice.randrange(10**8):08}",
            started_at=AT,
        )

    def _reopened(self, conversation: UUID, contact: UUID) -> Event:
        return ConversationReopened(conversation_id=conversation, contact_id=contact, owner="assistant")

    def _received(self, message: UUID, conversation: UUID, contact: UUID) -> Event:
        return MessageReceived(
            message_id=message,
            conversation_id=conversation,
            contact_id=contact,
            channel_id=self._organisation,
            kind="text",
            content=Text(body=BODY),
            provider_message_id=f"wamid.{message.hex}",
            sent_at=AT,
        )
