"""The web process as a supervisor sees it: it says when it serves, and leaves when it is told."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from adapters.secrets.tokens import SessionTokens
from application.sessions import Sessions
from domain.fact import SYSTEM, Context
from domain.tenancy.user import RegisterUser
from runtime.composition import open_house
from runtime.embedded.ports import free_port
from runtime.settings import Settings

SOURCES = Path(__file__).resolve().parents[2] / "src"


@contextmanager
def web(settings: Settings) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The process, ready, and its address."""
    port = free_port()
    ready, told = os.pipe()
    environment = {
        "PATH": os.defpath,
        "PYTHONPATH": str(SOURCES),
        "PALABRE_DSN": settings.dsn,
        "PALABRE_KEYS_DSN": settings.keys_dsn,
        "PALABRE_REDIS_URL": settings.redis_url,
        "PALABRE_MASTER_KEY_FILE": str(settings.key_file),
        "PALABRE_ROLE_PREFIX": settings.role_prefix,
        "PALABRE_PORT": str(port),
        "PALABRE_READY_FD": str(told),
    }
    command = [
        sys.executable,
        "-c",
        "from runtime.settings import Settings; from runtime.processes import web; web.run(Settings())",
    ]
    with subprocess.Popen(command, env=environment, pass_fds=[told], stderr=subprocess.PIPE) as process:
        os.close(told)
        try:
            with os.fdopen(ready) as pipe:
                assert pipe.readline() == "ready\n"
            yield process, f"http://127.0.0.1:{port}"
        finally:
            process.kill()


@pytest.mark.parametrize("word", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_once_it_says_so_and_leaves_when_told(settings: Settings, word: signal.Signals) -> None:
    with web(settings) as (process, address):
        answer = httpx.get(f"{address}/api/health")
        assert (answer.status_code, answer.json()["status"]) == (200, "ok")
        assert "server" not in answer.headers
        process.send_signal(word)
        assert process.wait(10) == 0


def test_followers_of_the_live_stream_do_not_hold_it_back(settings: Settings) -> None:
    with open_house(settings) as house:
        context, user_id = Context(uuid4(), SYSTEM), uuid4()
        registered = RegisterUser(user_id=user_id, email="laura@exemple.fr", user_name="Laura", role="admin")
        house.bus.execute(context, registered)
        sessions = Sessions(house.bus, SessionTokens(house.master_key, 3600), house.clock, 3600)
        token = sessions.open(context, user_id).token
    headers = {"Authorization": f"Bearer {token}"}
    with web(settings) as (process, address), httpx.Client(timeout=10) as client:
        with client.stream("GET", f"{address}/api/live", headers=headers) as stream:
            lines = stream.iter_lines()
            assert next(lines).startswith("retry")
            process.send_signal(signal.SIGTERM)
            assert "event: hello" in list(lines)
        assert process.wait(5) == 0
        assert process.stderr is not None
        assert b'"level": "error"' not in process.stderr.read()
