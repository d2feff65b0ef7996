import os
import signal
import socket
from pathlib import Path
from subprocess import Popen

import httpx
import psycopg
import pytest

from runtime.embedded.ports import free_port
from runtime.home import Home, Running
from tests.runtime.watching import PATIENCE, eventually, is_alive, listeners, running

NOTHING_SET = {"PALABRE_DSN": "", "PALABRE_REDIS_URL": ""}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.at(tmp_path / "chez moi")


def up(home: Home, *more: str) -> tuple[str, ...]:
    return "-m", "runtime", "up", "--home", str(home.folder), *more


def ready(process: Popen[str]) -> str:
    """The address it says once all serve."""
    assert process.stdout
    line = process.stdout.readline()
    assert line.startswith("ready http://127.0.0.1:"), (line, process.stderr.read() if process.stderr else "")
    return line.split()[1]


def everything(home: Home, running: Running) -> list[int]:
    """The processes of an installation that one can connect to."""
    ports = [int(address.rsplit(":", 1)[1].split("/")[0]) for address in (running.dsn, running.redis_url, running.url)]
    return [pid for port in ports for pid in listeners(port)]


def test_an_installation_lives_through_kills_and_stops_in_order(home: Home) -> None:
    with running(*up(home, "--port", str(free_port()))) as first:
        url = ready(first)
        assert httpx.get(url).status_code < 500
        told = home.running()
        assert told
        assert told.url == url

        with running(*up(home)) as second:
            _, refusal = second.communicate(timeout=PATIENCE)
            assert second.returncode == 1
            assert f"tourne déjà pour le dossier {home.folder} (processus {told.pid}, {url})" in refusal

        processes = everything(home, told)
        assert len(processes) == 3
        first.kill()
        eventually(lambda: not any(is_alive(pid) for pid in processes))

    with running(*up(home, "--port", url.rsplit(":", 1)[1])) as again:
        assert ready(again) == url
        told_again = home.running()
        assert told_again
        assert told_again.dsn == told.dsn
        again.send_signal(signal.SIGINT)
        assert again.wait(PATIENCE) == 0
        assert again.stderr
        stops = [line.split("s  ")[1].strip() for line in again.stderr if "s'arrête" in line]
    assert stops == [
        "Le serveur web s'arrête…",
        "L'expéditeur s'arrête…",
        "Le projecteur s'arrête…",
        "Valkey s'arrête…",
        "PostgreSQL s'arrête…",
    ]
    assert home.running() is None


def test_an_embedded_server_that_is_killed_comes_back_where_it_was(home: Home) -> None:
    with running(*up(home, "--port", str(free_port()))) as process:
        url = ready(process)
        told = home.running()
        assert told
        for address in (told.dsn, told.redis_url):
            port = int(address.rsplit(":", 1)[1].split("/")[0])
            (server,) = listeners(port)
            os.kill(server, signal.SIGKILL)
            eventually(lambda port=port, server=server: listeners(port) not in ([], [server]))
        eventually(lambda: connects(told.dsn))
        eventually(lambda: httpx.get(url).status_code < 500)
        process.terminate()
        assert process.wait(PATIENCE) == 0


def connects(dsn: str) -> bool:
    try:
        psycopg.connect(dsn).close()
    except psycopg.OperationalError:
        return False
    return True


def test_a_port_that_is_taken_is_refused_in_a_sentence(home: Home) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as other,
        running(*up(home, "--port", str(other.getsockname()[1]))) as process,
    ):
        _, errors = process.communicate(timeout=PATIENCE)
    assert "--port" in errors
    assert process.returncode == 1
