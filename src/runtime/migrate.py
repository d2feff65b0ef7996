"""Bring the databases to the state that this version needs: databases, roles, migrations, read models."""

import hashlib
from pathlib import Path

import psycopg
from psycopg import Connection, sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from adapters.postgres.roles import ROLES, SETTINGS, Roles
from adapters.projector.generations import prepare_generations
from adapters.secrets.master_key import MasterKey
from runtime.settings import Settings

EXTENSIONS = ("pg_trgm", "unaccent")
MAINTENANCE = "postgres"  # the database that every server has
LOCK = 0x50414C41  # one migration at a time, whoever runs it


def migrations_folder() -> Path:
    """The folder beside `src` in a checkout, beside the packages in a wheel."""
    packages = Path(__file__).resolve().parent.parent
    for folder in (packages.parent / "migrations", packages / "migrations"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError("migrations")


def prepare(settings: Settings) -> None:
    """Create the databases and the roles that are missing. Needs an administrator's address. Idempotent."""
    roles = Roles(settings.role_prefix, MasterKey.from_file(settings.key_file))
    for dsn in (settings.dsn, settings.keys_dsn):
        _create_database(dsn)
    # Roles belong to the server and locks to a database: all who make roles meet in this one.
    with psycopg.connect(make_conninfo(settings.dsn, dbname=MAINTENANCE), autocommit=True) as admin:
        _create_roles(admin, roles)
    for dsn in (settings.dsn, settings.keys_dsn):
        with psycopg.connect(dsn, autocommit=True) as admin:
            _open_database(admin, roles)


def migrate(settings: Settings) -> None:
    """Prepare, apply the migrations that are missing, and make room for the read models. Idempotent."""
    prepare(settings)
    roles = Roles(settings.role_prefix, MasterKey.from_file(settings.key_file))
    folder = migrations_folder()
    with psycopg.connect(roles.dsn(settings.dsn, "owner"), autocommit=True) as owner:
        _apply(owner, sorted(folder.glob("*.sql")), settings.role_prefix)
        prepare_generations(owner, settings.role_prefix)
    with psycopg.connect(roles.dsn(settings.keys_dsn, "owner"), autocommit=True) as owner:
        _apply(owner, sorted((folder / "keys").glob("*.sql")), settings.role_prefix)


def _create_database(dsn: str) -> None:
    name = str(conninfo_to_dict(dsn)["dbname"])
    with psycopg.connect(make_conninfo(dsn, dbname=MAINTENANCE), autocommit=True) as admin:
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def _create_roles(admin: Connection, roles: Roles) -> None:
    with admin.transaction():
        admin.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        for role in ROLES:
            name = sql.Identifier(roles.name(role))
            if not admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [roles.name(role)]).fetchone():
                admin.execute(sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE").format(name))
            admin.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(name, sql.Literal(roles.password(role))))
            for setting, value in SETTINGS[role].items():
                admin.execute(
                    sql.SQL("ALTER ROLE {} SET {} = {}").format(name, sql.Identifier(setting), sql.Literal(value))
                )


def _open_database(admin: Connection, roles: Roles) -> None:
    database = sql.Identifier(admin.info.dbname)
    owner = sql.Identifier(roles.name("owner"))
    with admin.transaction():
        admin.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        for extension in EXTENSIONS:
            admin.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
        admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
        admin.execute(sql.SQL("GRANT CONNECT, CREATE, TEMPORARY ON DATABASE {} TO {}").format(database, owner))
        admin.execute(sql.SQL("GRANT CREATE, USAGE ON SCHEMA public TO {}").format(owner))
        projector = sql.Identifier(roles.name("projector"))  # its time machine works in temporary tables
        admin.execute(sql.SQL("GRANT TEMPORARY ON DATABASE {} TO {}").format(database, projector))
        for role in ROLES[1:]:
            admin.execute(
                sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, sql.Identifier(roles.name(role)))
            )


def _apply(owner: Connection, files: list[Path], prefix: str) -> None:
    owner.execute(
        "CREATE TABLE IF NOT EXISTS public.migrations (name text PRIMARY KEY, digest text NOT NULL,"
        " applied_at timestamptz NOT NULL DEFAULT clock_timestamp())"
    )
    for file in files:
        with owner.transaction():
            owner.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            _apply_one(owner, file, prefix)


def _apply_one(owner: Connection, file: Path, prefix: str) -> None:
    text = file.read_text(encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    applied = owner.execute("SELECT digest FROM public.migrations WHERE name = %s", [file.stem]).fetchone()
    if applied is None:
        owner.execute(text.replace("palabre_", f"{prefix}_").encode())
        owner.execute("INSERT INTO public.migrations (name, digest) VALUES (%s, %s)", [file.stem, digest])
    elif applied[0] != digest:
        raise RuntimeError(f"migration {file.stem} was changed after it was applied: write a new one")
