"""A person, the assistant, the sender and the customer at the same instant, in every order of what they save.

With what each decides on, too, anywhere before that save, unless all four are there.
The read models stand still meanwhile: nothing here may depend on them to be safe.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from application.bus import Bus, Draft
from application.effect import Job, Later, Result, Services
from application.effects.answer_turn import answer_turn
from application.effects.deliver_message import deliver
from application.ownership import ConversationMoved, Ownership
from application.policies.turns import turns
from application.policy import Awaited
from application.policy import Desk as PolicyDesk
from application.ports.messaging import Identifier, InboundMessage
from application.replies import Replies
from application.taking import Origin
from application.windows import Windows
from domain.conversations.content import Text
from domain.conversations.conversation import Conversation, Owner, conversation
from domain.conversations.conversation_commands import NoteAnswer
from domain.conversations.events import ConversationTakenOver, MessageQueued, MessageReceived, SendAttempted
from domain.fact import ASSISTANT, Actor, Context
from tests.desk import Desk
from tests.drive import Drive
from tests.interleaving import Actor as Stepper
from tests.interleaving import Run, every_run

LAURA = UUID(int=77)
DECIDES = 4  # streams: the message, the conversation, and what is guarded


class Scene:
    """A customer has asked; the turn has closed. The assistant answers, its answer is sent, a person replies blindly,
    the customer writes again: those of them that are wanted."""

    def __init__(self, desk: Desk, number: int, *, replies: bool, writes_again: bool, stops_at_load: bool) -> None:
        self.desk, self.drive = desk, desk.drive
        self.drive.provider.window = None  # what is read from screens is not what is raced for here
        self.phone = Identifier("phone", f"+33639{number:06}")
        house = self.drive.house
        self.person = Stepper(house.ledger, MessageQueued, stops_at_load=DECIDES if stops_at_load else 1_000)
        self.assistant = Stepper(house.ledger, MessageQueued)
        self.sender = Stepper(house.ledger, SendAttempted)
        self.customer = Stepper(house.ledger)
        self.asked: list[UUID] = []
        self._given: set[UUID] = set()
        self.moved: ConversationMoved | None = None
        self.sent_before = len(self.drive.provider.sent)
        self.begins = house.ledger.head()
        self._heard = house.ledger.head()
        self._write("Quels sont vos horaires ?")
        self.opened = house.bus.execute(self._context(), NoteAnswer(conversation_id=self.talk, author="assistant"))
        self._heard = house.ledger.head()
        if writes_again:
            self.customer.jobs.append(lambda: self._write("Et où peut-on se garer ?"))
        self.replies = replies
        # The oldest look is the blindest: with all four, each decides as early as can be, and only saves are ordered.
        self.eager = replies and writes_again
        if replies:
            self.person.jobs.append(self._reply)

    def enabled(self) -> list[Stepper]:
        """Who may go on. Once the person is done, nothing races with them any more: the rest goes on in one order."""
        actors = [one for one in (self.person, self.assistant, self.sender, self.customer) if one.enabled]
        return actors[:1] if self.replies and not self.person.enabled else actors

    @property
    def state(self) -> Conversation:
        return self.drive.house.bus.state(conversation, (self.desk.organisation_id, self.talk))  # type: ignore[no-any-return]

    def play(self, run: Run) -> "Scene":
        while enabled := self.enabled():
            if self.eager and (early := next((one for one in enabled if one.waits and one is not self.customer), None)):
                early.step()
            else:
                run.pick(enabled).step()
        return self

    def sent(self) -> list[MessageQueued]:
        """What left, as it was queued."""
        ids = [outbound.message_id for outbound in self.drive.provider.sent[self.sent_before :]]
        streams = [(self.desk.organisation_id, message_id) for message_id in ids]
        loaded = self.drive.house.ledger.load(streams)
        return [loaded[stream][0].event for stream in streams]

    def queued_behind_a_back(self) -> bool:
        """Whether the assistant queued an answer once the person had the conversation."""
        facts = [fact.event for fact in self.drive.house.ledger.page(self.begins, 1_000)]
        taken = next(place for place, event in enumerate(facts) if isinstance(event, ConversationTakenOver))
        return any(isinstance(event, MessageQueued) and event.author == "assistant" for event in facts[taken:])

    def _write(self, text: str) -> None:
        house = self.drive.house
        at = house.clock.now()
        item = InboundMessage(uuid4().hex, [self.phone], at, Text(body=text))
        gave = house.intake.take(Origin(self.desk.organisation_id, self.desk.channel_id, at, uuid4()), item)
        assert gave.id is not None
        self.asked.append(gave.id)
        self._hear()

    def _hear(self) -> None:
        """The policy of turns hears what came; what follows is the assistant's to do."""
        house = self.drive.house
        with house.pool.connection() as connection:
            at_hand = PolicyDesk(connection, 0.0, 5.0, 900.0, 120.0, Draft(house.ledger))
            for fact in house.ledger.page(self._heard, 1_000):
                self._heard = fact.position
                if isinstance(fact.event, MessageReceived):
                    self.talk = fact.event.conversation_id
                for asked in turns.react(fact, at_hand):
                    assert isinstance(asked, Awaited)
                    effect = asked.effect()
                    assert effect is not None
                    self.assistant.jobs.clear()  # an older revision that was not begun ends without a word
                    self._let(self.assistant, "answer_turn", dict(effect.refs))

    def _let(self, actor: Stepper, kind: str, refs: dict[str, str]) -> None:
        """The effect is the actor's to perform, again and again until it is done."""
        job = Job(self.desk.organisation_id, kind, refs, 1, None)
        services = replace(self.drive.house.services(), bus=Bus(actor), ledger=actor)

        def perform() -> None:
            if isinstance(self._performed(job, services), Later):
                actor.jobs.append(perform)

        actor.jobs.append(perform)

    def _deliver(self, message_id: UUID) -> None:
        refs = {"message_id": str(message_id), "conversation_id": str(self.talk)}
        self._let(self.sender, "deliver_message", refs)

    def _performed(self, job: Job, services: Services) -> Result:
        if job.kind == "deliver_message":
            return deliver(job, services)
        result = answer_turn(job, services)
        for planned in self._planned():
            self._deliver(planned)
        return result

    def _planned(self) -> Iterator[UUID]:
        planned = self.state.planned
        if planned is not None and planned not in self._given:
            self._given.add(planned)
            yield planned

    def _reply(self) -> None:
        house = self.drive.house
        bus = Bus(self.person)
        ownership = Ownership(bus, self.person, house.services().reading)
        windows = Windows(house.channels, house.clock, house.services().reading)
        replies = Replies(bus, house.master_key, house.clock, ownership, windows, house.quota)
        try:
            replied = replies.reply(
                self._context(Actor("user", LAURA)), LAURA, self.talk, "k1", "Je regarde.", seen=self.opened.sequence
            )
        except ConversationMoved as moved:
            self.moved = moved
        else:
            self._deliver(replied.message_id)

    def _context(self, actor: Actor = ASSISTANT) -> Context:
        return Context(self.desk.organisation_id, actor)


def check(scene: Scene) -> str:
    """What must hold at the end of any run. Gives how it ended."""
    sent = scene.sent()
    automatic = [event.answer for event in sent if event.author == "assistant" and event.answer is not None]
    by_hand = [event for event in sent if event.author == "user"]
    assert len({answer.turn_id for answer in automatic}) == len(automatic), "two automatic answers to one turn"
    assert len(by_hand) <= 1
    if scene.replies and scene.moved is None:
        assert len(by_hand) == 1, "the reply is lost"
        assert automatic == [], "a blind reply beside an automatic answer"
        assert not scene.queued_behind_a_back()
        assert (scene.state.owner, scene.state.user_id) == (Owner.PERSON, LAURA)
        return "replied"
    assert by_hand == []
    assert scene.moved is None or scene.moved.since, "refused without being told why"
    answered = {message_id for answer in automatic for message_id in answer.in_reply_to}
    assert answered == set(scene.asked), "a question is lost"
    assert scene.state.owner is Owner.ASSISTANT
    return "refused" if scene.replies else "answered"


@pytest.mark.parametrize(
    ("replies", "writes_again", "stops_at_load", "ends"),
    [
        (True, False, True, {"replied", "refused"}),
        (True, True, False, {"replied", "refused"}),
        (False, True, False, {"answered"}),
    ],
    ids=["a person replies", "and the customer writes again", "the customer writes again"],
)
def test_the_assistant_and_a_person_never_talk_at_once(
    drive: Drive, replies: bool, writes_again: bool, stops_at_load: bool, ends: set[str]
) -> None:
    desk = Desk(drive)
    found: Counter[str] = Counter()
    for number, run in enumerate(every_run()):
        scene = Scene(desk, number, replies=replies, writes_again=writes_again, stops_at_load=stops_at_load)
        found[check(scene.play(run))] += 1
    assert found.keys() == ends
