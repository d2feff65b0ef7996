"""`palabre up --demo` as a person runs it: real processes, in a home of their own, that a test may kill."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import psycopg

from runtime.embedded import ports
from runtime.home import Home, Running
from runtime.settings import Settings
from runtime.waiting import wait_until

ROOT = Path(__file__).parents[2]
PATIENCE = 20.0
SERVERS = ("postgres", "valkey-server")
QUICK = {
    "PALABRE_TURN_SILENCE": "0.5",
    "PALABRE_PROVIDER_TIMEOUT": "3",
    "PALABRE_EFFECT_LEASE": "4",
    "PALABRE_PERSON_PER_MINUTE": "1000000",
    "PALABRE_LETTERS_PER_MINUTE": "1000000",
    "PALABRE_TOKEN_LIFETIME": "3600",
    "PALABRE_STAND_IN_DELAYS": "[0.02, 0.05, 0.1]",
}


class System:
    """One installation of the demonstration, running."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.environment = {**QUICK, **environment}
        self.log = folder / "up.log"
        self.home = Home.at(folder / "une maison")
        self.lines: list[str] = []
        self.port = ports.free_port()

    def start(self) -> None:
        environment = {**os.environ, **self.environment, "PYTHONPATH": str(ROOT / "src")}
        command = [sys.executable, "-m", "runtime", "up", "--demo", "--home", str(self.home.folder)]
        command += ["--port", str(self.port)]
        log = self.log.open("ab")
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env=environment)
        log.close()
        self.lines = []
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.strip())
            if line.startswith("password: "):
                break
        assert self.lines and self.lines[0].startswith("ready "), self._why()
        self.http = httpx.Client(base_url=self.lines[0].removeprefix("ready "), timeout=30)
        self._sign_in()

    def stop(self) -> int:
        """Ctrl-C. Gives the exit code."""
        self.http.close()
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(60)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code

    def _sign_in(self) -> None:
        email, password = (line.split(": ", 1)[1] for line in self.lines[1:3])
        answer = self.http.post("/auth/login", json={"email": email, "password": password})
        assert answer.status_code == 200, answer.text
        self.organisation_id = UUID(answer.json()["user"]["organization_id"])
        self.http.headers["Authorization"] = f"Bearer {answer.json()['token']}"

    def _why(self) -> str:
        return "\n".join(file.read_text()[-2000:] for file in (self.log, *self.home.logs.glob("*")))

    @property
    def running(self) -> Running:
        running = self.home.running()
        assert running is not None
        return running

    @property
    def settings(self) -> Settings:
        running = self.running
        return Settings(
            home=Path(running.home),
            dsn=running.dsn,
            keys_dsn=running.keys_dsn,
            redis_url=running.redis_url,
            master_key_file=Path(running.master_key_file),
        )

    # processes

    def pid(self, name: str) -> int:
        """The child of that name: ``web``, ``worker``, ``projector``, ``stand-in``, ``postgres``, ``valkey-server``."""
        shown = name if name in SERVERS else f"palabre-{name}"[:15]
        return next((pid for pid in children(self.process.pid) if name_of(pid) == shown), 0)

    def kill(self, name: str) -> None:
        """kill -9 of the one that runs, or will once started again, until it is gone. The supervisor starts another."""
        until(lambda: self.pid(name))
        pid = self.pid(name)
        os.kill(pid, signal.SIGKILL)
        until(lambda: self.pid(name) != pid)

    def until_serving(self) -> None:
        """Everything runs, and answers."""
        until(lambda: all(self.pid(name) for name in (*SERVERS, "web", "worker", "projector")))
        until(self._healthy)

    def _healthy(self) -> bool:
        try:
            return self.http.get("/api/health").status_code == 200
        except httpx.HTTPError:
            return False

    # the database, as an administrator

    @contextmanager
    def admin(self) -> Iterator[psycopg.Connection[Any]]:
        with psycopg.connect(self.running.dsn, autocommit=True) as connection:
            yield connection

    @contextmanager
    def frozen(self, statement: str) -> Iterator[psycopg.Connection[Any]]:
        """A lock that stops whoever comes to that point, until the end of the context."""
        with psycopg.connect(self.running.dsn) as connection:
            connection.execute(statement.encode())
            yield connection
            connection.rollback()

    def until_stopped_at_the_lock(self, word: str) -> None:
        """Some process waits for the lock, in a statement that holds the word."""

        def waits() -> bool:
            with self.admin() as admin:
                row = admin.execute(
                    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query ILIKE %s",
                    [f"%{word}%"],
                ).fetchone()
            return row is not None and row[0] > 0

        until(waits)

    # the provider's side

    @property
    def stand_in(self) -> str:
        with (self.home.ports).open() as file:
            return f"http://127.0.0.1:{json.load(file)['stand_in']}"

    def calls(self, to: str = "") -> list[dict[str, Any]]:
        """What the provider was asked to send."""
        answer = httpx.get(f"{self.stand_in}/calls")
        return [call for call in answer.json() if call["to"].endswith(to)]

    def script(self, **step: Any) -> None:
        httpx.post(f"{self.stand_in}/script", json=step).raise_for_status()


def children(pid: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def name_of(pid: int) -> str:
    """What the process calls itself, fifteen letters at most."""
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def until(condition: Any, within: float = PATIENCE) -> None:
    assert wait_until(condition, within), f"not within {within} s"


def at_once(work: list[Any], threads: int = 32) -> list[Any]:
    """Call everything, side by side."""
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(lambda one: one(), work))
