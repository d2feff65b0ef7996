"""``palabre backup``: the databases and the master key, in a new folder that appears once it is complete."""

import json
import shutil
from itertools import chain
from pathlib import Path

import psycopg

from runtime import console
from runtime.backup import passphrase
from runtime.backup.manifest import KEYS, MAIN, Manifest, write_file, write_manifest
from runtime.backup.postgres_tools import dump, server_version
from runtime.backup.sealed import seal
from runtime.backup.source import open_source
from runtime.home import Home
from runtime.settings import Settings
from runtime.trouble import Trouble

# Read models are rebuilt from the ledger; what a person ordered them to skip is kept.
REBUILT = ("--exclude-table-data=read.*_[0-9]*", "--exclude-table-data=read.generations")


def backup(folder: Path, home: Home, dsn: str | None = None, passphrase_file: Path | None = None) -> None:
    """Write a backup into the folder, new or empty. The installation may be running or stopped."""
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise Trouble(f"{folder} existe déjà et n'est pas vide : donnez un autre dossier pour cette sauvegarde.")
    secret = passphrase.to_seal(home, passphrase_file)
    partial = folder.with_name(f"{folder.name}.partial")
    with open_source(home, dsn) as settings:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(mode=0o700, parents=True)
        try:
            size = write(partial, settings, secret)
            partial.rename(folder)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
    console.answer(f"Sauvegarde de {size / 1e6:.1f} Mo écrite dans {folder}".replace(".", ",", 1))


def write(folder: Path, settings: Settings, secret: str) -> int:
    """Write the files of a backup; their size in bytes.

    The ledger first: a person's key is made before their first fact, so that the keys read afterwards hold
    those of every fact.
    """
    manifest = Manifest.begin(_readable(server_version(settings.dsn)), last_migration(settings.dsn))
    keys = manifest.keys(secret)
    parts = {MAIN: dump(settings.dsn, *REBUILT), KEYS: chain([master_key(settings)], dump(settings.keys_dsn))}
    files = {}
    for name, plain in parts.items():
        console.progress(f"{name} s'écrit…")
        files[name] = write_file(folder / name, seal(keys.wrapping, manifest.context(name), plain))
    write_manifest(folder, manifest.model_copy(update={"files": files}), keys)
    return sum(file.size for file in files.values())


def master_key(settings: Settings) -> bytes:
    """The first line of the keys' part, which says the master key."""
    return json.dumps({"master_key": settings.key_file.read_text().strip()}).encode() + b"\n"


def last_migration(dsn: str) -> str:
    with psycopg.connect(dsn) as connection:
        row = connection.execute("SELECT max(name) FROM public.migrations").fetchone()
    return str(row[0]) if row and row[0] else ""


def _readable(version: int) -> str:
    return f"{version // 10000}.{version % 10000}"
