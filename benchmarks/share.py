"""The assistant's own share of the time that an answer takes, with a language model that answers at once.

It begins when the silence that closes the turn is over: the timer (the row of the outbox for `answer_turn`) was written
when the message was heard, and is due so long after (`PALABRE_TURN_SILENCE`; each turn here is of one message). It ends
when the request arrives at the provider (the stand-in's own record). So it counts all that we do and all that we wait
for: the sweeper, the queue of answers, the FAQ, the prompt, the call of the model (0 ms of thought, the HTTP of it
included), the guards, the commits, the policy that asks for the sending, the queue of sends, the pace. What it leaves
out is told apart: from the record of the message and the silence, which adds the time until the timer was written.

Customers write at 5 messages a second what the FAQ does not know; the model's answer is grounded, and leaves. One web
process, one projector, one worker, and one stand-in for the provider and the model.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import psycopg

from benchmarks import machine
from benchmarks.figures import Aim, Comparison, Figures, percentile
from benchmarks.live import rest
from benchmarks.load import bodies
from benchmarks.load.programs import talk
from benchmarks.load.town import STAND_IN, Cpu, Team, web_address
from benchmarks.machines import STAND_IN as SETTING
from benchmarks.machines import machines
from benchmarks.report import Options, Report
from domain.conversations.events import MessageQueued, MessageReceived, SendAttempted
from domain.fact import Fact
from runtime.composition import House, open_house
from runtime.settings import Settings
from runtime.up import process

SECONDS = 60  # of a round
RATE = 5  # messages a second
QUESTION = "Peut-on amener son chien ?"
BUSINESS = "Les chiens tenus en laisse sont les bienvenus à l'institut."
ANSWER = "Oui, les chiens tenus en laisse sont les bienvenus à l'institut."
PHASE = "5 answers/s"


@dataclass(frozen=True, slots=True)
class Answered:
    """The instants of one answer, in order."""

    recorded: datetime
    """the customer's message, in the ledger"""
    due: datetime
    """the silence is over"""
    swept: datetime
    """the timer went to the workers"""
    queued: datetime
    """the answer, in the ledger"""
    let_in: datetime
    """the sending went to the workers"""
    attempted: datetime
    """in the ledger"""
    arrived: datetime
    """at the provider"""

    @property
    def share(self) -> float:
        """Milliseconds that are the assistant's own."""
        return _ms(self.due, self.arrived)

    def since_recorded(self, silence: timedelta) -> float:
        """The same from the record of the message, in milliseconds."""
        return _ms(self.recorded + silence, self.arrived)

    def steps(self) -> dict[str, float]:
        """Where the share goes, in milliseconds."""
        return {
            "until the timer is swept": _ms(self.due, self.swept),
            "until the answer is queued": _ms(self.swept, self.queued),
            "until the sending is let in": _ms(self.queued, self.let_in),
            "until the attempt is recorded": _ms(self.let_in, self.attempted),
            "until it is at the provider": _ms(self.attempted, self.arrived),
        }


@dataclass
class Conversation:
    """Customers who are answered by the model, round after round."""

    team: Team
    url: str
    stand_in: str
    folder: Path
    seconds: int
    cpu: Cpu = field(default_factory=Cpu)
    rounds: list[Sequence[Answered]] = field(default_factory=list)
    missing: list[int] = field(default_factory=list)
    others: int = 0
    """answers that are not the model's"""
    messages: int = 0

    @property
    def silence(self) -> timedelta:
        return timedelta(seconds=self.team.house.settings.turn_silence)

    def hold(self) -> None:
        """One round, kept."""
        count = self.seconds * RATE
        answers = self.answers(count)
        self.rounds.append(answers)
        self.missing.append(count - len(answers))

    def answers(self, count: int) -> Sequence[Answered]:
        """So many messages, and what became of each."""
        house = self.team.house
        file, before = self.folder / "bodies", house.ledger.head()
        bodies.write(file, count, endpoint=self.team.endpoint, texts=[QUESTION], seed=self.messages)
        self.messages += count
        self._script(count)
        httpx.delete(f"{self.stand_in}/calls").raise_for_status()
        token = self.team.token(self.url)
        with self.cpu.during(PHASE):
            talked = talk(self.url, token, file, count, RATE)
            rest(house)
        self.cpu.add(PHASE, {"node": talked.cpu})
        calls = httpx.get(f"{self.stand_in}/calls", timeout=30).json()
        arrived = {call["our_id"]: datetime.fromisoformat(call["time"]) for call in calls}
        return list(self._told(recorded(house, before), timers(house), arrived))

    def _script(self, count: int) -> None:
        """What the model says so many times, at once."""
        httpx.delete(f"{self.stand_in}/model/calls").raise_for_status()
        said = json.dumps({"answer": ANSWER, "confidence": 0.9, "person": False}, ensure_ascii=False)
        for first in range(0, count, 1000):
            step = {"text": said, "times": min(1000, count - first)}
            httpx.post(f"{self.stand_in}/model/script", json=step).raise_for_status()

    def _told(
        self,
        facts: Sequence[Fact[MessageReceived | MessageQueued | SendAttempted]],
        rows: Mapping[str, tuple[datetime, datetime]],
        arrived: Mapping[str, datetime],
    ) -> Iterator[Answered]:
        received = {fact.event.message_id: _at(fact) for fact in facts if isinstance(fact.event, MessageReceived)}
        attempted = {fact.event.message_id: _at(fact) for fact in facts if isinstance(fact.event, SendAttempted)}
        for fact in facts:
            if not isinstance(fact.event, MessageQueued) or fact.event.answer is None:
                continue
            answer, message_id = fact.event.answer, fact.event.message_id
            self.others += answer.source != "model"
            timer = rows.get(f"turn:{answer.turn_id}:{answer.revision}")
            sending = rows.get(f"deliver:{message_id}")
            if timer and sending and message_id in attempted and str(message_id) in arrived:
                yield Answered(
                    recorded=received[answer.in_reply_to[-1]],
                    due=timer[0] + self.silence,
                    swept=timer[1],
                    queued=_at(fact),
                    let_in=sending[1],
                    attempted=attempted[message_id],
                    arrived=arrived[str(message_id)],
                )


def recorded(house: House, after: int) -> list[Fact[MessageReceived | MessageQueued | SendAttempted]]:
    """The messages since a position: what was received, answered, sent."""
    names = [MessageReceived.name, MessageQueued.name, SendAttempted.name]
    found: list[Fact[MessageReceived | MessageQueued | SendAttempted]] = []
    while page := house.ledger.page(after, 10_000, names):
        found += page
        after = page[-1].position
    return found


def timers(house: House) -> dict[str, tuple[datetime, datetime]]:
    """By the key of an effect, when it was written and when it last went to the workers."""
    with psycopg.connect(house.settings.dsn) as connection:
        rows = connection.execute(
            "SELECT key, created_at, enqueued_at FROM outbox.effects"
            " WHERE kind IN ('answer_turn', 'deliver_message') AND enqueued_at IS NOT NULL"
        ).fetchall()
    return {key: (written, sent) for key, written, sent in rows}


@contextmanager
def conversation(seconds: int) -> Iterator[Conversation]:
    """Everything, running, with a model that is the stand-in."""
    with web_address() as url, machines(STAND_IN, workers=0) as (supervisor, programs):
        stand_in = f"http://127.0.0.1:{os.environ[f'{SETTING}PORT']}"
        model = {"VENDOR": "openai", "NAME": "stand-in", "BASE_URL": f"{stand_in}/model"}
        os.environ.update({f"PALABRE_MODEL_{name}": value for name, value in model.items()})
        with open_house(Settings()) as house, TemporaryDirectory() as folder:
            team = Team.founded(house, "100001", automatic=True, business=BUSINESS)
            supervisor.start(*programs, process("worker", "worker"), process("web", "web"))
            supervisor.wait_ready()
            yield Conversation(team, url, stand_in, Path(folder), seconds)


def run(options: Options) -> Report:
    """Rounds of answers, after a few that are not counted."""
    with conversation(options.size(SECONDS)) as held:
        held.answers(2 * RATE)
        held.cpu.spent.clear()
        for _ in range(options.rounds):
            held.hold()
        told = machine.described(held.team.house.settings.dsn)
    assert held.others == 0, f"{held.others} answers are not the model's"
    rounds, silence = held.rounds, held.silence
    missing = Figures([float(count) for count in held.missing])
    return Report(
        "share",
        "The assistant's own share of an answer (the model takes 0 ms)",
        told,
        [
            _line("end of the silence → provider, p50", rounds, 0.5),
            _line("end of the silence → provider, p95", rounds, 0.95, Aim("at most", 200, "ms")),
            _line("end of the silence → provider, p99", rounds, 0.99),
            Comparison(
                "message recorded + silence → provider, p95",
                "ms",
                Figures([percentile([one.since_recorded(silence) for one in answers], 0.95) for answers in rounds]),
            ),
            Comparison("answers missing", "", missing, aim=Aim("at most", 0, "")),
        ],
        cpu=held.cpu.spent,
        notes={
            "answers_a_round": held.seconds * RATE,
            "silence_s": silence.total_seconds(),
            "steps_p50_p95_ms": steps([one for answers in rounds for one in answers]),
        },
    )


def steps(answers: Sequence[Answered]) -> dict[str, list[float]]:
    """The p50 and the p95 of each step, in milliseconds."""
    found = [answer.steps() for answer in answers]
    return {
        name: [round(percentile([one[name] for one in found], share), 1) for share in (0.5, 0.95)] for name in found[0]
    }


def _line(what: str, rounds: Sequence[Sequence[Answered]], share: float, aim: Aim | None = None) -> Comparison:
    figures = Figures([percentile([one.share for one in answers], share) for answers in rounds])
    return Comparison(what, "ms", figures, aim=aim)


def _ms(earlier: datetime, later: datetime) -> float:
    return (later - earlier).total_seconds() * 1000


def _at(fact: Fact[MessageReceived | MessageQueued | SendAttempted]) -> datetime:
    assert fact.recorded_at is not None
    return fact.recorded_at
