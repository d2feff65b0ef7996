"""The runner of projections: what fails stays where it is and says so; the others go on; nothing is skipped unasked."""

import zlib
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
import pytest

from adapters.projector.generations import generations, prepare_generations
from adapters.projector.runner import LOCK_SPACE
from domain.assistant.faq import FaqAdded
from domain.fact import Fact
from projections import catalogue
from projections.projection import Projection
from runtime.skip import skip
from tests.desk import Desk
from tests.drive import Drive


class QuestionRow(NamedTuple):
    organisation_id: UUID
    faq_id: UUID
    question: str


DDL = """
CREATE TABLE {table} (
    organisation_id uuid NOT NULL, faq_id uuid NOT NULL, question text NOT NULL,
    PRIMARY KEY (organisation_id, faq_id), CHECK (question <> 'Ineffable ?')
)
"""


@pytest.fixture
def fragile(drive: Drive, monkeypatch: pytest.MonkeyPatch) -> Projection[QuestionRow]:
    """A read model of the test's own that cannot bear one question, and whose table cannot bear another."""
    projections = dict(catalogue.load())
    monkeypatch.setattr(Projection, "by_name", projections)
    projection = Projection("fragile", QuestionRow, key=("organisation_id", "faq_id"), ddl=DDL)

    @projection.folds
    def added(row: QuestionRow | None, fact: Fact[FaqAdded]) -> QuestionRow | None:
        if fact.event.question == "Inacceptable ?":
            raise ValueError("cannot be")
        return QuestionRow(fact.organisation_id, fact.event.faq_id, fact.event.question)

    prepare(drive)
    return projection


def prepare(drive: Drive) -> None:
    with psycopg.connect(drive.house.dsn("owner"), autocommit=True) as owner:
        prepare_generations(owner, drive.house.settings.role_prefix)


def unit(drive: Drive, name: str) -> dict[str, Any]:
    with psycopg.connect(drive.house.dsn("projector")) as connection:
        cursor = connection.execute(
            "SELECT position, error FROM read.generations WHERE name = %s AND state = 'live'", [name]
        )
        row = cursor.fetchone()
    assert row is not None
    return {"position": row[0], "error": row[1]}


@pytest.mark.parametrize(("question", "error"), [("Inacceptable ?", "ValueError"), ("Ineffable ?", "CheckViolation")])
def test_a_failing_projection_stops_before_the_fact_and_the_others_go_on(
    drive: Drive, fragile: Projection[QuestionRow], question: str, error: str
) -> None:
    organisation_id = drive.organisation()
    drive.faq(organisation_id, "Avant ?", "Oui.")
    drive.faq(organisation_id, question, "Oui.")
    drive.faq(organisation_id, "Après ?", "Oui.")
    for _ in range(10):
        drive.projections.advance()
    stuck = unit(drive, "fragile")
    assert stuck == {"position": 2, "error": f"{error} at position 3 (assistant.FaqAdded)"}
    assert [row[2] for row in drive.table("fragile")] == ["Avant ?"]
    assert unit(drive, "faqs") == {"position": 4, "error": ""}


def test_a_skip_is_an_order_that_is_kept(drive: Drive, fragile: Projection[QuestionRow]) -> None:
    organisation_id = drive.organisation()
    drive.faq(organisation_id, "Inacceptable ?", "Oui.")
    drive.faq(organisation_id, "Après ?", "Oui.")
    for _ in range(5):
        drive.projections.advance()
    for _ in range(2):  # given twice, kept once
        skip(drive.house.settings, "fragile", 2, "Vu avec Laura.")
    drive.projections._pauses.clear()  # the back-off is over
    drive.projections.advance()
    assert unit(drive, "fragile") == {"position": 3, "error": ""}
    assert [row[2] for row in drive.table("fragile")] == ["Après ?"]


def test_a_changed_projection_is_rebuilt_beside_the_old_one(drive: Drive, fragile: Projection[QuestionRow]) -> None:
    organisation_id = drive.organisation()
    drive.faq(organisation_id, "Horaires ?", "9 h")
    drive.run()
    fragile.version = 2
    prepare(drive)
    assert [row[2] for row in drive.table("fragile")] == ["Horaires ?"]

    @fragile.folds
    def shouted(row: QuestionRow | None, fact: Fact[FaqAdded]) -> QuestionRow | None:
        return QuestionRow(fact.organisation_id, fact.event.faq_id, fact.event.question.upper())

    drive.run()
    assert [row[2] for row in drive.table("fragile")] == ["HORAIRES ?"]
    prepare(drive)
    with drive.house.pool.connection() as connection:
        mine = [one for one in generations(connection) if one.name == "fragile"]
    assert [(one.generation, one.version, one.state) for one in mine] == [(2, 2, "live")]


def test_two_runners_at_once_do_the_work_once(drive: Drive) -> None:
    desk = Desk(drive)
    desk.writes("Bonjour")
    drive.reader.advance()
    with psycopg.connect(drive.house.dsn("projector")) as other:  # another runner is inside its transaction
        other.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_SPACE, zlib.crc32(b"inbox_1") & 0x7FFFFFFF])
        drive.projections.advance()
        assert drive.table("inbox") == []
        assert drive.table("thread") != []
    drive.run()
    assert len(drive.table("inbox")) == 1


def test_what_a_page_does_not_concern_moves_past_it_unless_another_runner_has_it(
    drive: Drive, fragile: Projection[QuestionRow]
) -> None:
    drive.faq(drive.organisation(), "Horaires ?", "9 h")
    with psycopg.connect(drive.house.dsn("projector")) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_SPACE, zlib.crc32(b"inbox_1") & 0x7FFFFFFF])
        drive.projections.advance()
        assert unit(drive, "inbox")["position"] == 0
        assert unit(drive, "thread")["position"] == unit(drive, "fragile")["position"] == 2
    drive.projections.advance()
    assert unit(drive, "inbox") == {"position": 2, "error": ""}


def test_what_was_stuck_is_well_again_once_it_moves_past_a_page(drive: Drive, fragile: Projection[QuestionRow]) -> None:
    organisation_id = drive.organisation()
    drive.faq(organisation_id, "Inacceptable ?", "Oui.")
    for _ in range(5):
        drive.projections.advance()
    skip(drive.house.settings, "fragile", 2, "Vu avec Laura.")
    drive.projections._pauses.clear()  # the back-off is over
    drive.projections.advance()
    drive.organisation("Autre")
    drive.projections.advance()
    assert unit(drive, "fragile") == {"position": 3, "error": ""}


def test_an_organisation_never_reads_the_rows_of_another(drive: Drive) -> None:
    desk, other = Desk(drive), drive.organisation("Autre")
    desk.writes("Bonjour")
    drive.run()
    for name in catalogue.load():
        with drive.house.services().reading(other) as connection:
            seen = connection.execute(f"SELECT organisation_id FROM {name}").fetchall()  # type: ignore[arg-type]
        assert {organisation_id for (organisation_id,) in seen} <= {other}, name
