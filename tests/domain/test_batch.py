from typing import Any
from uuid import UUID

import pytest

from domain.event import Command, Event
from domain.licensing.batch import MOST_ROWS, batch
from domain.licensing.batch_commands import (
    AdvanceBatch,
    AdvanceUndo,
    PrepareBatch,
    StartBatch,
    StopBatch,
    UndoBatch,
)
from domain.licensing.batch_events import (
    BatchAdvanced,
    BatchFinished,
    BatchPrepared,
    BatchStarted,
    BatchStopped,
    BatchUndoAdvanced,
    BatchUndoAsked,
    BatchUndone,
    RowVerdict,
)
from tests.spec import given

IT, CONTENT, OTHER = UUID(int=1), UUID(int=2), UUID(int=3)
ID: dict[str, Any] = {"batch_id": IT}
BAD = RowVerdict(row=2, verdict="invalid", code="EMAIL_INVALID", field="email")
FILE: dict[str, Any] = {
    "kind": "issue",
    "rows": 3,
    "content_index": CONTENT,
    "licence_ids": (),
    "days": None,
    "plan": None,
    "revocation": None,
    "expected": {"created": 2, "invalid": 1},
    "troubles": (BAD,),
}
MADE = RowVerdict(row=1, verdict="created", licence_id=OTHER)
LAST = RowVerdict(row=3, verdict="created", licence_id=OTHER)
PREPARED = BatchPrepared(**ID, **FILE)
EXTENSION = BatchPrepared(**ID, **FILE | {"kind": "extend", "days": 7, "licence_ids": (OTHER,), "rows": 1})
STARTED = BatchStarted(**ID)
SOME = BatchAdvanced(**ID, through=2, verdicts=(MADE, BAD))
REST = BatchAdvanced(**ID, through=3, verdicts=(LAST,))
FINISHED = BatchFinished(**ID)
STOPPED = BatchStopped(**ID, code="")
DONE: tuple[Event, ...] = (PREPARED, STARTED, SOME, REST, FINISHED)
UNDOING = BatchUndoAsked(**ID)
BACK = BatchUndoAdvanced(**ID, through=3, verdicts=(RowVerdict(row=1, verdict="undone", licence_id=OTHER),))


def prepare(**others: Any) -> PrepareBatch:
    return PrepareBatch(**ID | FILE | others)


def test_it_is_tried_once() -> None:
    given(batch).when(prepare()).then_once(PREPARED)
    given(batch, PREPARED).when(prepare(content_index=OTHER)).refuses("IDEMPOTENCY_KEY_REUSED")
    given(batch, *DONE).when(prepare(expected={"duplicate": 3})).then()


@pytest.mark.parametrize(
    ("others", "code"),
    [
        ({"rows": 0}, "BATCH_SIZE_INVALID"),
        ({"rows": MOST_ROWS + 1}, "BATCH_SIZE_INVALID"),
        ({"kind": "extend", "words": "Panne"}, "DAYS_INVALID"),
        ({"kind": "extend", "days": 4000, "words": "Panne"}, "DAYS_INVALID"),
        ({"kind": "extend", "days": 7, "words": " "}, "REASON_INVALID"),
        ({"kind": "change_plan"}, "PLAN_MISSING"),
        ({"kind": "revoke"}, "REVOCATION_MISSING"),
        ({"kind": "revoke", "revocation": "other"}, "NOTE_MISSING"),
        ({"kind": "revoke", "revocation": "fraud", "words": "x" * 2001}, "NOTE_LONG"),
    ],
)
def test_what_no_row_could_be_done_by_is_refused(others: dict[str, Any], code: str) -> None:
    given(batch).when(prepare(**others)).refuses(code)


def test_its_words_are_in_no_fact() -> None:
    (prepared,) = batch.decide(batch.fold([]), prepare(kind="extend", days=7, words="Panne chez Awa"))
    assert "Awa" not in prepared.model_dump_json()


def test_it_is_started_once_and_goes_on_after_a_stop() -> None:
    given(batch, PREPARED).when(StartBatch(**ID)).then_once(STARTED)
    given(batch, PREPARED, STARTED, SOME, STOPPED).when(StartBatch(**ID)).then_once(STARTED)
    given(batch, *DONE).when(StartBatch(**ID)).then()


def test_each_row_is_done_once() -> None:
    rest = AdvanceBatch(**ID, after=2, verdicts=(LAST,))
    given(batch, PREPARED, STARTED).when(AdvanceBatch(**ID, after=0, verdicts=(MADE, BAD))).then_once(SOME)
    given(batch, PREPARED, STARTED, SOME).when(rest).then_once(REST, FINISHED)
    given(batch, PREPARED, STARTED, SOME).when(AdvanceBatch(**ID, after=0, verdicts=(MADE,))).then()
    given(batch, PREPARED, STARTED, SOME, STOPPED).when(rest).refuses("BATCH_NOT_RUNNING")
    given(batch, PREPARED).when(AdvanceBatch(**ID, after=0, verdicts=(MADE,))).refuses("BATCH_NOT_RUNNING")


def test_it_is_stopped_while_it_runs() -> None:
    given(batch, PREPARED, STARTED, SOME).when(StopBatch(**ID)).then_once(STOPPED)
    gone = StopBatch(**ID, code="FILE_ERASED")
    given(batch, PREPARED, STARTED).when(gone).then_once(BatchStopped(**ID, code="FILE_ERASED"))
    given(batch, PREPARED).when(StopBatch(**ID)).then()
    given(batch, *DONE).when(StopBatch(**ID)).then()


def test_an_import_that_is_over_is_undone_once() -> None:
    given(batch, *DONE).when(UndoBatch(**ID)).then_once(UNDOING)
    given(batch, PREPARED, STARTED, SOME, STOPPED).when(UndoBatch(**ID)).then_once(UNDOING)
    given(batch, *DONE, UNDOING, BACK, BatchUndone(**ID)).when(UndoBatch(**ID)).then()
    given(batch, PREPARED).when(UndoBatch(**ID)).refuses("BATCH_NOT_RUN")
    given(batch, PREPARED, STARTED, SOME).when(UndoBatch(**ID)).refuses("BATCH_RUNNING")
    given(batch, EXTENSION, STARTED, FINISHED).when(UndoBatch(**ID)).refuses("BATCH_NOT_AN_IMPORT")


def test_each_row_is_taken_back_once() -> None:
    back = AdvanceUndo(**ID, after=0, through=3, verdicts=BACK.verdicts)
    given(batch, *DONE, UNDOING).when(back).then_once(BACK, BatchUndone(**ID))
    given(batch, *DONE).when(back).refuses("BATCH_NOT_UNDOING")
    part = AdvanceUndo(**ID, after=0, through=2, verdicts=BACK.verdicts)
    given(batch, *DONE, UNDOING).when(part).then_once(BatchUndoAdvanced(**ID, through=2, verdicts=BACK.verdicts))


@pytest.mark.parametrize(
    "command",
    [
        StartBatch(**ID),
        StopBatch(**ID),
        UndoBatch(**ID),
        AdvanceBatch(**ID, after=0, verdicts=()),
        AdvanceUndo(**ID, after=0, through=0, verdicts=()),
    ],
    ids=lambda command: type(command).__name__,
)
def test_nothing_is_done_to_a_batch_that_does_not_exist(command: Command) -> None:
    given(batch).when(command).refuses("BATCH_UNKNOWN")
