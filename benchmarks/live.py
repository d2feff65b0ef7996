"""How long a screen waits: from the 200 of a webhook until the event of its message is on a member's open stream.

A program of Node posts at a fixed rate whatever the answers take, and follows the stream; it keeps when each webhook
had its 200, by the provider's id, and when each event came, by ours. The ledger tells which is which (`MessageReceived`
holds both) and when the fact was recorded. All clocks are that of this machine. Times from the request count from the
instant at which it was to leave, so that a slow answer hides nobody's wait.

Two organisations by turns: 200 messages a second with the assistant off; 20 a second with its answers, which leave by
the provider's stand-in, whose statuses come back as webhooks. Each of 200 customers writes in turn. One web process,
one projector, one worker.
"""

import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import machine
from benchmarks.check_ins import settle
from benchmarks.figures import Aim, Comparison, Figures, by_turns, percentile
from benchmarks.load import bodies
from benchmarks.load.programs import Talked, talk
from benchmarks.load.town import STAND_IN, Cpu, Team, web_address
from benchmarks.machines import machines
from benchmarks.report import Options, Report
from domain.conversations.events import MessageReceived, MessageSent
from domain.fact import Fact
from domain.personal import known
from runtime.composition import House, open_house
from runtime.demo.faq import FAQ
from runtime.settings import Settings
from runtime.up import process

SECONDS = 60  # of a round
QUESTIONS = [entry.question for entry in FAQ]


@dataclass(frozen=True, slots=True)
class Waits:
    """Of one round, in milliseconds, one for each message; what is heard may be so before its 200 is."""

    from_answer: Sequence[float]
    from_request: Sequence[float]
    until_recorded: Sequence[float]
    """from the 200"""
    lost: int
    answers: int

    @classmethod
    def of(cls, talked: Talked, facts: Sequence[Fact[MessageReceived | MessageSent]]) -> "Waits":
        """What the program saw, by the facts that were recorded meanwhile."""
        received = {
            known(fact.event.provider_message_id, ""): fact for fact in facts if isinstance(fact.event, MessageReceived)
        }
        from_answer, from_request, until_recorded = [], [], []
        for message, (due, answered) in talked.sent.items():
            fact = received.get(message)
            heard = talked.heard.get(str(fact.event.message_id)) if fact else None
            if fact is None or heard is None:
                continue
            from_answer.append(heard - answered)
            from_request.append(heard - due)
            until_recorded.append(_milliseconds(fact.recorded_at) - answered)
        answers = sum(isinstance(fact.event, MessageSent) for fact in facts)
        lost = len(talked.sent) - len(from_answer)
        return cls(from_answer, from_request, until_recorded, lost, answers)


@dataclass
class Crowd:
    """Customers of a team who write at a rate, and its member who watches."""

    team: Team
    rate: int
    url: str
    folder: Path
    cpu: Cpu
    seconds: int
    phase: str
    rounds: list[Waits] = field(default_factory=list)
    messages: int = 0

    def write(self) -> float:
        """One round. Gives the p95 from the 200 to the event."""
        self.rounds.append(self._written(self.seconds * self.rate))
        return percentile(self.rounds[-1].from_answer, 0.95)

    def come(self) -> None:
        """Each customer writes once, so that none is new."""
        self._written(bodies.PHONES)

    def _written(self, count: int) -> Waits:
        house = self.team.house
        file, before = self.folder / self.team.endpoint, house.ledger.head()
        bodies.write(file, count, endpoint=self.team.endpoint, texts=QUESTIONS, seed=self.messages)
        self.messages += count
        token = self.team.token(self.url)
        with self.cpu.during(self.phase):
            talked = talk(self.url, token, file, count, self.rate)
            rest(house)
        self.cpu.add(self.phase, {"node": talked.cpu})
        return Waits.of(talked, recorded(house, self.team, before))

    def shown(self, aim: float) -> list[Comparison]:
        """The lines of the table. `aim` is for the p95, in milliseconds."""
        rounds, at = self.rounds, self.phase
        recorded = [percentile(one.until_recorded, 0.95) for one in rounds]
        notes = {
            "messages_a_round": self.seconds * self.rate,
            "answers_sent": [one.answers for one in rounds],
            "p50_until_recorded_ms": [round(statistics.median(one.until_recorded), 1) for one in rounds],
            "p95_until_recorded_ms": [round(one, 1) for one in recorded],
        }
        return [
            Comparison(f"200 → event, p50, {at}", "ms", _each(rounds, 0.5)),
            Comparison(
                f"200 → event, p95, {at}", "ms", _each(rounds, 0.95), aim=Aim("at most", aim, "ms"), notes=notes
            ),
            Comparison(f"200 → event, p99, {at}", "ms", _each(rounds, 0.99)),
            Comparison(f"200 → recorded, p95, {at}", "ms", Figures(recorded)),
            Comparison(
                f"request → event, p95, {at}", "ms", Figures([percentile(one.from_request, 0.95) for one in rounds])
            ),
            Comparison(
                f"events lost, {at}", "", Figures([float(one.lost) for one in rounds]), aim=Aim("at most", 0, "")
            ),
        ]


def recorded(house: House, team: Team, after: int) -> list[Fact[MessageReceived | MessageSent]]:
    """The messages of a team since a position, received and sent."""
    found: list[Fact[MessageReceived | MessageSent]] = []
    while page := house.ledger.page(after, 10_000, [MessageReceived.name, MessageSent.name]):
        found += [fact for fact in page if fact.context.organisation_id == team.organisation_id]
        after = page[-1].position
    return found


def rest(house: House) -> None:
    """Until the last turn has closed, what it asked for is done, and the provider has told all of it."""
    before = -1
    while (head := house.ledger.head()) != before:
        before = head
        time.sleep(house.settings.turn_silence + 0.5)
        settle(house)


@contextmanager
def crowds(seconds: int) -> Iterator[tuple[Crowd, Crowd]]:
    """Those who are not answered, and those who are."""
    with web_address() as url, machines(STAND_IN, workers=1) as (supervisor, programs), open_house(Settings()) as house:
        silent = Team.founded(house, "100001", automatic=False)
        answering = Team.founded(house, "100002", automatic=True)
        supervisor.start(*programs, process("web", "web"))
        supervisor.wait_ready()
        with TemporaryDirectory() as folder:
            cpu, place = Cpu(), Path(folder)
            pair = (
                Crowd(silent, 200, url, place, cpu, seconds, "200/s, assistant off"),
                Crowd(answering, 20, url, place, cpu, seconds, "20/s with answers"),
            )
            for crowd in pair:
                crowd.come()
            cpu.spent.clear()
            yield pair


def run(options: Options) -> Report:
    """Both crowds, round after round."""
    with crowds(options.size(SECONDS)) as (silent, answered):
        by_turns({"silent": silent.write, "answered": answered.write}, options.rounds)
        told = machine.described(silent.team.house.settings.dsn)
    return Report(
        "live",
        "From the 200 of a webhook to the event on the open stream",
        told,
        [*silent.shown(50), *answered.shown(150)],
        cpu=silent.cpu.spent,
        notes={"seconds_of_a_round": silent.seconds, "customers": bodies.PHONES, "workers": 1},
    )


def _each(rounds: Sequence[Waits], share: float) -> Figures:
    return Figures([percentile(one.from_answer, share) for one in rounds])


def _milliseconds(at: datetime | None) -> float:
    assert at is not None
    return at.timestamp() * 1000
