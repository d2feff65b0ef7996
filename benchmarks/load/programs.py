"""Programs that load Palabre, found on this machine or asked for."""

import json
import resource
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CONNECTIONS = 64
HOW_TO_INSTALL = {
    "wrk": "apt-get install --no-install-recommends wrk",
    "node": "Node 20 or later, as the dashboard needs it",
}


class ProgramMissing(Exception):
    """What loads Palabre is not on this machine; says how to have it."""


@dataclass(frozen=True, slots=True)
class Posted:
    """What wrk saw. `lost` had no answer, `refused` another than 2xx; `cpu` is in seconds, of wrk itself."""

    answered: int
    refused: int
    lost: int
    seconds: float
    p50_ms: float
    p99_ms: float
    cpu: float

    @property
    def per_second(self) -> float:
        return self.answered / self.seconds


@dataclass(frozen=True, slots=True)
class Talked:
    """What talk.mjs saw; times are milliseconds since 1970. `sent` is by the provider's id of the message: when it was
    to leave, and when its 200 came. `heard` is by our id: when its event came."""

    sent: dict[str, tuple[float, float]]
    heard: dict[str, float]
    cpu: float


def post(url: str, bodies: Path, seconds: int) -> Posted:
    """The webhooks of a file, over 64 connections, each as soon as the one before has its answer."""
    rate = ["--threads", "1", "--connections", str(CONNECTIONS), "--duration", f"{seconds}s", "--latency"]
    before = _cpu_of_the_ended()
    said = _output(["wrk", *rate, "--script", str(HERE / "post.lua"), url, "--", str(bodies)], "")
    return Posted(**json.loads(said.splitlines()[-1]), cpu=_cpu_of_the_ended() - before)


def talk(url: str, token: str, bodies: Path, count: int, rate: float, patience: float = 20.0) -> Talked:
    """So many messages of a file, at a rate per second, while the member of the token follows the live stream. Every
    webhook has had its 200."""
    order = {"url": url, "token": token, "bodies": str(bodies), "count": count, "rate": rate, "patience": patience}
    told: dict[str, Any] = json.loads(_output(["node", str(HERE / "talk.mjs")], json.dumps(order)))
    refused = [status for *_, status in told["sent"] if status != 200]
    assert not refused, f"{len(refused)} webhooks were refused: {sorted(set(refused))}"
    sent = {message: (due, answered) for message, due, answered, _ in told["sent"]}
    return Talked(sent, dict(told["heard"]), told["cpu"])


def _output(command: Sequence[str], order: str) -> str:
    name, *arguments = command
    program = shutil.which(name)
    if program is None:
        raise ProgramMissing(f"{name} is not installed: {HOW_TO_INSTALL[name]}")
    ended = subprocess.run([program, *arguments], check=False, capture_output=True, text=True, input=order)  # noqa: S603 - our own data
    assert ended.returncode == 0, f"{name} failed:\n{ended.stdout[-2000:]}{ended.stderr[-2000:]}"
    return ended.stdout


def _cpu_of_the_ended() -> float:
    """Seconds that children of this process took, of those that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
