"""The servers of a test run: started once by the controller, cloned databases for each test that asks.

With PALABRE_TEST_DSN and PALABRE_TEST_REDIS_URL set, the run uses those servers and leaves nothing there.
The workers of a parallel run find everything in the environment that they inherit.
"""

import fcntl
import itertools
import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import psycopg
import redis
from psycopg import sql
from psycopg.conninfo import make_conninfo

from runtime.embedded import ports
from runtime.embedded.postgres import Postgres
from runtime.embedded.valkey import Valkey
from runtime.program import Program, spawn
from runtime.settings import Settings
from runtime.waiting import wait_until

MASTER_KEY = "cGFsYWJyZS10ZXN0cy1wYWxhYnJlLXRlc3RzLTAwMDA="  # fixed: the roles of a shared server derive from it
PREFIX = "palabre_test_"  # of folders and databases
ROLE_PREFIX = "palabre_test"
MANY = 1_000_000  # requests: a whole module asks from one address, as few people


class EmbeddedServers:
    """PostgreSQL and Valkey of this process, as fast as they can forget."""

    def __init__(self, folder: Path) -> None:
        self.postgres = Postgres(folder / "postgres", ports.free_port(), durable=False)
        self.valkey = Valkey(folder / "valkey", ports.free_port(), durable=False)
        self._log = (folder / "servers.log").open("wb")
        self._running: list[tuple[Program, subprocess.Popen[bytes]]] = []

    def start(self) -> None:
        for server in (self.postgres, self.valkey):
            server.initialise()
            program = server.program()
            self._running.append((program, spawn(program, self._log).process))
        assert wait_until(lambda: self.postgres.is_ready() and self.valkey.is_ready(), 30)

    def stop(self) -> None:
        for program, process in reversed(self._running):
            process.send_signal(program.stop_signal)
        for program, process in self._running:
            process.wait(program.stop_within)
        self._log.close()


@dataclass(frozen=True)
class Servers:
    """Addresses of the servers, and a folder that all the workers of this run share."""

    dsn: str
    redis_url: str
    folder: Path
    prefix: str

    @classmethod
    def from_environment(cls) -> Self:
        folder = Path(os.environ["PALABRE_TEST_FOLDER"])
        return cls(os.environ["PALABRE_TEST_DSN"], os.environ["PALABRE_TEST_REDIS_URL"], folder, folder.name)

    @contextmanager
    def fresh(self, home: Path) -> Iterator[Settings]:
        """Settings of an installation that has just been migrated, and which nothing else uses."""
        self._make_templates()
        home.mkdir(exist_ok=True)
        settings = self._settings(f"{self.prefix}_{_WORKER}_{next(_count)}", home)
        with redis.Redis.from_url(settings.redis_url) as broker:
            broker.flushdb()
        databases = [make_name(settings.dsn), make_name(settings.keys_dsn)]
        try:
            with self.admin() as admin:
                for database, template in zip(databases, self._templates(), strict=True):
                    clone(admin, template, database)
            yield settings
        finally:
            self.drop(databases)

    def admin(self) -> psycopg.Connection:
        """An administrator's connection to no database of ours."""
        return psycopg.connect(make_conninfo(self.dsn, dbname="postgres"), autocommit=True)

    def drop(self, databases: list[str]) -> None:
        with self.admin() as admin:
            for database in databases:
                admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))

    def drop_all(self) -> None:
        """Remove the databases of this run, templates included."""
        with self.admin() as admin:
            names = admin.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [self.prefix])
            databases = [name for (name,) in names]
        self.drop(databases)

    def _templates(self) -> list[str]:
        return [f"{self.prefix}_template", f"{self.prefix}_template_keys"]

    def _make_templates(self) -> None:
        """Once for the run: the first worker that needs a database migrates, the others wait for it."""
        ready = self.folder / "templates.ready"
        with (self.folder / "templates.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if ready.exists():
                assert ready.read_text() == "ready", "the migration of the test databases failed in an earlier test"
                return
            ready.write_text("failed")
            from runtime.migrate import migrate

            migrate(self._settings(f"{self.prefix}_template", self.folder))
            ready.write_text("ready")

    def _settings(self, database: str, home: Path) -> Settings:
        key_file = home / "master.key"
        key_file.write_text(f"{MASTER_KEY}\n")
        return Settings(
            dsn=make_conninfo(self.dsn, dbname=database),
            keys_dsn=make_conninfo(self.dsn, dbname=f"{database}_keys"),
            redis_url=f"{self.redis_url.rstrip('/')}/{_logical_database()}",
            home=home,
            master_key_file=key_file,
            role_prefix=ROLE_PREFIX,
            anonymous_per_minute=MANY,
            person_per_minute=MANY,
            key_per_minute=MANY,
            refused_webhooks_per_minute=MANY,
        )


_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
_count = itertools.count()


def _logical_database() -> int:
    """One for each worker, which runs one test at a time. A server has 16 unless told otherwise."""
    return int(_WORKER.removeprefix("gw")) % 16


def make_name(dsn: str) -> str:
    return str(psycopg.conninfo.conninfo_to_dict(dsn)["dbname"])


def clone(admin: psycopg.Connection, template: str, database: str) -> None:
    """Copy a database with the rights upon it, which PostgreSQL does not copy."""
    # Copying files costs two checkpoints: nothing without fsync (10 ms for all), too much with it.
    forgetful = admin.execute("SHOW fsync").fetchone() == ("off",)
    admin.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY {}").format(
            sql.Identifier(database), sql.Identifier(template), sql.SQL("FILE_COPY" if forgetful else "WAL_LOG")
        )
    )
    rights = admin.execute(
        "SELECT r.rolname, a.privilege_type FROM pg_database d, aclexplode(d.datacl) a"
        " LEFT JOIN pg_roles r ON r.oid = a.grantee WHERE d.datname = %s AND a.grantee <> d.datdba",
        [template],
    ).fetchall()
    if rights:
        admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(database)))
    for role, privilege in rights:
        grantee = sql.Identifier(role) if role else sql.SQL("PUBLIC")
        admin.execute(
            sql.SQL("GRANT {} ON DATABASE {} TO {}").format(sql.SQL(privilege), sql.Identifier(database), grantee)
        )


def fast_place() -> Path | None:
    """A folder in memory, where databases are made and dropped ten times faster; None when there is too little."""
    memory = Path("/dev/shm")
    roomy = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2**31
    return memory if roomy else None


def sweep() -> None:
    """Remove what killed runs have left: memory is not given back otherwise."""
    for lock in (fast_place() or Path(tempfile.gettempdir())).glob(f"{PREFIX}*/run.lock"):
        with suppress(OSError), lock.open("w") as held:  # of another user, or of a run that lives
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(lock.parent)


class Run:
    """What the controller of a test run holds from its first to its last moment."""

    def __init__(self) -> None:
        sweep()
        self.folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{secrets.token_hex(3)}_", dir=fast_place()))
        self._lock = (self.folder / "new.lock").open("w")
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        (self.folder / "new.lock").rename(self.folder / "run.lock")  # a sweeper never sees it free
        self._embedded: EmbeddedServers | None = None

    def start(self) -> None:
        os.environ["PALABRE_TEST_FOLDER"] = str(self.folder)
        if "PALABRE_TEST_DSN" not in os.environ or "PALABRE_TEST_REDIS_URL" not in os.environ:
            self._embedded = EmbeddedServers(self.folder)
            self._embedded.start()
            os.environ.setdefault("PALABRE_TEST_DSN", self._embedded.postgres.dsn("postgres"))
            os.environ.setdefault("PALABRE_TEST_REDIS_URL", self._embedded.valkey.url().removesuffix("/0"))

    def stop(self) -> None:
        try:
            Servers.from_environment().drop_all()
        finally:
            if self._embedded:
                self._embedded.stop()
            shutil.rmtree(self.folder)
            self._lock.close()
