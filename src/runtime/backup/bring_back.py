"""``palabre restore``: an empty installation becomes the one that was backed up."""

import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from runtime import console, secret_files
from runtime.backup import passphrase
from runtime.backup.manifest import KEYS, MAIN, Manifest, open_backup
from runtime.backup.passphrase import Keys
from runtime.backup.postgres_tools import load
from runtime.backup.sealed import Tampered, unseal
from runtime.backup.source import open_stopped
from runtime.home import Home
from runtime.settings import Settings
from runtime.trouble import Trouble


def restore(folder: Path, home: Home, dsn: str | None = None, passphrase_file: Path | None = None) -> None:
    """Bring a backup back into an installation that is stopped and empty. Nothing is touched before all is checked."""
    manifest, keys = open_backup(folder, passphrase.to_open(home, passphrase_file))
    refuse_newer(manifest)
    with open_stopped(home, dsn) as settings:
        for address in (settings.dsn, settings.keys_dsn):
            refuse_filled(address)
        try:
            fill(settings, folder, manifest, keys)
        except BaseException:
            console.complain("La restauration s'est interrompue : videz les bases (ou le dossier) et recommencez.")
            raise
    console.answer(
        f"La sauvegarde du {manifest.made_at} est restaurée. Pour démarrer : palabre up --home {home.folder}"
    )


def fill(settings: Settings, folder: Path, manifest: Manifest, keys: Keys) -> None:
    """Load both databases and make room for the read models, which the projector then fills from the ledger."""
    from runtime.migrate import migrate, prepare

    master_key, dumped_keys = keys_part(folder, manifest, keys)
    put_master_key(settings.key_file, master_key)
    prepare(settings)
    console.progress("Les clés reviennent…")
    load(settings.keys_dsn, dumped_keys)
    console.progress("Le registre revient…")
    load(settings.dsn, opened(folder, MAIN, manifest, keys))
    forget_read_models(settings.dsn)
    migrate(settings)


def opened(folder: Path, name: str, manifest: Manifest, keys: Keys) -> Iterator[bytes]:
    """The plain content of a part. Raises Trouble when it is not what was sealed."""
    try:
        with (folder / name).open("rb") as file:
            yield from unseal(keys.wrapping, manifest.context(name), file)
    except Tampered:
        raise Trouble(f"{folder / name} a été modifié depuis la sauvegarde : il ne peut pas être utilisé.") from None


def keys_part(folder: Path, manifest: Manifest, keys: Keys) -> tuple[str, Iterator[bytes]]:
    """The master key, and the dump of the keys that follows it."""
    content = opened(folder, KEYS, manifest, keys)
    line, _, beginning = next(content).partition(b"\n")

    def rest() -> Iterator[bytes]:
        yield beginning
        yield from content

    return str(json.loads(line)["master_key"]), rest()


def put_master_key(file: Path, key: str) -> None:
    """Put the key where this installation keeps it. Raises Trouble when another one is there."""
    if not file.exists():
        secret_files.write(file, key)
    elif file.read_text().strip() != key:
        raise Trouble(f"Il y a déjà une autre clé maîtresse dans {file} : restaurez dans une installation neuve.")


def refuse_newer(manifest: Manifest) -> None:
    """A program cannot serve a database that a newer one has changed."""
    from runtime.migrate import migrations_folder

    if manifest.schema_name > max(file.stem for file in migrations_folder().glob("*.sql")):
        raise Trouble("Cette sauvegarde vient d'une version plus récente de Palabre : restaurez-la avec celle-là.")


def refuse_filled(dsn: str) -> None:
    """Nothing that exists is written over: a database that holds tables is no place for a backup."""
    name = str(conninfo_to_dict(dsn)["dbname"])
    with psycopg.connect(make_conninfo(dsn, dbname="postgres")) as maintenance:
        if not maintenance.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return
    with psycopg.connect(dsn) as connection:
        if connection.execute(
            "SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p')"
            " AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' LIMIT 1"
        ).fetchone():
            raise Trouble(f"La base {name} n'est pas vide : restaurez dans une installation neuve (--home, --dsn).")


def forget_read_models(dsn: str) -> None:
    """Drop the tables and views of read models, which came back empty: migration makes those it needs."""
    with psycopg.connect(dsn) as connection:
        models = connection.execute(
            "SELECT relname, relkind FROM pg_class WHERE relnamespace = 'read'::regnamespace"
            " AND relkind IN ('r', 'v') AND relname NOT IN ('generations', 'skips') ORDER BY relkind DESC"
        ).fetchall()
        for name, kind in models:
            form = "DROP VIEW IF EXISTS {} CASCADE" if kind == "v" else "DROP TABLE IF EXISTS {} CASCADE"
            connection.execute(sql.SQL(form).format(sql.Identifier("read", name)))
