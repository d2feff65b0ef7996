"""The isolation of organisations, by the catalogue: what is checked of the tables of today holds for those to come.

Each check gives what breaks it. It is shown to find an offender, made and rolled back, before it is believed.
"""

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import psycopg
import pytest
from psycopg import Connection

from adapters.postgres.roles import Role
from runtime.composition import House
from runtime.settings import Settings
from tests.servers import ROLE_PREFIX

APP, WRITER, PROJECTOR, OWNER = (f"{ROLE_PREFIX}_{role}" for role in ("app", "writer", "projector", "owner"))
OF_THE_ORGANISATION = "(organisation_id = ledger.current_organisation())"

WITHOUT_AN_ORGANISATION = {
    "read.generations": "how far each read model is: names and positions",
    "read.skips": "which positions were passed over, by whose order: nothing of what the facts say",
}
"""What the app may read that holds no organisation, and why that tells nothing of one."""

DEFINERS = {
    "journal.turn_the_page(date,integer)": "makes and drops partitions, gives nothing back",
    "read.show(text,integer)": "switches a view, gives nothing back",
    "read.search_inbox(text,integer)": "takes the organisation from the setting; ids only",
    "read.search_licences(text,uuid,uuid,integer)": "takes the organisation from the setting; ids only",
    "read.list_tenants(uuid,text,timestamp with time zone,uuid,integer)": "asks first whether the organisation of the"
    " setting runs the platform; names and counts",
    "read.weigh_faqs(text[])": "takes the organisation from the setting; ids and lexemes of its own FAQ",
}
"""Functions that run as their owner, and why they tell nobody of another organisation."""

_OURS = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
_OF_US = f"starts_with(rolname, '{ROLE_PREFIX}_')"

Check = Callable[[Connection[Any]], list[Any]]


def column(connection: Connection[Any], query: str, **values: Any) -> list[Any]:
    return [value for (value,) in connection.execute(query.encode(), values)]


def open_tables(connection: Connection[Any]) -> list[Any]:
    """What holds an organisation and does not force row-level security (of a materialised view, nothing can)."""
    return column(
        connection,
        "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organisation_id' AND NOT a.attisdropped"
        f" WHERE c.relkind IN ('r', 'p', 'm', 'f') AND c.relpersistence <> 't' AND {_OURS}"
        " AND NOT (c.relrowsecurity AND c.relforcerowsecurity)",
    )


def wide_policies(connection: Connection[Any]) -> list[Any]:
    """Policies that hold for the app, by its name or for everybody, and that show more than its organisation."""
    return column(
        connection,
        "SELECT format('%%I.%%I: %%s %%s', schemaname, tablename, policyname, qual) FROM pg_policies"
        " WHERE roles && ARRAY[%(app)s, 'public']::name[]"
        " AND (cmd, qual, with_check) IS DISTINCT FROM ('SELECT', %(bound)s, NULL)",
        app=APP,
        bound=OF_THE_ORGANISATION,
    )


def other_tables_of_the_app(connection: Connection[Any]) -> list[Any]:
    """What the app may read that is neither under row-level security nor known to hold no organisation."""
    return column(
        connection,
        "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        f" WHERE c.relkind IN ('r', 'p', 'm', 'f') AND {_OURS} AND NOT c.relrowsecurity"
        " AND (has_table_privilege(%(app)s, c.oid, 'SELECT') OR has_any_column_privilege(%(app)s, c.oid, 'SELECT'))"
        " AND c.oid::regclass::text <> ALL (%(known)s)",
        app=APP,
        known=list(WITHOUT_AN_ORGANISATION),
    )


def tables_that_the_app_writes(connection: Connection[Any]) -> list[Any]:
    """The app answers queries: it changes nothing."""
    return column(
        connection,
        "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        f" WHERE c.relkind IN ('r', 'p', 'v', 'f') AND {_OURS}"
        " AND (has_table_privilege(%(app)s, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER, REFERENCES')"
        "      OR has_any_column_privilege(%(app)s, c.oid, 'INSERT, UPDATE, REFERENCES'))",
        app=APP,
    )


def views_of_their_owner(connection: Connection[Any]) -> list[Any]:
    """Views that would be read with the rights of their owner."""
    return column(
        connection,
        "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        f" WHERE c.relkind = 'v' AND {_OURS}"
        " AND NOT coalesce(c.reloptions, '{}') && '{security_invoker=true, security_invoker=on}'",
    )


def definers(connection: Connection[Any], where: str) -> list[Any]:
    """The functions that run as their owner, and for which that holds."""
    return column(
        connection,
        "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
        f" WHERE p.prosecdef AND {_OURS} AND {where}",
    )


def unknown_definers(connection: Connection[Any]) -> list[Any]:
    """Functions that run as their owner, and that nobody has vouched for."""
    return sorted(set(definers(connection, "true")) - set(DEFINERS))


def loose_definers(connection: Connection[Any]) -> list[Any]:
    """Those that whoever calls them could lead astray (temporary tables come first unless named last), or that
    everybody may call."""
    return definers(
        connection,
        "(NOT EXISTS (SELECT FROM unnest(p.proconfig) AS setting WHERE setting ~ '^search_path=.*, pg_temp$')"
        " OR EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) WHERE grantee = 0))",
    )


def unbound_definers(connection: Connection[Any]) -> list[Any]:
    """Those that the app may call and that do not take the organisation from the setting."""
    return definers(
        connection,
        f"has_function_privilege('{APP}', p.oid, 'EXECUTE') AND strpos(p.prosrc, 'ledger.current_organisation()') = 0",
    )


def roles_above_the_rows(connection: Connection[Any]) -> list[Any]:
    """Roles of ours that row-level security does not hold for, or that could become such a role."""
    return column(
        connection,
        f"SELECT rolname FROM pg_roles WHERE {_OF_US}"
        " AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolreplication"
        "      OR EXISTS (SELECT FROM pg_auth_members WHERE member = pg_roles.oid))",
    )


def makers_besides_the_owner(connection: Connection[Any]) -> list[Any]:
    """What the roles that serve own, and the schemas in which they could make something."""
    serving = [APP, WRITER, PROJECTOR]
    owned = column(
        connection,
        "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        f" WHERE {_OURS} AND c.relowner::regrole::text = ANY (%(serving)s)",
        serving=serving,
    )
    schemas = column(
        connection,
        "SELECT format('%%s in %%I', role, n.nspname) FROM unnest(%(serving)s::name[]) AS role, pg_namespace n"
        f" WHERE {_OURS} AND has_schema_privilege(role, n.oid, 'CREATE')",
        serving=serving,
    )
    return owned + schemas


TABLE = "CREATE TABLE read.offender (organisation_id uuid, said text)"
OFFENDERS: list[tuple[Check, str]] = [
    (open_tables, TABLE),
    (open_tables, f"{TABLE}; ALTER TABLE read.offender ENABLE ROW LEVEL SECURITY"),
    (open_tables, "CREATE MATERIALIZED VIEW read.offender AS SELECT organisation_id FROM ledger.facts"),
    (wide_policies, f"{TABLE}; CREATE POLICY p ON read.offender FOR SELECT TO {APP} USING (true)"),
    (wide_policies, f"{TABLE}; CREATE POLICY p ON read.offender FOR SELECT USING (said = 'x')"),
    (wide_policies, f"{TABLE}; CREATE POLICY p ON read.offender TO {APP} USING {OF_THE_ORGANISATION}"),
    (other_tables_of_the_app, f"CREATE TABLE read.offender (tenant uuid); GRANT SELECT ON read.offender TO {APP}"),
    (
        other_tables_of_the_app,
        f"CREATE TABLE read.offender (tenant uuid); GRANT SELECT (tenant) ON read.offender TO {APP}",
    ),
    (tables_that_the_app_writes, f"{TABLE}; GRANT INSERT (said) ON read.offender TO {APP}"),
    (tables_that_the_app_writes, f"GRANT DELETE ON ledger.heads TO {APP}"),
    (views_of_their_owner, "CREATE VIEW read.offender AS SELECT * FROM ledger.facts"),
    (
        unknown_definers,
        "CREATE FUNCTION read.offender() RETURNS bigint LANGUAGE sql SECURITY DEFINER"
        " AS 'SELECT count(*) FROM ledger.facts'",
    ),
    (loose_definers, "ALTER FUNCTION read.search_inbox(text,integer) RESET search_path"),
    (loose_definers, "ALTER FUNCTION read.search_inbox(text,integer) SET search_path = read, public"),
    (loose_definers, "GRANT EXECUTE ON FUNCTION read.search_inbox(text,integer) TO PUBLIC"),
    (unbound_definers, f"GRANT EXECUTE ON FUNCTION read.show(text, integer) TO {APP}"),
    (roles_above_the_rows, f"ALTER ROLE {APP} BYPASSRLS"),
    (roles_above_the_rows, f"GRANT {OWNER} TO {APP}"),
    (makers_besides_the_owner, f"ALTER TABLE ledger.heads OWNER TO {WRITER}"),
    (makers_besides_the_owner, f"GRANT CREATE ON SCHEMA read TO {PROJECTOR}"),
]
CHECKS = list(dict.fromkeys(check for check, _ in OFFENDERS))


@pytest.fixture(params=["dsn", "keys_dsn"])
def database(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Connection[Any]]:
    """An administrator's connection to each of the two databases."""
    with closing(psycopg.connect(getattr(settings, request.param))) as connection:
        yield connection


@pytest.mark.parametrize("check", CHECKS, ids=[check.__name__ for check in CHECKS])
def test_nothing_of_an_installation_lets_an_organisation_see_another(database: Connection[Any], check: Check) -> None:
    assert check(database) == []


@pytest.mark.parametrize(("check", "offence"), OFFENDERS)
def test_each_check_finds_what_would(settings: Settings, check: Check, offence: str) -> None:
    with closing(psycopg.connect(settings.dsn)) as connection:
        connection.execute(offence.encode())
        assert check(connection) != []


def test_the_tables_are_all_there(settings: Settings) -> None:
    """A check of no table finds nothing."""
    with closing(psycopg.connect(settings.dsn)) as connection:
        forced = column(connection, "SELECT oid::regclass::text FROM pg_class WHERE relforcerowsecurity")
        known = set(definers(connection, "true"))
        tables = column(connection, "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r'")
    assert {"ledger.facts", "ledger.heads", "outbox.effects", "policy.turns", "journal.webhooks"} <= set(forced)
    assert {"journal.webhooks_default", "journal.replays", "media.files", "mail.letters", "access.key_uses"} <= set(
        forced
    )
    assert {"read.inbox_1", "read.thread_1", "read.contacts_1"} <= set(forced)
    assert known == set(DEFINERS)
    assert set(WITHOUT_AN_ORGANISATION) <= set(tables)


def test_the_partition_of_a_new_day_is_closed_too(settings: Settings) -> None:
    with closing(psycopg.connect(settings.dsn)) as connection:
        connection.execute("SELECT journal.turn_the_page('2031-05-17', 30)")
        made = column(
            connection,
            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent::regclass = 'journal.webhooks'::regclass",
        )
        assert "journal.webhooks_20310517" in made
        assert open_tables(connection) == []


def plan_of_a_search(house: House, role: Role) -> str:
    with psycopg.connect(house.dsn(role)) as connection:
        connection.execute("SET enable_seqscan = off")
        plan = column(
            connection,
            "EXPLAIN SELECT contact_id FROM read.contacts WHERE searchable LIKE %(said)s",
            said="%horaires%",
        )
    return "\n".join(plan)


def test_the_searches_of_the_owner_still_go_by_their_index(house: House) -> None:
    """A policy that shows all adds nothing to a statement; one that chooses keeps what is not leakproof from indexes,
    which is why searches run as the owner."""
    assert "Index Cond: (searchable ~~" in plan_of_a_search(house, "owner")
    assert "Index Cond: (searchable ~~" not in plan_of_a_search(house, "app")
