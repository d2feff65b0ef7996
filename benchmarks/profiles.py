"""Where Python's time goes while a benchmark runs: samples of who holds the lock of each interpreter, by `py-spy`.

Figures of a run that is sampled are not kept: looking takes time, too.
"""

import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import machine
from benchmarks.report import RESULTS

PROFILES = RESULTS / "profiles"
A_SECOND = 100
SHOWN = 14  # lines of a table
LEAST = 0.02  # of all samples: a program with less is left out
STARTING = re.compile(r"importlib\._bootstrap|\(runtime/(garbage|migrate)\.py")
OURS = re.compile(r"\((adapters|api|application|domain|projections|runtime|benchmarks)/(?!__main__|cli)")


@dataclass
class Program:
    """Samples of one program: by thread, by the function that was running, and by those of ours that it ran for."""

    samples: int = 0
    threads: Counter[str] = field(default_factory=Counter)
    running: Counter[str] = field(default_factory=Counter)
    within: Counter[str] = field(default_factory=Counter)

    def add(self, thread: str, stack: Sequence[str], samples: int) -> None:
        """The same stack, so many times."""
        self.samples += samples
        self.threads[thread] += samples
        self.running[stack[-1]] += samples
        for function in {one for one in stack if OURS.search(one)}:
            self.within[function] += samples


def profile(name: str, rounds: int, scale: float) -> Path:
    """Run the benchmark once more, sampled. Gives the page that tells."""
    spy = shutil.which("py-spy")
    if spy is None:
        raise SystemExit("py-spy is not there: pip install py-spy")
    with TemporaryDirectory() as folder:
        raw = Path(folder) / "samples"
        sampled = ["record", "--subprocesses", "--nonblocking", "--gil", "--threads", "--format", "raw"]
        run = [
            sys.executable,
            "-m",
            "benchmarks",
            name,
            "--rounds",
            str(rounds),
            "--scale",
            str(scale),
            "--keep-nothing",
        ]
        subprocess.run([spy, *sampled, "--rate", str(A_SECOND), "--output", raw, "--", *run], check=True)  # noqa: S603
        text = page(name, raw.read_text().splitlines())
    PROFILES.mkdir(parents=True, exist_ok=True)
    kept = PROFILES / f"{name}.md"
    kept.write_text(text)
    return kept


def page(name: str, lines: Iterable[str]) -> str:
    """Markdown: a section for each program, the busiest first. `lines` are stacks with their numbers of samples."""
    programs = programs_in(lines)
    total = sum(program.samples for program in programs.values())
    about = machine.described()
    head = f"{about['at']}, {about['processors']} × {about['processor']}; {total} samples, without the start"
    busiest = sorted(programs.items(), key=lambda one: -one[1].samples)
    sections = [
        line for title, program in busiest if program.samples >= LEAST * total for line in _told(title, program)
    ]
    return "\n".join([f"# Where Python's time goes: {name}", "", head, "", *sections])


def programs_in(lines: Iterable[str]) -> dict[str, Program]:
    """The programs that were sampled, by name."""
    programs: dict[str, Program] = {}
    for line in lines:
        stack, _, samples = line.rpartition(" ")
        if STARTING.search(stack):
            continue
        frames = stack.split(";")
        processes = [frame for frame in frames if frame.startswith("process ")]
        thread = next((frame for frame in frames if frame.startswith("thread ")), "")
        functions = [
            re.sub(r":\d+\)$", ")", frame) for frame in frames if not frame.startswith(("process ", "thread "))
        ]
        if functions:
            program = programs.setdefault(_program(processes[-1]), Program())
            program.add(_thread(thread), functions, int(samples))
    return programs


def _program(process: str) -> str:
    """``process 12:"/…/python -m runtime worker"`` → ``worker``; what measures is ``benchmark``."""
    told = re.search(r"-m runtime ([\w-]+)", process)
    return told[1] if told else "benchmark"


def _thread(thread: str) -> str:
    """``thread (12): journal`` → ``journal``; those of a pool are one."""
    name = thread.partition(": ")[2]
    return re.sub(r"[-_\d]+$", "", name) or "others"


def _told(title: str, program: Program) -> Iterator[str]:
    yield from (f"## {title}: {program.samples} samples", "")
    threads = ", ".join(f"{name} {count / program.samples:.0%}" for name, count in program.threads.most_common(8))
    yield from (f"Threads: {threads}.", "", "| runs | | within | |", "|---|---|---|---|")
    running, within = program.running.most_common(SHOWN), program.within.most_common(SHOWN)
    for place in range(max(len(running), len(within))):
        yield f"| {_cell(running, place, program)} | {_cell(within, place, program)} |"
    yield ""


def _cell(counted: Sequence[tuple[str, int]], place: int, program: Program) -> str:
    if place >= len(counted):
        return " | "
    function, samples = counted[place]
    return f"`{function}` | {samples / program.samples:.1%}"
