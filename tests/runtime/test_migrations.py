"""Migrations: from zero on any server, again without effect, and never changed once applied."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from adapters.projector.generations import generations
from projections import catalogue
from runtime import migrate as migrating
from runtime.composition import House
from runtime.migrate import migrate, migrations_folder
from runtime.settings import Settings
from tests.servers import Servers


def applied(settings: Settings) -> list[str]:
    with psycopg.connect(settings.dsn) as admin:
        return [name for (name,) in admin.execute("SELECT name FROM public.migrations ORDER BY name")]


def test_every_migration_is_applied_in_order_and_named_by_a_sentence(settings: Settings) -> None:
    files = [file.stem for file in sorted(migrations_folder().glob("*.sql"))]
    assert applied(settings) == files
    assert [name[:4] for name in files] == [f"{number:04}" for number in range(1, len(files) + 1)]
    assert all(len(name.split("_")) >= 4 for name in files)


def test_migrating_again_changes_nothing(settings: Settings) -> None:
    before = applied(settings)
    migrate(settings)
    assert applied(settings) == before
    with psycopg.connect(settings.dsn) as admin:
        units = generations(admin)
    assert [(unit.name, unit.generation, unit.state) for unit in units] == [
        (name, 1, "live") for name in catalogue.load()
    ]


def test_installations_of_one_server_may_migrate_at_once(settings: Settings, servers: Servers, tmp_path: Path) -> None:
    with servers.fresh(tmp_path / "other") as other, ThreadPoolExecutor(4) as several:
        for done in [several.submit(migrate, one) for one in [settings, other] * 6]:
            done.result()


def test_a_migration_that_was_changed_after_it_was_applied_is_refused(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in migrations_folder().glob("*.sql"):
        (tmp_path / file.name).write_text(file.read_text() + "-- one word more\n")
    (tmp_path / "keys").mkdir()
    monkeypatch.setattr(migrating, "migrations_folder", lambda: tmp_path)
    with pytest.raises(RuntimeError, match="was changed after it was applied"):
        migrate(settings)


def test_no_role_of_ours_is_more_than_it_must_be(house: House) -> None:
    with psycopg.connect(house.settings.dsn) as admin:
        roles = admin.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles"
            " WHERE starts_with(rolname, 'palabre_test_')"
        ).fetchall()
    assert len(roles) == 4
    assert not any(right for _, *rights in roles for right in rights)


def test_every_table_that_holds_an_organisation_and_that_the_app_may_read_is_under_row_level_security(
    house: House,
) -> None:
    with psycopg.connect(house.settings.dsn) as admin:
        exposed = admin.execute(
            "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
            " WHERE c.relkind IN ('r', 'p') AND a.attname = 'organisation_id' AND NOT c.relrowsecurity"
            " AND has_table_privilege('palabre_test_app', c.oid, 'SELECT')"
        ).fetchall()
    assert exposed == []
