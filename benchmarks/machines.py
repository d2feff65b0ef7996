"""An installation of its own, in a folder that is thrown away: servers, projector, workers, a provider's stand-in."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from runtime.embedded import ports
from runtime.home import Home
from runtime.installation import Installation
from runtime.migrate import migrate
from runtime.program import Program
from runtime.settings import Settings
from runtime.supervisor import Supervisor
from runtime.up import process

STAND_IN = "PALABRE_STAND_IN_"
FORKED = "palabre-"
OURS = ("projector", "stand-in", "web", "worker")  # Linux keeps fifteen letters of a name, ours included


@contextmanager
def machines(stand_in: Mapping[str, str], workers: int = 2) -> Iterator[tuple[Supervisor, list[Program]]]:
    """The servers, running, and the programs of Palabre to start when wanted. Their settings are in the environment for
    as long as they run."""
    with environment_kept(), tempfile.TemporaryDirectory() as folder:
        home = Home.at(Path(folder) / "home")
        with home.held(), Supervisor.at_work(home.logs) as supervisor:
            installation = Installation.of(home)
            home.keep_master_key()
            for server in installation.initialise():
                supervisor.start(server)
            port = ports.free_port()
            os.environ.update(installation.variables())
            os.environ.update({f"{STAND_IN}{name}": value for name, value in stand_in.items()})
            os.environ[f"{STAND_IN}PORT"] = str(port)
            os.environ["PALABRE_WHATSAPP_CLOUD_BASE_URL"] = f"http://127.0.0.1:{port}/whatsapp-cloud/v23.0"
            supervisor.wait_ready()
            migrate(Settings())
            programs = [process("stand-in", "stand-in"), process("projector", "projector")]
            programs += [replace(process("worker", "worker"), name=f"worker-{n}") for n in range(1, workers + 1)]
            yield supervisor, programs


@contextmanager
def environment_kept() -> Iterator[None]:
    """What is set meanwhile is gone afterwards: the next installation would believe it."""
    before = dict(os.environ)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def cpu_seconds() -> dict[str, float]:
    """The processor time of each program below this process, with all that it started, by name."""
    tick = os.sysconf("SC_CLK_TCK")
    return {
        name: round(sum(sum(map(int, _stat(pid)[11:15])) for pid in pids) / tick, 1)
        for name, pids in programs_below().items()
    }


def memory() -> dict[str, float]:
    """MiB that each program below this process has, with all that it started, by name: what several share is counted
    once. Not the shared buffers of PostgreSQL, which are as large as they are set, and fill up."""
    return {name: round(sum(map(_proportional, pids)) / 1024, 1) for name, pids in programs_below().items()}


def programs_below() -> dict[str, list[int]]:
    """The processes of each program that this process started, by name."""
    parent = {int(stat.parent.name): fields for stat in Path("/proc").glob("[0-9]*/stat") if (fields := _parent(stat))}
    found: dict[str, list[int]] = {}
    for pid in parent:
        if top := _below(pid, parent):
            found.setdefault(_name(top), []).append(pid)
    return dict(sorted(found.items()))


def _stat(pid: int) -> list[str]:
    """The fields after the name, as of a process that has ended when it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ["Z", *["0"] * 20]


def _parent(stat: Path) -> int:
    state, parent = _stat(int(stat.parent.name))[:2]
    return 0 if state == "Z" else int(parent)


def _proportional(pid: int) -> int:
    """KiB."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    sizes = {name: int(size.split()[0]) for name, _, size in (line.partition(":") for line in lines[1:])}
    return sizes["Pss"] - sizes["Pss_Shmem"]


def _name(pid: int) -> str:
    """What it calls itself when it was forked from this one; else of a server its program, of a module its name, of
    ours the command. Workers are told apart by their pid, Valkey adds its address."""
    own = Path(f"/proc/{pid}/comm").read_text().strip()
    program, *arguments = Path(f"/proc/{pid}/cmdline").read_text().rstrip("\0").split("\0")
    if own.startswith(FORKED):
        part = own.removeprefix(FORKED).rstrip("-")
        name = next((one for one in OURS if one.startswith(part)), part)
    elif arguments[:2] == ["-m", "runtime"]:
        name = arguments[-1]
    else:
        name = arguments[1].rpartition(".")[2] if arguments[:1] == ["-m"] else Path(program.split()[0]).name
    return f"{name} {pid}" if name == "worker" else name


def _below(pid: int, parent: Mapping[int, int]) -> int | None:
    """Our own child that the process descends from."""
    while pid in parent:
        if parent[pid] == os.getpid():
            return pid
        pid = parent[pid]
    return None
