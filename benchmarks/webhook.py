"""What the edge costs: a signed webhook over HTTP until it is durable and answered, beside a POST that does nothing on
the same server, with the same settings and number of workers.

wrk posts the same signed bodies to both, over 64 connections. No projector and no worker run meanwhile: what is
measured is the edge. A last line tells what becomes of it while the projector reads what has come.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from benchmarks import machine
from benchmarks.figures import Aim, Comparison, Figures, by_turns
from benchmarks.load import bodies, empty
from benchmarks.load.programs import CONNECTIONS, Posted, post
from benchmarks.load.town import Cpu, Team, web_address
from benchmarks.machines import machines
from benchmarks.report import Options, Report
from runtime.composition import House, open_house
from runtime.embedded import ports
from runtime.settings import Settings
from runtime.supervisor import Supervisor
from runtime.up import process

ENDPOINT = "100001"
SECONDS = 10  # of a round
WARM_UP = 3  # seconds
MOST_A_SECOND = 10_000  # bodies that are prepared; beyond them the first come again
TEXTS = ["Bonjour, est-ce que ma commande est prête ?", "Merci !", "Vous ouvrez à quelle heure demain matin ?"]


@dataclass
class Edge:
    """The two servers, and what each round found."""

    folder: Path
    ours: str
    theirs: str
    seconds: int
    cpu: Cpu = field(default_factory=Cpu)
    posted: dict[str, list[Posted]] = field(default_factory=dict)
    files: int = 0

    def webhooks(self) -> float:
        return self._round("webhook", self.ours)

    def empty_posts(self) -> float:
        return self._round("empty POST", self.theirs)

    def webhooks_meanwhile(self) -> float:
        return self._round("webhook beside the projector", self.ours)

    def warm_up(self, seconds: int) -> int:
        """Both servers, so that neither is asked for the first time. Gives how many webhooks were answered."""
        file = self._bodies(seconds)
        post(self.theirs, file, seconds)
        return post(self.ours, file, seconds).answered

    def notes(self, phase: str) -> dict[str, object]:
        """Rounds are in order."""
        posted = self.posted[phase]
        return {
            "p50_ms": [round(one.p50_ms, 1) for one in posted],
            "p99_ms": [round(one.p99_ms, 1) for one in posted],
            "refused_or_lost": sum(one.refused + one.lost for one in posted),
        }

    def _round(self, phase: str, url: str) -> float:
        """Requests a second."""
        file = self._bodies(self.seconds)
        with self.cpu.during(phase):
            posted = post(url, file, self.seconds)
        assert posted.refused == 0, f"{posted.refused} of {posted.answered} requests were refused"
        self.cpu.add(phase, {"wrk": posted.cpu})
        self.posted.setdefault(phase, []).append(posted)
        return posted.per_second

    def _bodies(self, seconds: int) -> Path:
        """New ones, so that no message comes again in another round."""
        file = self.folder / "bodies"
        bodies.write(file, seconds * MOST_A_SECOND, endpoint=ENDPOINT, texts=TEXTS, seed=self.files)
        self.files += 1
        return file


@contextmanager
def edge(seconds: int) -> Iterator[tuple[Edge, Supervisor, House]]:
    """The servers, running, with one number connected."""
    with (
        web_address() as url,
        machines({}, workers=0) as (supervisor, _),
        open_house(Settings()) as house,
        TemporaryDirectory() as folder,
    ):
        Team.founded(house, ENDPOINT, automatic=False)
        with psycopg.connect(house.settings.dsn) as connection:
            # As on any day: a projector that starts later would first move all that came.
            connection.execute("SELECT journal.turn_the_page(current_date, 30)")
        port = ports.free_port()
        supervisor.start(process("web", "web"), empty.program(port))
        supervisor.wait_ready()
        yield (
            Edge(Path(folder), f"{url}/api/webhooks/whatsapp-cloud", f"http://127.0.0.1:{port}/", seconds),
            supervisor,
            house,
        )


def kept(house: House) -> int:
    """Webhooks in the journal."""
    with psycopg.connect(house.settings.dsn) as connection:
        row = connection.execute("SELECT count(*) FROM journal.webhooks").fetchone()
    return int(row[0]) if row else 0


def run(options: Options) -> Report:
    """Requests a second, ours beside theirs; then ours while the projector is busy."""
    with edge(options.size(SECONDS)) as (measured, supervisor, house):
        warmed = measured.warm_up(options.size(WARM_UP))
        found = by_turns({"ours": measured.webhooks, "theirs": measured.empty_posts}, options.rounds)
        answered = warmed + sum(one.answered for one in measured.posted["webhook"])
        durable = kept(house)
        assert durable >= answered, f"{answered} webhooks had a 200, {durable} are in the journal"
        supervisor.start(process("projector", "projector"))
        supervisor.wait_ready()
        meanwhile = Figures([measured.webhooks_meanwhile() for _ in range(options.rounds)])
        told = machine.described(house.settings.dsn)
    return Report(
        "webhook",
        "A signed webhook, durable before its 200",
        told,
        [
            Comparison(
                "signed webhooks (projector and workers off)",
                "/s",
                found["ours"],
                "empty POST, same server, one worker each",
                found["theirs"],
                Aim("at least", 0.4),
                {"ours": measured.notes("webhook"), "theirs": measured.notes("empty POST")},
            ),
            Comparison(
                "signed webhooks while the projector reads them",
                "/s",
                meanwhile,
                notes=measured.notes("webhook beside the projector"),
            ),
        ],
        cpu=measured.cpu.spent,
        notes={
            "connections": CONNECTIONS,
            "seconds_of_a_round": measured.seconds,
            "answered": answered,
            "kept": durable,
        },
    )
