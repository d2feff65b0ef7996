import os
import signal
from pathlib import Path

from runtime.embedded.ports import free_port
from tests.runtime.watching import PATIENCE, eventually, is_alive, is_listening, listeners, running

# A supervisor of one process, forked from it, that listens, says ready and notes what it can see.
PARENT = """
import os, signal, socket, sys
from pathlib import Path
from runtime import console, forked, readiness
from runtime.program import Program
from runtime.supervisor import Supervisor

folder, port = Path(sys.argv[1]), int(sys.argv[2])
HELD = 50
os.dup2(1, HELD)

def run():
    listener = socket.create_server(("127.0.0.1", port))
    name = Path("/proc/self/comm").read_text().strip()
    print(name, os.environ["GIVEN"], len(os.environ), Path(f"/proc/self/fd/{HELD}").exists(), flush=True)
    readiness.announce()
    while True:
        listener.accept()[0].close()

assert forked.is_possible()
with Supervisor.at_work(folder / "logs") as supervisor:
    supervisor.start(Program("web", "Web", ("/no/such/program",), {"GIVEN": "given"}, run=run))
    supervisor.wait_ready()
    console.answer("ready")
    supervisor.watch()
"""


def test_a_forked_process_has_its_own_log_environment_and_name_and_nothing_of_its_parent(tmp_path: Path) -> None:
    with running("-c", PARENT, str(tmp_path), str(free_port())) as parent:
        assert parent.stdout
        assert parent.stdout.readline() == "ready\n"
        assert (tmp_path / "logs" / "web.log").read_text() == "palabre-web given 2 False\n"
        parent.send_signal(signal.SIGTERM)
        assert parent.wait(PATIENCE) == 0


def test_a_forked_process_ends_with_its_parent_and_comes_back_when_killed(tmp_path: Path) -> None:
    port = free_port()
    with running("-c", PARENT, str(tmp_path), str(port)) as parent:
        assert parent.stdout
        parent.stdout.readline()
        (first,) = listeners(port)
        os.kill(first, signal.SIGKILL)
        eventually(lambda: listeners(port) not in ([], [first]))
        (second,) = listeners(port)
        parent.kill()
        eventually(lambda: not is_alive(second) and not is_listening(port))


def test_what_a_forked_process_fails_with_is_in_its_log(tmp_path: Path) -> None:
    broken = PARENT.replace("def run():", "def run():\n    raise ValueError('il manque un réglage')")
    with running("-c", broken, str(tmp_path), str(free_port())) as parent:
        _, errors = parent.communicate(timeout=PATIENCE)
    assert parent.returncode != 0
    assert "Web ne démarre pas" in errors
    assert "il manque un réglage" in errors
