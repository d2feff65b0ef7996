"""A message leaves in its turn: it waits without a fact, books once for each attempt, and a refusal has others wait."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from adapters.outbox import places
from adapters.outbox.performer import Performer
from application import pacing
from application.channels import ChannelInUse
from application.effect import handlers
from application.ports.messaging import ChannelAccess, Failure, Pace, Receipt, Retry, SendRefused, SendUncertain
from application.ports.pace import Route, Wait
from domain.conversations.message_commands import SettleSend
from domain.fact import SYSTEM, Context
from tests.desk import ADA, BOB, Desk
from tests.drive import Drive

A_WHILE = Wait(timedelta(minutes=5), alone=False)
BURST = 3


@dataclass
class RecordingPace:
    """The pacemaker port: a test says who waits, and sees who was told to."""

    waits: list[Wait | None] = field(default_factory=list)
    sends: list[str] = field(default_factory=list)
    routes: list[Route] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    slowed: list[UUID] = field(default_factory=list)
    held: list[tuple[UUID, float]] = field(default_factory=list)

    def reserve(self, send: str, route: Route) -> Wait | None:
        self.sends.append(send)
        self.routes.append(route)
        return self.waits.pop(0) if self.waits else None

    @contextmanager
    def calling(self, send: str, route: Route) -> Iterator[None]:
        self.calls.append("begun")
        try:
            yield
        finally:
            self.calls.append("ended")

    def slow(self, number: UUID) -> None:
        self.slowed.append(number)

    def hold(self, id: UUID, wait: timedelta) -> None:
        self.held.append((id, wait.total_seconds()))


@pytest.fixture
def pace(drive: Drive) -> RecordingPace:
    pace = RecordingPace()
    drive.performer = Performer(drive.house.pool, replace(drive.house.services(), pace=pace), handlers())
    return pace


def facts_of(desk: Desk, message_id: UUID) -> list[str]:
    stream = (desk.organisation_id, message_id)
    return [type(fact.event).__name__ for fact in desk.drive.house.ledger.load([stream])[stream]]


def deliveries(drive: Drive) -> Sequence[tuple[str, int, float]]:
    """(state, attempts, seconds until it is due) of each delivery."""
    with drive.house.pool.connection() as connection:
        return connection.execute(
            "SELECT state, attempts, extract(epoch FROM due_at - clock_timestamp())::float8 FROM outbox.effects"
            " WHERE kind = 'deliver_message' ORDER BY created_at"
        ).fetchall()


def test_a_message_that_waits_for_its_turn_writes_no_fact_and_spends_no_attempt(
    drive: Drive, pace: RecordingPace
) -> None:
    desk = Desk(drive)
    desk.writes("Bonjour ?")
    drive.run()
    drive.provider.sent.clear()
    pace.waits = [A_WHILE, A_WHILE]
    message_id = desk.person_writes("Je regarde.")
    drive.run()
    drive.make_due()
    drive.run()
    assert facts_of(desk, message_id) == ["MessageQueued"]
    state, attempts, due_in = deliveries(drive)[-1]
    assert (state, attempts) == ("pending", 0) and due_in > 290
    drive.make_due()
    drive.run()
    assert [sent.message_id for sent in drive.provider.sent] == [message_id]


@pytest.mark.parametrize("answer", [None, SendRefused(Failure("code", "Non."), Retry.NEVER), SendUncertain("lost")])
def test_the_call_is_counted_from_its_beginning_to_its_answer_whatever_it_is(
    drive: Drive, pace: RecordingPace, answer: Exception | None
) -> None:
    desk = Desk(drive)
    desk.writes("Bonjour ?")
    drive.run()
    pace.calls.clear()
    drive.provider.answers = [answer] if answer else []
    drive.provider.during = lambda: pace.calls.append("called")
    desk.person_writes("Je regarde.")
    drive.run()
    assert pace.calls == ["begun", "called", "ended"]


def test_two_quick_lines_leave_at_once_and_the_one_too_many_waits_for_the_recipient(drive: Drive) -> None:
    drive.provider.pace = Pace(per_second=1000, recipient_interval=60)
    desk = Desk(drive)
    desk.writes("Bonjour ?")
    drive.run()
    drive.provider.sent.clear()
    for line in range(BURST):  # with the answer of the assistant, one too many
        desk.person_writes(f"Ligne {line}")
        drive.run()
    assert len(drive.provider.sent) == BURST - 1
    desk.writes("Allô ?", who=BOB)
    drive.run()
    assert drive.provider.sent[-1].to == BOB


def test_an_answer_that_is_overtaken_while_it_waits_is_discarded(drive: Drive, pace: RecordingPace) -> None:
    desk = Desk(drive)
    pace.waits = [A_WHILE]
    desk.writes("Quels sont vos horaires ?")
    drive.run()
    desk.writes("Et où se garer ?")
    drive.run()
    drive.make_due()
    drive.run()
    assert sorted(row.status for row in desk.messages() if row.author == "assistant") == ["discarded", "sent"]
    assert len(drive.provider.sent) == 1


@pytest.mark.parametrize(
    ("retry", "asked", "whom", "seconds", "slowed"),
    [
        (Retry.SOON, 0.0, "", 2, False),
        (Retry.SLOWER, 0.0, "number", 2, True),
        (Retry.SLOWER, 30.0, "number", 30, True),
        (Retry.RECIPIENT, 0.0, "recipient", 6, False),
        (Retry.LATER, 0.0, "account", 60, False),
        (Retry.LATER, 600.0, "account", 600, False),
    ],
)
def test_a_refusal_has_those_wait_whom_it_concerns(
    drive: Drive, pace: RecordingPace, retry: Retry, asked: float, whom: str, seconds: float, slowed: bool
) -> None:
    desk = Desk(drive)
    drive.provider.answers = [SendRefused(Failure("code", "Plus tard."), retry, asked)]
    desk.writes("Quels sont vos horaires ?")
    drive.run()
    held = {id: wait for id, wait in pace.held if wait}
    expected = asked if retry is Retry.SLOWER else seconds
    assert held == ({getattr(pace.routes[0], whom): expected} if whom and expected else {})
    assert pace.slowed == ([desk.channel_id] if slowed else [])
    assert deliveries(drive)[0][2] == pytest.approx(seconds, abs=2)
    assert desk.messages()[1].status == "queued"


def test_each_attempt_books_its_own_departure_and_so_does_a_person_who_asks_again(
    drive: Drive, pace: RecordingPace
) -> None:
    desk = Desk(drive)
    drive.provider.answers = [SendRefused(Failure("130429", "Trop vite."), Retry.SLOWER), SendUncertain()]
    desk.writes("Quels sont vos horaires ?")
    drive.run()
    drive.make_due()
    drive.run()
    answer = desk.messages()[1]
    assert answer.status == "uncertain"
    again = SettleSend(
        message_id=answer.message_id,
        outcome="send_again",
        reason="Rien sur son téléphone.",
        user_id=uuid4(),
        at=drive.house.clock.now(),
    )
    pace.waits = [A_WHILE]
    drive.house.bus.execute(Context(desk.organisation_id, SYSTEM), again)
    drive.run()
    assert len(drive.provider.sent) == 2, "it waits for its new turn"
    drive.make_due()
    drive.run()
    assert desk.messages()[1].status == "sent"
    assert pace.sends == [f"{answer.message_id}:{attempt}" for attempt in (1, 2, 3, 3)]


@pytest.mark.parametrize(("code", "slowed"), [("130429", 1), ("131026", 0)])
def test_a_number_that_a_status_calls_too_fast_goes_slower(
    drive: Drive, pace: RecordingPace, code: str, slowed: int
) -> None:
    desk = Desk(drive)
    desk.writes("Quels sont vos horaires ?")
    drive.run()
    sent = f"out-{desk.messages()[1].message_id}"
    for _ in range(2):  # told twice
        failed = Receipt(sent, "failed", drive.house.clock.now(), None, Failure(code, "Échec."))
        drive.arrive(desk.organisation_id, desk.channel_id, failed)
    drive.run()
    assert pace.slowed == [desk.channel_id] * slowed


def test_a_burst_of_one_organisation_does_not_delay_the_reply_of_another(drive: Drive, pace: RecordingPace) -> None:
    busy, quiet = Desk(drive), Desk(drive, "+33100000001")
    for desk in (busy, quiet):
        desk.writes("Bonjour ?")
        drive.run()
    drive.provider.sent.clear()
    for line in range(100):
        busy.person_writes(f"Ligne {line}")
    reply = quiet.person_writes("Je vous écoute.")
    while drive.policies.advance():
        pass
    with drive.house.pool.connection() as connection, connection.transaction():
        rows = places.due(connection)
    for row in rows:
        drive.performer.perform(row.id)
    order = [sent.message_id for sent in drive.provider.sent]
    assert order.index(reply) <= 1
    assert len(order) == places.IN_A_LANE + 1


def way(settings: dict[str, str], channel_id: UUID, drive: Drive) -> Route:
    in_use = ChannelInUse(uuid4(), channel_id, ChannelAccess("fake", settings, {}), "", 1)
    return pacing.route(in_use, ADA, Pace(80, 6, account="account"), drive.house.master_key)


def test_numbers_of_one_account_share_it_and_nothing_else(drive: Drive) -> None:
    one, other = (way({"account": "a"}, uuid4(), drive) for _ in range(2))
    assert one.account == other.account
    assert len({one.number, other.number, one.recipient, other.recipient}) == 4
    alone = way({}, one.number, drive)
    assert alone.account == alone.number


@pytest.mark.parametrize(
    ("said", "rate"), [("1000", 1000), ("12.5", 12.5), ("", 80), ("vite", 80), ("-3", 80), ("nan", 80), ("inf", 80)]
)
def test_a_channel_may_know_its_rate_better(drive: Drive, said: str, rate: float) -> None:
    assert way({"messages_per_second": said}, uuid4(), drive).per_second == rate
