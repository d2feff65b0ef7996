import json
import os
import signal
import sys
import time
from pathlib import Path
from subprocess import Popen

import pytest

from runtime.embedded.ports import free_port
from runtime.kept import Kept
from runtime.program import Program
from tests.runtime.watching import PATIENCE, eventually, is_alive, is_listening, listeners, running

HERE = Path(__file__).parent


DEAF = """
import signal
import sys
import time
from runtime import readiness
signal.signal(signal.SIGTERM, signal.SIG_IGN)
readiness.announce()
signal.pause()
"""


class Fleet:
    """A supervisor and its actors."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.journal = folder / "journal"
        self.ports: dict[str, int] = {}
        self.commands: dict[str, list[str]] = {}

    def add(self, name: str, *more: str) -> None:
        self.ports[name] = free_port()
        self.commands[name] = [str(HERE / "actor.py"), name, str(self.journal), str(self.ports[name]), *more]

    def arguments(self) -> tuple[str, str, str]:
        return str(HERE / "fleet.py"), str(self.folder), json.dumps(self.commands)

    def pids(self) -> dict[str, int]:
        return {name: listeners(port)[0] for name, port in self.ports.items()}

    def notes(self) -> list[str]:
        return self.journal.read_text().splitlines()


@pytest.fixture
def fleet(tmp_path: Path) -> Fleet:
    fleet = Fleet(tmp_path)
    fleet.add("first")
    fleet.add("second")
    return fleet


def wait_ready(process: Popen[str]) -> None:
    assert process.stdout
    assert process.stdout.readline() == "ready\n"


def test_ready_is_said_once_all_serve_and_a_request_to_stop_ends_them_last_first(fleet: Fleet) -> None:
    with running(*fleet.arguments()) as supervisor:
        wait_ready(supervisor)
        assert all(is_listening(port) for port in fleet.ports.values())
        supervisor.terminate()
        assert supervisor.wait(PATIENCE) == 0
    assert fleet.notes()[-2:] == ["second stopped", "first stopped"]
    assert not any(is_listening(port) for port in fleet.ports.values())


def test_a_program_that_dies_is_started_again_and_the_others_notice_nothing(fleet: Fleet) -> None:
    with running(*fleet.arguments()) as supervisor:
        wait_ready(supervisor)
        before = fleet.pids()
        os.kill(before["first"], signal.SIGKILL)
        eventually(lambda: listeners(fleet.ports["first"]) not in ([], [before["first"]]))
        assert fleet.pids()["second"] == before["second"]


def test_killing_the_supervisor_ends_every_program(fleet: Fleet) -> None:
    with running(*fleet.arguments()) as supervisor:
        wait_ready(supervisor)
        pids = fleet.pids()
        supervisor.kill()
        eventually(lambda: not any(is_alive(pid) for pid in pids.values()))
    assert not any(is_listening(port) for port in fleet.ports.values())


def test_what_a_dead_program_left_behind_is_ended(fleet: Fleet) -> None:
    left_behind = free_port()
    fleet.add("parent", str(left_behind))
    with running(*fleet.arguments()) as supervisor:
        wait_ready(supervisor)
        eventually(lambda: is_listening(left_behind))
        (child,) = listeners(left_behind)
        os.kill(fleet.pids()["parent"], signal.SIGKILL)
        eventually(lambda: not is_alive(child))


def test_a_program_that_ignores_the_request_is_killed_in_the_end(fleet: Fleet) -> None:
    fleet.commands["deaf"] = ["-c", DEAF]
    with running(*fleet.arguments()) as supervisor:
        wait_ready(supervisor)
        supervisor.terminate()
        eventually(lambda: "deaf s'arrête" in (supervisor.stderr.readline() if supervisor.stderr else ""))
        supervisor.send_signal(signal.SIGINT)  # the second request does not wait
        assert supervisor.wait(PATIENCE) == 0


def test_a_program_that_cannot_start_is_named_with_the_end_of_its_log(fleet: Fleet) -> None:
    fleet.commands["broken"] = ["-c", "raise SystemExit('il manque un réglage')"]
    with running(*fleet.arguments()) as supervisor:
        _, errors = supervisor.communicate(timeout=PATIENCE)
        assert supervisor.returncode == 1
    assert "broken ne démarre pas" in errors
    assert "il manque un réglage" in errors
    assert not any(is_listening(port) for port in fleet.ports.values())


def test_a_program_that_keeps_dying_is_started_less_and_less_often(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    program = Program("broken", "broken", (sys.executable, "-c", "raise SystemExit(1)"), {})
    kept = Kept(program, tmp_path / "logs")
    for delay in (0.1, 0.2, 0.4, 0.8):
        kept.launch()
        before = time.monotonic()
        eventually(lambda: kept.collect() == 1)
        assert kept.due - time.monotonic() <= delay <= kept.due - before


def test_a_stop_during_the_start_is_obeyed(fleet: Fleet) -> None:
    fleet.commands["slow"] = ["-c", "import signal; signal.pause()"]
    with running(*fleet.arguments()) as supervisor:
        eventually(lambda: is_listening(fleet.ports["second"]))
        supervisor.terminate()
        assert supervisor.wait(PATIENCE) == 0
    assert not any(is_listening(port) for port in fleet.ports.values())
