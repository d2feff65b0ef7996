"""What the role of the application is given by PostgreSQL itself, whatever it asks: the organisation of its setting."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as some
from psycopg import Connection, sql
from psycopg.errors import InsufficientPrivilege, InvalidTextRepresentation

from tests.api.neighbours import SAID_BY_BOTH, Neighbour
from tests.api.stage import Stage

WITH_AN_ORGANISATION = """
SELECT n.nspname, c.relname, has_table_privilege(%s, c.oid, 'SELECT')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organisation_id' AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^pg_' ORDER BY 1, 2
"""
TEXT = some.text(some.characters(exclude_characters="\x00", exclude_categories=["Cs"]), min_size=1, max_size=40)


@pytest.fixture(scope="module")
def pair(stage: Stage) -> tuple[Neighbour, Neighbour]:
    """Two organisations that have something of each kind."""
    pair = Neighbour(stage), Neighbour(stage)
    for one in pair:
        one.open()
    return pair


@pytest.fixture(scope="module")
def tables(stage: Stage) -> list[tuple[sql.Identifier, bool]]:
    """Every table and view that holds an organisation, and whether the app has a right to read it."""
    with closing(psycopg.connect(stage.settings.dsn)) as admin:
        rows = admin.execute(WITH_AN_ORGANISATION, [stage.drive.house.roles.name("app")]).fetchall()
    return [(sql.Identifier(schema, name), granted) for schema, name, granted in rows]


@pytest.fixture(scope="module")
def app(stage: Stage) -> Iterator[Connection[Any]]:
    """A connection of the role that answers queries."""
    with closing(psycopg.connect(stage.drive.house.dsn("app"), autocommit=True)) as connection:
        yield connection


def seen(app: Connection[Any], table: sql.Identifier) -> set[UUID]:
    """The organisations of the rows that the table shows."""
    return {row[0] for row in app.execute(sql.SQL("SELECT DISTINCT organisation_id FROM {}").format(table))}


def choose(app: Connection[Any], setting: str | None) -> None:
    """Set the organisation, for the session; None is what a connection has at first."""
    if setting is None:
        app.execute("RESET palabre.organisation_id")
    else:
        app.execute("SELECT set_config('palabre.organisation_id', %s, false)", [setting])


@tries(max_examples=40, deadline=None)
@given(data=some.data())
def test_a_table_shows_the_organisation_that_is_set_and_no_other(
    app: Connection[Any],
    pair: tuple[Neighbour, Neighbour],
    tables: list[tuple[sql.Identifier, bool]],
    data: some.DataObject,
) -> None:
    granted = [table for table, readable in tables if readable]
    organisations = some.sampled_from([str(one.organisation_id) for one in pair])
    setting = data.draw(organisations | some.uuids().map(str) | some.sampled_from(["", None]))
    table = data.draw(some.sampled_from(granted))
    choose(app, setting)
    shown = seen(app, table)
    assert shown <= ({UUID(setting)} if setting else set())


def test_each_table_shows_its_own_rows(
    app: Connection[Any], pair: tuple[Neighbour, Neighbour], tables: list[tuple[sql.Identifier, bool]]
) -> None:
    """Tables that show nothing to anybody would be safe too."""
    choose(app, str(pair[0].organisation_id))
    showing = [table for table, readable in tables if readable and seen(app, table)]
    assert len(showing) >= 30


@tries(max_examples=30, deadline=None)
@given(setting=TEXT)
def test_what_is_no_organisation_shows_nothing(
    app: Connection[Any], pair: tuple[Neighbour, Neighbour], setting: str
) -> None:
    """It is refused, unless it happens to be an id in another spelling."""
    choose(app, setting)
    try:
        shown = seen(app, sql.Identifier("ledger", "facts"))
    except InvalidTextRepresentation:
        shown = set()
    assert shown.isdisjoint(one.organisation_id for one in pair)


def test_what_is_not_for_the_app_is_refused_whole(
    app: Connection[Any], tables: list[tuple[sql.Identifier, bool]], pair: tuple[Neighbour, Neighbour]
) -> None:
    choose(app, str(pair[0].organisation_id))
    kept_from_it = [table for table, readable in tables if not readable]
    assert sql.Identifier("outbox", "effects") in kept_from_it
    for table in kept_from_it:
        with pytest.raises(InsufficientPrivilege):
            seen(app, table)


@pytest.mark.parametrize("way", ["row_security = off", "ROLE {owner}", "ROLE {writer}", "ROLE {admin}"])
def test_the_app_finds_no_way_round(stage: Stage, pair: tuple[Neighbour, Neighbour], way: str) -> None:
    names = {role: stage.drive.house.roles.name(role) for role in ("owner", "writer")}
    with closing(psycopg.connect(stage.settings.dsn)) as admin:
        names["admin"] = admin.info.user
    with closing(psycopg.connect(stage.drive.house.dsn("app"), autocommit=True)) as connection:
        choose(connection, str(pair[0].organisation_id))
        with pytest.raises(InsufficientPrivilege):
            connection.execute(f"SET {way.format(**names)}".encode())
            seen(connection, sql.Identifier("ledger", "facts"))


def test_a_row_of_another_can_be_named_and_not_seen(app: Connection[Any], pair: tuple[Neighbour, Neighbour]) -> None:
    mine, theirs = pair
    choose(app, str(mine.organisation_id))
    for condition in ("organisation_id = %(theirs)s", "organisation_id <> %(mine)s OR true", "position > 0"):
        found = app.execute(
            f"SELECT DISTINCT organisation_id FROM ledger.facts WHERE {condition}".encode(),
            {"mine": mine.organisation_id, "theirs": theirs.organisation_id},
        ).fetchall()
        assert {row[0] for row in found} <= {mine.organisation_id}


@tries(max_examples=30, deadline=None)
@given(data=some.data())
def test_searches_find_what_is_of_the_organisation_that_is_set(
    app: Connection[Any], pair: tuple[Neighbour, Neighbour], data: some.DataObject
) -> None:
    mine, theirs = data.draw(some.permutations(pair))
    own, foreign = mine.things(), theirs.things()
    fragment = data.draw(some.sampled_from(["", "a", "%", "ada", theirs.word, theirs.phones[0], mine.word]))
    question = data.draw(some.sampled_from(SAID_BY_BOTH))
    choose(app, str(mine.organisation_id))
    found = {str(id) for (id,) in app.execute("SELECT read.search_inbox(%s, 1000)", [fragment])}
    assert found <= set(own["conversation_id"])
    (weighed,) = app.execute("SELECT read.weigh_faqs(%s)", [[theirs.word, *question.split()]]).fetchone() or [None]
    assert not any(id in str(weighed) for id in foreign["faq_id"])
    assert theirs.word not in str(weighed["holding"])
    assert weighed["entries"] == len(own["faq_id"])


@pytest.mark.parametrize("setting", [None, "", str(UUID(int=404))])
def test_searches_without_an_organisation_find_nothing(
    app: Connection[Any], pair: tuple[Neighbour, Neighbour], setting: str | None
) -> None:
    choose(app, setting)
    assert app.execute("SELECT read.search_inbox('', 1000)").fetchall() == []
    (weighed,) = app.execute("SELECT read.weigh_faqs(%s)", [[pair[0].word]]).fetchone() or [None]
    assert (weighed["entries"], weighed["candidates"]) == (0, None)


def test_a_file_is_found_for_its_organisation_alone(stage: Stage, pair: tuple[Neighbour, Neighbour]) -> None:
    mine, theirs = pair
    with closing(psycopg.connect(stage.settings.dsn)) as admin:
        kept = admin.execute(
            "SELECT message_id FROM media.files WHERE organisation_id = %s", [mine.organisation_id]
        ).fetchall()
    files = stage.drive.house.files
    assert kept
    for (message_id,) in kept:
        assert files.fetch(mine.organisation_id, message_id) is not None
        assert files.fetch(theirs.organisation_id, message_id) is None
