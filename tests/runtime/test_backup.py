import json
import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from runtime.backup.bring_back import fill, put_master_key, refuse_filled, refuse_newer, restore
from runtime.backup.make import backup, write
from runtime.backup.manifest import KEYS, MAIN, NAME, Manifest, open_backup
from runtime.backup.passphrase import to_open, to_seal
from runtime.backup.source import open_source, open_stopped
from runtime.home import Home
from runtime.settings import Settings
from runtime.trouble import Trouble
from tests.servers import Servers, make_name

SECRET = "une phrase qui tient sur un papier"
FACT = (
    "INSERT INTO ledger.facts (organisation_id, stream_id, version, sequence, recorded_at, name, state)"
    " VALUES (gen_random_uuid(), gen_random_uuid(), 0, 1, now(), 'support.TicketOpened', 'sealed')"
)
KEY = (
    "INSERT INTO keys.people (organisation_id, subject_id, wrapped) VALUES (gen_random_uuid(), gen_random_uuid(), 'k')"
)
SKIP = "INSERT INTO read.skips (name, position, reason) VALUES ('inbox', 7, 'ordered')"
MOVED = "UPDATE read.generations SET position = 9"


def execute(dsn: str, *statements: str) -> None:
    with psycopg.connect(dsn) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def rows(dsn: str, table: str) -> list[tuple[object, ...]]:
    with psycopg.connect(dsn) as connection:
        return connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2".encode()).fetchall()


@pytest.fixture
def made(settings: Settings, tmp_path: Path) -> Path:
    """A backup of an installation that has a fact and a key."""
    execute(settings.dsn, FACT, SKIP, MOVED)
    execute(settings.keys_dsn, KEY)
    folder = tmp_path / "backup"
    folder.mkdir()
    write(folder, settings, SECRET)
    return folder


def cut(folder: Path) -> None:
    content = (folder / MAIN).read_bytes()
    (folder / MAIN).write_bytes(content[: len(content) // 2])


def change(folder: Path) -> None:
    content = bytearray((folder / KEYS).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / KEYS).write_bytes(content)


def exchange(folder: Path) -> None:
    (folder / MAIN).rename(folder / "other")
    (folder / KEYS).rename(folder / MAIN)
    (folder / "other").rename(folder / KEYS)


def remove(folder: Path) -> None:
    (folder / KEYS).unlink()


def sign_nothing(folder: Path) -> None:
    told = json.loads((folder / NAME).read_text())
    told["manifest"]["made_at"] = "2020-01-01T00:00:00+00:00"
    (folder / NAME).write_text(json.dumps(told))


def damage(folder: Path) -> None:
    (folder / NAME).write_text("{")


def forget(folder: Path) -> None:
    (folder / NAME).unlink()


def test_a_backup_that_was_touched_is_refused_in_a_sentence(made: Path, tmp_path: Path) -> None:
    refusals: dict[Callable[[Path], None], str] = {
        cut: "n'a pas sa taille d'origine",
        change: "a été modifié depuis la sauvegarde",
        exchange: "n'a pas sa taille d'origine",
        remove: r"Il manque keys\.sealed",
        sign_nothing: "a été modifié depuis la sauvegarde",
        damage: "est abîmé",
        forget: "n'est pas une sauvegarde",
    }
    for touch, sentence in refusals.items():
        copy = tmp_path / touch.__name__
        shutil.copytree(made, copy)
        touch(copy)
        with pytest.raises(Trouble, match=sentence):
            open_backup(copy, SECRET)


def test_another_passphrase_opens_nothing_and_is_named_as_the_reason(made: Path) -> None:
    with pytest.raises(Trouble, match="phrase secrète"):
        open_backup(made, "une autre")


def test_its_files_are_for_their_owner_only_and_say_nothing(made: Path) -> None:
    for file in made.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert b"CREATE TABLE" not in file.read_bytes()


@pytest.fixture
def empty(settings: Settings, servers: Servers, tmp_path: Path) -> Iterator[Settings]:
    """An installation whose databases are not made yet."""
    names = [f"{make_name(dsn)}_back" for dsn in (settings.dsn, settings.keys_dsn)]
    dsn, keys_dsn = (make_conninfo(settings.dsn, dbname=name) for name in names)
    home = Home.at(tmp_path / "new home")
    changes = {"dsn": dsn, "keys_dsn": keys_dsn, "home": home.folder, "master_key_file": home.master_key}
    yield settings.model_copy(update=changes)
    servers.drop(names)


def test_a_restored_installation_has_its_facts_its_keys_and_read_models_to_rebuild(
    made: Path, settings: Settings, empty: Settings
) -> None:
    for dsn in (empty.dsn, empty.keys_dsn):
        refuse_filled(dsn)
    fill(empty, made, *open_backup(made, SECRET))
    assert rows(empty.dsn, "ledger.facts") == rows(settings.dsn, "ledger.facts") != []
    assert rows(empty.keys_dsn, "keys.people") == rows(settings.keys_dsn, "keys.people") != []
    assert rows(empty.dsn, "read.skips") == rows(settings.dsn, "read.skips") != []
    assert rows(empty.dsn, "public.migrations") == rows(settings.dsn, "public.migrations")
    assert empty.key_file.read_text() == settings.key_file.read_text()
    with psycopg.connect(empty.dsn) as connection:
        models = connection.execute("SELECT name, state, position FROM read.generations").fetchall()
    assert "inbox" in {name for name, _, _ in models}
    assert {(state, position) for _, state, position in models} == {("live", 0)}


def test_nothing_is_restored_over_what_exists(settings: Settings, tmp_path: Path) -> None:
    for dsn in (settings.dsn, settings.keys_dsn):
        with pytest.raises(Trouble, match="n'est pas vide"):
            refuse_filled(dsn)
    with pytest.raises(Trouble, match="autre clé maîtresse"):
        put_master_key(settings.key_file, "another")


def test_a_backup_of_a_newer_version_is_refused() -> None:
    with pytest.raises(Trouble, match="plus récente"):
        refuse_newer(Manifest.begin("18.6", "9999_from_the_future"))


def test_a_failed_backup_leaves_no_folder(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PALABRE_BACKUP_PASSPHRASE", SECRET)
    monkeypatch.setenv("PALABRE_KEYS_DSN", make_conninfo(settings.keys_dsn, dbname="no_such_database"))
    home = Home.at(settings.home)
    with pytest.raises(psycopg.OperationalError):
        backup(tmp_path / "backup", home, settings.dsn)
    assert not list(tmp_path.glob("backup*"))


def test_a_backup_never_overwrites(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("")
    with pytest.raises(Trouble, match="n'est pas vide"):
        backup(tmp_path, Home.at(settings.home), settings.dsn)


def test_without_a_passphrase_a_recovery_code_is_drawn_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = Home.at(tmp_path)
    code = to_seal(home, None)
    assert code in capsys.readouterr().err
    assert to_seal(home, None) == to_open(home, None) == code
    assert capsys.readouterr().err == ""
    assert len(code.replace("-", "")) == 32
    assert stat.S_IMODE((home.folder / "recovery.code").stat().st_mode) == 0o600


def test_a_passphrase_that_cannot_be_read_is_no_passphrase(tmp_path: Path) -> None:
    home = Home.at(tmp_path / "home")
    (tmp_path / "empty").write_text("\n")
    with pytest.raises(Trouble, match="est vide"):
        to_seal(home, tmp_path / "empty")
    with pytest.raises(Trouble, match="ne peut pas être lu"):
        to_seal(home, tmp_path / "missing")
    with pytest.raises(Trouble, match="Il faut la phrase secrète"):
        to_open(home, None)


def test_there_is_nothing_to_back_up_before_the_first_start(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="rien n'est à sauvegarder"), open_source(Home.at(tmp_path), None):
        pass


def test_a_stopped_embedded_installation_moves_to_another_folder(tmp_path: Path) -> None:
    from runtime.migrate import migrate

    here, there = Home.at(tmp_path / "here"), Home.at(tmp_path / "over there")
    here.keep_master_key()
    with open_stopped(here, None) as settings:
        migrate(settings)
        execute(settings.dsn, FACT)
        facts = rows(settings.dsn, "ledger.facts")
    backup(tmp_path / "backup", here)
    restore(tmp_path / "backup", there, passphrase_file=here.folder / "recovery.code")
    with open_source(there, None) as settings:
        assert rows(settings.dsn, "ledger.facts") == facts
    with pytest.raises(Trouble, match="n'est pas vide"):
        restore(tmp_path / "backup", there, passphrase_file=here.folder / "recovery.code")
