"""A plausible past, the same every time: customers write, the assistant or a person answers, receipts come, some buy a
licence whose software checks in. Facts as the house writes them, but made at once: no rule is asked."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID, uuid5

import psycopg

from adapters.event_store.mapper import FactMapper
from benchmarks.french import WORDS
from domain.contacts.consent import ConsentGiven
from domain.contacts.contact import ContactIdentified, ContactNamed
from domain.conversations.answer import Answer, Candidate, IntentScore
from domain.conversations.content import Text
from domain.conversations.events import (
    AliasBound,
    Author,
    ConversationAnswered,
    ConversationResolved,
    ConversationStarted,
    ConversationTakenOver,
    MessageDelivered,
    MessageQueued,
    MessageRead,
    MessageReceived,
    MessageSent,
    SendAttempted,
)
from domain.conversations.ownership_events import AnswerPlanned
from domain.event import Event
from domain.fact import ASSISTANT, PROVIDER, SYSTEM, Actor, Context, Fact
from domain.licensing.activity import LicenceCheckedIn, day_id
from domain.licensing.licence_events import LicenceIssued

SEED = 20_26
BEGINNING = datetime(2026, 3, 2, 7, tzinfo=UTC)
ORGANISATIONS = 10
AT_ONCE = 300  # conversations that go on at the same time
ROUNDS = 8  # of a question and its answer, in a conversation
Step = tuple[UUID, Event, Actor]
"""Stream, event, who."""


@dataclass(frozen=True)
class Customer:
    """Somebody of an organisation, and the conversation with them."""

    number: int
    organisation_id: UUID
    luck: random.Random

    def id(self, name: str) -> UUID:
        return uuid5(self.organisation_id, f"{self.number}:{name}")

    def words(self) -> str:
        return " ".join(self.luck.choices(WORDS, k=self.luck.randint(4, 18)))

    def life(self) -> Iterator[Step]:
        """All that happens to them, in order."""
        contact, conversation = self.id("contact"), self.id("conversation")
        channel = uuid5(self.organisation_id, "channel")
        ids: dict[str, Any] = {"conversation_id": conversation, "contact_id": contact}
        phone = f"+336{self.number:08}"
        at = BEGINNING + timedelta(minutes=13 * self.number)
        known = ContactIdentified(contact_id=contact, kind="phone", index=self.id("phone"), value=phone)
        named = ContactNamed(
            contact_id=contact, contact_name=f"Client {self.number}", name_index=self.id("name"), source="profile"
        )
        yield contact, known, SYSTEM
        yield contact, named, SYSTEM
        yield contact, ConsentGiven(contact_id=contact, by="first_contact", channel_id=channel, given_at=at), SYSTEM
        started = ConversationStarted(**ids, channel_id=channel, address_kind="phone", address=phone, started_at=at)
        yield conversation, started, PROVIDER
        person = self.luck.random() < 0.2
        for turn in range(ROUNDS):
            at += timedelta(minutes=self.luck.randint(1, 60))
            yield from self._exchange(turn, at, ids, channel, person)
        if not person:
            yield conversation, ConversationResolved(**ids), Actor("user", self.id("agent"))
        if self.luck.random() < 0.2:
            yield from self._licence(contact, at)

    def _exchange(self, turn: int, at: datetime, ids: dict[str, Any], channel: UUID, person: bool) -> Iterator[Step]:
        asked, answered = self.id(f"asked {turn}"), self.id(f"answered {turn}")
        conversation = ids["conversation_id"]
        received = MessageReceived(
            message_id=asked,
            **ids,
            channel_id=channel,
            kind="text",
            content=Text(body=self.words()),
            provider_message_id=f"wamid.{asked.hex}",
            sent_at=at,
        )
        yield asked, received, PROVIDER
        yield from self._alias(asked)
        agent = self.id("agent") if person else None
        if person and turn == 0:
            yield conversation, ConversationTakenOver(**ids, user_id=self.id("agent")), Actor("user", agent)
        if not person:
            planned = AnswerPlanned(**ids, turn_id=asked, message_id=answered)
            yield conversation, planned, ASSISTANT
        queued = MessageQueued(
            message_id=answered,
            **ids,
            channel_id=channel,
            author="user" if person else "assistant",
            user_id=agent,
            content=Text(body=self.words()),
            content_index=self.id(f"content {turn}"),
            queued_at=at + timedelta(seconds=2),
            answer=None if person else self._answer(asked, at),
        )
        yield answered, queued, Actor("user", agent) if person else ASSISTANT
        if turn == 0:
            author: Author = "user" if person else "assistant"
            yield conversation, ConversationAnswered(**ids, author=author), SYSTEM
        of = {"message_id": answered, **ids}
        yield answered, SendAttempted(**of, attempt=1, turn_id=asked), SYSTEM
        sent = MessageSent(
            **of,
            channel_id=channel,
            author="user" if person else "assistant",
            provider_message_id=f"wamid.{answered.hex}",
            sent_at=at + timedelta(seconds=3),
            waited_ms=None if person else 3_000,
        )
        yield answered, sent, PROVIDER
        yield from self._alias(answered)
        yield answered, MessageDelivered(**of, delivered_at=at + timedelta(seconds=5)), PROVIDER
        if self.luck.random() < 0.8:
            yield answered, MessageRead(**of, read_at=at + timedelta(minutes=1)), PROVIDER

    def _alias(self, message: UUID) -> Iterator[Step]:
        alias = uuid5(message, "alias")
        yield alias, AliasBound(alias_id=alias, message_id=message), PROVIDER

    def _answer(self, asked: UUID, at: datetime) -> Answer:
        faq = uuid5(self.organisation_id, f"faq {self.luck.randint(1, 20)}")
        score = round(self.luck.uniform(0.6, 1), 3)
        return Answer(
            turn_id=asked,
            revision=1,
            in_reply_to=(asked,),
            asked_at=at,
            source="faq",
            faq_id=faq,
            faq_version=1,
            score=score,
            confidence=score,
            candidates=(Candidate(faq_id=faq, revision=1, score=score),),
            intent="faq",
            intents=(IntentScore(name="faq", score=score), IntentScore(name="person", score=0.1)),
            sentiment=0.2,
        )

    def _licence(self, contact: UUID, at: datetime) -> Iterator[Step]:
        licence = self.id("licence")
        issued = LicenceIssued(
            licence_id=licence,
            contact_id=contact,
            key=f"PLB-{self.number:05}",
            key_index=self.id("key"),
            email=f"client{self.number}@exemple.fr",
            hwid=f"HW-{self.number:08}",
            hwid_index=self.id("hwid"),
            plan=self.luck.choice(("starter", "premium", "enterprise")),
            price_cents=2_900,
            currency="EUR",
            grace_days=7,
            ends_at=at + timedelta(days=30),
            grace_ends_at=at + timedelta(days=37),
            payment_method="stripe",
            auto_renew=True,
            notes="",
            notes_index=self.id("notes"),
            import_id=None,
        )
        yield licence, issued, SYSTEM
        for day in range(10):
            seen_at = at + timedelta(days=day, hours=1)
            stream = day_id(licence, seen_at.date())
            yield (
                stream,
                LicenceCheckedIn(
                    day_id=stream,
                    licence_id=licence,
                    contact_id=contact,
                    software_version="4.2.0",
                    os="Windows 11",
                    checked_in_at=seen_at,
                ),
                SYSTEM,
            )


def steps(luck: random.Random) -> Iterator[tuple[Customer, Step]]:
    """What happens to everybody, mixed; there is no end to it. Large organisations have most of the customers."""
    organisations = [UUID(int=0xBE4C + number) for number in range(ORGANISATIONS)]
    weights = [1 / (rank + 1) for rank in range(ORGANISATIONS)]
    number = 0
    lives: list[tuple[Customer, Iterator[Step]]] = []
    while True:
        while len(lives) < AT_ONCE:
            number += 1
            customer = Customer(number, luck.choices(organisations, weights)[0], random.Random(number))
            lives.append((customer, customer.life()))
        place = luck.randrange(len(lives))
        customer, life = lives[place]
        step = next(life, None)
        if step is None:
            lives[place] = lives[-1]
            lives.pop()
        else:
            yield customer, step


def facts(count: int) -> Iterator[Fact[Any]]:
    """So many, in the order of the ledger, recorded a tenth of a second one after the other."""
    versions: Counter[UUID] = Counter()
    sequences: Counter[UUID] = Counter()
    luck = random.Random(SEED)
    correlation = UUID(int=SEED)
    for position, (customer, (stream, event, actor)) in enumerate(islice(steps(luck), count), 1):
        versions[stream] += 1
        sequences[customer.organisation_id] += 1
        context = Context(customer.organisation_id, actor, correlation)
        recorded_at = BEGINNING + timedelta(days=1, milliseconds=100 * position)
        sequence = sequences[customer.organisation_id]
        yield Fact(stream, versions[stream], event, context, sequence, position, recorded_at)


def write(dsn: str, mapper: FactMapper, count: int, page: int = 10_000) -> None:
    """Into an empty ledger. `dsn` is an administrator's."""
    heads: dict[UUID, Fact[Any]] = {}
    made = facts(count)
    with psycopg.connect(dsn) as connection:
        while batch := list(islice(made, page)):
            _copy(connection, mapper, batch)
            heads |= {fact.organisation_id: fact for fact in batch}
        connection.cursor().executemany(
            "INSERT INTO ledger.heads (organisation_id, sequence, recorded_at) VALUES (%s, %s, %s)",
            [(organisation_id, fact.sequence, fact.recorded_at) for organisation_id, fact in heads.items()],
        )
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE ledger.facts")


def _copy(connection: psycopg.Connection[Any], mapper: FactMapper, batch: Sequence[Fact[Any]]) -> None:
    columns = "organisation_id, stream_id, version, sequence, recorded_at, name, state"
    with connection.cursor().copy(f"COPY ledger.facts ({columns}) FROM STDIN") as into:
        for fact, stored in zip(batch, mapper.encode(batch), strict=True):
            into.write_row(
                (
                    fact.organisation_id,
                    fact.stream_id,
                    fact.version,
                    fact.sequence,
                    fact.recorded_at,
                    stored.topic,
                    stored.state,
                )
            )
