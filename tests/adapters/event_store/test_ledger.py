"""The ledger: order, conflicts, guards, groups, and what nobody may do to it."""

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import errors

from adapters.event_store.ledger import PostgresLedger
from adapters.event_store.recorder import LedgerRecorder
from application.ports.ledger import Conflict, Guard, Save, Saving
from domain.assistant.faq import FaqAdded, FaqRemoved
from domain.fact import SYSTEM, Context, Fact
from runtime.composition import House

ORG, OTHER = UUID(int=101), UUID(int=102)


def added(stream_id: UUID, version: int = 1, organisation_id: UUID = ORG) -> Fact[FaqAdded]:
    event = FaqAdded(faq_id=stream_id, question="Horaires ?", answer="9 h")
    return Fact(stream_id, version, event, Context(organisation_id, SYSTEM))


def removed(stream_id: UUID, version: int) -> Fact[FaqRemoved]:
    return Fact(stream_id, version, FaqRemoved(faq_id=stream_id), Context(ORG, SYSTEM))


def error_of(saving: Saving) -> Exception | None:
    try:
        saving.result()
    except Exception as error:
        return error
    return None


def test_sequences_are_gapless_in_each_organisation_under_many_writers(house: House) -> None:
    def write(number: int) -> None:
        organisation_id = ORG if number % 3 else OTHER
        house.ledger.submit(Save([added(uuid4(), organisation_id=organisation_id)])).result()

    with ThreadPoolExecutor(16) as writers:
        list(writers.map(write, range(300)))
    facts = house.ledger.page(0, 1_000)
    for organisation_id, count in ((ORG, 200), (OTHER, 100)):
        mine = [fact for fact in facts if fact.organisation_id == organisation_id]
        assert [fact.sequence for fact in mine] == list(range(1, count + 1))
        assert [fact.at for fact in mine] == sorted(fact.at for fact in mine)
    assert [fact.position for fact in facts] == sorted(fact.position for fact in facts)


def test_the_first_question_after_the_server_has_closed_every_connection_is_answered(house: House) -> None:
    stream = uuid4()
    house.ledger.submit(Save([added(stream)])).result()
    dsn = house.dsn("writer")
    with closing(PostgresLedger(dsn, house.keyring, pool_size=6, patience=2.0)) as ledger:
        assert isinstance(ledger.recorder, LedgerRecorder)
        ledger.recorder.datastore.pool.wait()
        with psycopg.connect(house.settings.dsn) as admin:
            closed = admin.execute(
                "SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            ).fetchone()
        assert closed is not None and closed[0] >= 6
        assert len(ledger.load([(ORG, stream)])[ORG, stream]) == 1
        ledger.submit(Save([removed(stream, 2)])).result()


@pytest.mark.parametrize("far", [False, True])
def test_a_page_has_only_what_was_asked_for_and_is_full_of_it(house: House, far: bool) -> None:
    streams = [uuid4() for _ in range(3)]
    for stream in streams:
        house.ledger.submit(Save([added(stream), removed(stream, 2)])).result()
    page = house.ledger.page(0, 2, {"assistant.FaqRemoved"}, far=far)
    assert [(fact.stream_id, fact.position) for fact in page] == [(streams[0], 2), (streams[1], 4)]
    assert [fact.position for fact in house.ledger.page(4, 2, {"assistant.FaqRemoved"}, far=far)] == [6]
    assert house.ledger.page(0, 2, {"assistant.FaqMoved"}, far=far) == []


def test_a_conflict_fails_alone_in_its_group_and_leaves_no_gap(house: House) -> None:
    stream = uuid4()
    house.ledger.submit(Save([added(stream)])).result()
    savings = [
        house.ledger.submit(save)
        for save in (
            Save([added(uuid4())]),
            Save([added(stream)]),
            Save([removed(stream, 2)]),
            Save([added(uuid4()), removed(stream, 2)]),
            Save([removed(stream, 4)]),
            Save([added(uuid4())]),
        )
    ]
    outcomes = [error is None for error in map(error_of, savings)]
    assert outcomes == [True, False, True, False, False, True]
    assert [fact.sequence for fact in house.ledger.page(0, 100)] == [1, 2, 3, 4]


def test_one_of_many_writers_of_the_same_version_wins(house: House) -> None:
    stream = uuid4()
    savings = [house.ledger.submit(Save([added(stream)])) for _ in range(50)]
    errors_ = list(map(error_of, savings))
    assert sum(error is None for error in errors_) == 1
    assert {type(error) for error in errors_ if error} == {Conflict}


def test_a_guard_holds_a_save_to_the_version_of_another_stream(house: House) -> None:
    watched = uuid4()
    house.ledger.submit(Save([added(uuid4())], [Guard(ORG, watched, 0)])).result()
    house.ledger.submit(Save([added(watched)])).result()
    with pytest.raises(Conflict):
        house.ledger.submit(Save([added(uuid4())], [Guard(ORG, watched, 0)])).result()
    house.ledger.submit(Save([added(uuid4())], [Guard(ORG, watched, 1)])).result()
    assert house.ledger.head() == len(house.ledger.page(0, 100)) == 3


def test_a_guard_sees_what_those_before_it_in_its_group_write(house: House) -> None:
    watched, other = uuid4(), uuid4()
    savings = [
        house.ledger.submit(save)
        for save in (
            Save([added(other)], [Guard(ORG, watched, 0)]),
            Save([added(watched)]),
            Save([added(uuid4())], [Guard(ORG, watched, 0)]),
            Save([removed(other, 2)], [Guard(ORG, watched, 1), Guard(ORG, other, 1)]),
        )
    ]
    assert [type(error_of(saving)) for saving in savings] == [type(None), type(None), Conflict, type(None)]
    assert [fact.sequence for fact in house.ledger.page(0, 100)] == [1, 2, 3]


def test_a_save_of_two_organisations_is_one(house: House) -> None:
    stream = uuid4()
    house.ledger.submit(Save([added(stream), added(stream, organisation_id=OTHER)])).result()
    loaded = house.ledger.load([(ORG, stream), (OTHER, stream), (ORG, uuid4())])
    assert [len(facts) for facts in loaded.values()] == [1, 1, 0]


@pytest.mark.parametrize("role", ["owner", "writer", "projector", "app"])
@pytest.mark.parametrize(
    "statement",
    ["UPDATE ledger.facts SET name = 'x'", "DELETE FROM ledger.facts", "TRUNCATE ledger.facts"],
)
def test_nobody_changes_what_is_written(house: House, role: str, statement: str) -> None:
    house.ledger.submit(Save([added(uuid4())])).result()
    with psycopg.connect(house.dsn(role), autocommit=True) as connection:  # type: ignore[arg-type]
        try:
            changed = connection.execute(statement.encode()).rowcount
        except errors.InsufficientPrivilege:
            changed = 0
    assert changed == 0
    assert len(house.ledger.page(0, 10)) == 1


def test_an_administrator_is_stopped_by_the_trigger(house: House) -> None:
    house.ledger.submit(Save([added(uuid4())])).result()
    with psycopg.connect(house.settings.dsn, autocommit=True) as admin, pytest.raises(errors.InsufficientPrivilege):
        admin.execute("DELETE FROM ledger.facts")


def test_the_app_sees_the_facts_of_one_organisation_and_none_without_one(house: House) -> None:
    house.ledger.submit(Save([added(uuid4()), added(uuid4(), organisation_id=OTHER)])).result()
    with psycopg.connect(house.dsn("app"), autocommit=True) as app:
        count = "SELECT count(*) FROM ledger.facts"
        assert app.execute(count).fetchone() == (0,)
        with app.transaction():
            app.execute("SELECT set_config('palabre.organisation_id', %s, true)", [str(ORG)])
            assert app.execute(count).fetchone() == (1,)
        assert app.execute(count).fetchone() == (0,)  # the setting reads '' now, not NULL
        with pytest.raises(errors.InsufficientPrivilege):
            app.execute("INSERT INTO ledger.heads VALUES (%s, 1, now())", [ORG])


def test_a_person_reads_the_ledger_as_json(house: House) -> None:
    house.ledger.submit(Save([added(uuid4())])).result()
    with psycopg.connect(house.dsn("writer")) as connection:
        row = connection.execute("SELECT name, fact FROM ledger.readable").fetchone()
    assert row is not None
    assert row[0] == "assistant.FaqAdded"
    assert row[1]["e"]["answer"] == "9 h"
    assert json.dumps(row[1])


def test_the_database_functions_of_the_library_stay_off(house: House) -> None:
    datastore = house.ledger.recorder.datastore  # type: ignore[attr-defined]
    datastore.enable_db_functions = True
    with pytest.raises(ValueError, match="must stay off"):
        LedgerRecorder(datastore)
