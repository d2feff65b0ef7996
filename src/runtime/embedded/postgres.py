"""The PostgreSQL of one home: its folder, its settings, how to start it and to tell that it serves."""

import os
import shutil
import signal
import sys
from pathlib import Path
from urllib.parse import quote

from runtime import secret_files
from runtime.embedded import binaries
from runtime.embedded.identity import Identity, named_from_inside, private_folder, unprivileged
from runtime.program import Program, StillRunning, spawn
from runtime.trouble import Trouble

SUPERUSER = "postgres"
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C"}  # the person's own locale may not exist here

INITDB = (
    f"--username={SUPERUSER}",
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--text-search-config=french",
    "--data-checksums",
)
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "jit": "off",
    # Statements keep the plan of when their table was young until it is analysed: a minute of them is long.
    "autovacuum_naptime": "5s",
    # The log names no person: neither the values of a refused row, nor those of a statement.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "shared_buffers": "128MB",
}


class Postgres:
    """A cluster in `folder`. With `durable=False` a crash of the machine may lose it, for tests only."""

    def __init__(self, folder: Path, port: int, *, durable: bool = True) -> None:
        self.folder = folder
        self.port = port
        self.durable = durable
        self.data = folder / "data"
        self.identity = unprivileged()

    def dsn(self, database: str) -> str:
        """The administrator's address of a database."""
        return f"postgresql://{SUPERUSER}:{quote(self._password(), safe='')}@127.0.0.1:{self.port}/{database}"

    def initialise(self) -> None:
        """Create the cluster when there is none. An interrupted creation leaves nothing in its place."""
        private_folder(self.folder, self.identity)
        if self.data.exists():
            self._check_version()
            return
        fresh = self.folder / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        _create(private_folder(fresh, self.identity), self._password(), self.identity, durable=self.durable)
        fresh.rename(self.data)

    def program(self) -> Program:
        """How to run it. SIGINT is PostgreSQL's fast shutdown: no waiting for clients, nothing lost."""
        settings = SETTINGS | ({} if self.durable else FORGETFUL) | {"port": str(self.port)}
        executable = binaries.postgres_program("postgres", self.identity)
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return Program(
            name="postgres",
            label="PostgreSQL",
            command=(str(executable), "-D", named_from_inside(self.data, self.identity), *options),
            environment=ENVIRONMENT,
            folder=self.data,
            identity=self.identity,
            lock=self.folder / "lock",
            prepare=self.clear_stale_pid,
            probe=self.is_ready,
            stop_signal=signal.SIGINT,
            stop_within=30.0,
        )

    def is_ready(self) -> bool:
        """Whether it accepts connections: the status line that it keeps in its own pid file."""
        lines = self._pid_lines()
        return len(lines) > 7 and lines[7].strip() == "ready"

    def clear_stale_pid(self) -> None:
        """Delete the pid file of a server that is no more; PostgreSQL itself is misled by a reused pid.

        Raises StillRunning when a live server works in this data folder, whoever started it.
        """
        lines = self._pid_lines()
        if not lines or sys.platform != "linux":
            return
        if _works_in(lines[0].strip(), self.data):
            raise StillRunning
        (self.data / "postmaster.pid").unlink()

    def _pid_lines(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []

    def _password(self) -> str:
        return secret_files.kept(self.folder / "password", secret_files.random_key)

    def _check_version(self) -> None:
        stored, ours = (self.data / "PG_VERSION").read_text().strip(), binaries.postgres_major()
        if stored != ours:
            raise Trouble(
                f"Les données de {self.data} sont au format de PostgreSQL {stored} ; ce Palabre apporte le {ours}. "
                "Sauvegardez avec l'ancienne version (palabre backup), puis restaurez avec celle-ci."
            )


def _works_in(pid: str, folder: Path) -> bool:
    """Whether the process lives with this current folder, as a server does in its data folder."""
    try:
        return Path(f"/proc/{pid}/cwd").samefile(folder)
    except OSError:  # no such process, or another person's
        return False


def _create(folder: Path, password: str, identity: Identity | None, *, durable: bool) -> None:
    here = named_from_inside(folder, identity)
    password_file = folder.parent / "password.init"
    secret_files.write(password_file, password)
    if identity:
        os.chown(password_file, *identity)
    initdb = str(binaries.postgres_program("initdb", identity))
    options = (*INITDB, *(() if durable else ("--no-sync",)), "-D", here, f"--pwfile={here}/../password.init")
    program = Program("initdb", "initdb", (initdb, *options), ENVIRONMENT, folder, identity, probe=lambda: True)
    try:
        with (folder.parent / "initdb.log").open("w+b") as log:
            if spawn(program, log).process.wait() != 0:
                log.seek(0)
                reason = log.read().decode(errors="replace")
                raise Trouble(f"PostgreSQL n'a pas pu créer sa base dans {folder.parent} :\n{reason}")
    finally:
        password_file.unlink()
