"""How much memory each process takes: at rest, and while customers write and are answered for ten minutes. What grows
then is what never stops growing."""

import statistics
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import machine
from benchmarks.figures import Aim, Comparison, Figures
from benchmarks.load import bodies
from benchmarks.load.programs import Talked, talk
from benchmarks.load.town import STAND_IN, Team, web_address
from benchmarks.machines import cpu_seconds, machines, memory
from benchmarks.report import Options, Report
from runtime.composition import open_house
from runtime.demo.faq import FAQ
from runtime.settings import Settings
from runtime.up import process

SECONDS = 600
RATE = 20  # messages a second
SAMPLES = 60  # of a soak
WARM, LAST = slice(10, 20), slice(50, 60)
"""Samples that are compared: the second tenth and a half, when all has been used once, and the last sixth."""
AIM = Aim("at most", 1.1)
KEEPS_CALLS = "stand-in"
"""The provider of a test, which forgets nothing that it was asked."""

Sample = dict[str, float]


def run(options: Options) -> Report:
    """One soak, whatever the rounds."""
    seconds = options.size(SECONDS)
    with web_address() as url, machines(STAND_IN, workers=1) as (supervisor, programs), open_house(Settings()) as house:
        team = Team.founded(house, "100001", automatic=True)
        supervisor.start(*programs, process("web", "web"))
        supervisor.wait_ready()
        rest = memory()
        with TemporaryDirectory() as folder:
            file = Path(folder) / "bodies"
            bodies.write(file, seconds * RATE, endpoint=team.endpoint, texts=[entry.question for entry in FAQ], seed=0)
            with ThreadPoolExecutor(1) as hand:
                talked = hand.submit(talk, url, team.token(url), file, seconds * RATE, RATE)
                samples = list(_sampled(talked, seconds))
        spent, told = cpu_seconds(), machine.described(house.settings.dsn)
    lines = [line for name in sorted(rest) if name in samples[-1] for line in _lines(name, rest, samples)]
    return Report(
        "memory",
        f"Memory at rest, and over {seconds} s of {RATE} messages a second with answers",
        told,
        lines,
        cpu=spent | {"node": talked.result().cpu},
        notes={"samples": samples},
    )


def _sampled(talked: "Future[Talked]", seconds: int) -> Sequence[Sample]:
    """So many in so many seconds. Raises what the load raised."""
    samples = []
    begin = time.monotonic()
    for number in range(SAMPLES):
        time.sleep(max(0.0, begin + (number + 1) * seconds / SAMPLES - time.monotonic()))
        if talked.done():
            talked.result()
        samples.append(memory())
    talked.result()
    return samples


def _lines(name: str, rest: Sample, samples: Sequence[Sample]) -> list[Comparison]:
    warm, last = (
        Figures([statistics.median(sample.get(name, 0.0) for sample in samples[part])]) for part in (WARM, LAST)
    )
    return [
        Comparison(f"{name} under load", "MiB", last, "at rest", Figures([rest[name]])),
        Comparison(f"{name} at the end", "MiB", last, "once all is used", warm, None if name == KEEPS_CALLS else AIM),
    ]
