import os
import signal
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from runtime.embedded.ports import free_port
from runtime.embedded.postgres import Postgres
from runtime.program import Child, StillRunning, spawn
from runtime.trouble import Trouble
from tests.runtime.watching import PATIENCE, eventually, is_alive, is_listening, running

STARTER = """
import pathlib, signal, sys
from runtime.embedded.postgres import Postgres
from runtime.program import spawn
server = Postgres(pathlib.Path(sys.argv[1]), int(sys.argv[2]), durable=False)
print(spawn(server.program(), sys.stderr).process.pid, flush=True)
signal.pause()
"""


@pytest.fixture
def postgres(tmp_path: Path) -> Postgres:
    """A cluster in a folder with a space in its name."""
    folder = tmp_path / "à côté de la plaque"
    server = Postgres(folder, free_port(), durable=False)
    server.initialise()
    return server


@contextmanager
def served(postgres: Postgres) -> Iterator[Child]:
    child = start(postgres)
    try:
        yield child
    finally:
        child.process.send_signal(signal.SIGINT)
        child.process.wait(PATIENCE)


def start(postgres: Postgres) -> Child:
    with (postgres.folder / "log").open("ab") as log:
        child = spawn(postgres.program(), log)
    eventually(postgres.is_ready)
    return child


def ask(postgres: Postgres, question: str) -> object:
    with psycopg.connect(postgres.dsn("postgres"), autocommit=True) as connection:
        answer = connection.execute(question.encode())
        row = answer.fetchone() if answer.description else None
    return row[0] if row else None


def test_it_is_french_utf8_utc_and_checks_its_pages(postgres: Postgres) -> None:
    with served(postgres):
        assert ask(postgres, "SHOW server_encoding") == "UTF8"
        assert ask(postgres, "SHOW default_text_search_config") == "pg_catalog.french"
        assert ask(postgres, "SHOW timezone") == "UTC"
        assert ask(postgres, "SHOW data_checksums") == "on"
        assert ask(postgres, "SELECT upper('éà')") == "ÉÀ"


def test_it_asks_for_the_password_and_opens_no_unix_socket(postgres: Postgres) -> None:
    with served(postgres):
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(f"postgresql://postgres:wrong@127.0.0.1:{postgres.port}/postgres")
        assert ask(postgres, "SHOW unix_socket_directories") == ""
    assert stat.S_IMODE((postgres.folder / "password").stat().st_mode) == 0o600


def test_an_ordinary_start_loses_nothing_it_acknowledged_even_killed(tmp_path: Path) -> None:
    durable = Postgres(tmp_path / "postgres", free_port())
    durable.initialise()
    child = start(durable)
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        assert ask(durable, f"SHOW {setting}") == "on"
    ask(durable, "CREATE TABLE kept AS SELECT 7 AS seven")
    child.process.kill()
    child.process.wait()
    eventually(lambda: restarts(durable))


def restarts(postgres: Postgres) -> bool:
    """Whether the processes of the killed server have left room for a new one, which has kept its rows."""
    try:
        with served(postgres):
            return ask(postgres, "SELECT seven FROM kept") == 7
    except StillRunning:
        return False


def test_two_servers_never_share_a_folder(postgres: Postgres) -> None:
    with served(postgres), pytest.raises(StillRunning):
        start(postgres)


def test_a_server_that_someone_else_started_is_respected(postgres: Postgres) -> None:
    with served(postgres), pytest.raises(StillRunning):
        postgres.clear_stale_pid()


def test_the_pid_file_of_another_life_is_no_obstacle(postgres: Postgres) -> None:
    pid_file = postgres.data / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{postgres.data}\n")  # a live process, which is not PostgreSQL
    with served(postgres):
        assert ask(postgres, "SELECT 1") == 1


def test_an_interrupted_creation_is_made_again(tmp_path: Path) -> None:
    fresh = tmp_path / "postgres" / "data.new"
    fresh.mkdir(parents=True)
    (fresh / "PG_VERSION").write_text("half")
    postgres = Postgres(tmp_path / "postgres", free_port(), durable=False)
    postgres.initialise()
    assert (postgres.data / "global").is_dir()
    assert not fresh.exists()
    assert not (postgres.folder / "password.init").exists()


def test_data_of_another_major_version_is_refused_with_the_way_out(postgres: Postgres) -> None:
    (postgres.data / "PG_VERSION").write_text("17\n")
    with pytest.raises(Trouble, match="palabre backup"):
        postgres.initialise()


def test_it_does_not_run_as_root(postgres: Postgres) -> None:
    with served(postgres) as child:
        assert Path(f"/proc/{child.process.pid}").stat().st_uid != 0


def test_the_log_names_no_person(postgres: Postgres) -> None:
    with served(postgres):
        ask(postgres, "CREATE TABLE people (email text PRIMARY KEY)")
        ask(postgres, "INSERT INTO people VALUES ('awa@example.org')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            ask(postgres, "INSERT INTO people VALUES ('awa@example.org')")
    log = (postgres.folder / "log").read_text()
    assert "duplicate key" in log
    assert "awa" not in log


def test_it_ends_with_the_process_that_started_it(postgres: Postgres) -> None:
    with running("-c", STARTER, str(postgres.folder), str(postgres.port)) as starter:
        server = int(starter.stdout.readline()) if starter.stdout else 0
        eventually(lambda: is_listening(postgres.port))
        starter.kill()
        eventually(lambda: not is_alive(server) and not is_listening(postgres.port))
