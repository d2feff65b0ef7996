"""Batches beside others who act: each row once, by what holds when it is saved, and few questions for many rows."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.exceptions import InvalidTag

from application.bus import Bus, Draft
from application.licence_batches import AT_ONCE, Batches
from application.licence_rows import licence_of
from application.licensing import LicenceDesk, NewLicence
from application.ports.batch_files import BatchFile
from application.ports.ledger import Ledger, OutcomeUnknown, Save, Saving, Stream
from domain.contacts.contact import ContactIdentified
from domain.fact import SYSTEM, Context, Fact
from domain.licensing.batch import Batch, batch
from domain.licensing.batch_events import BatchAdvanced, BatchUndoAdvanced, RowVerdict
from domain.licensing.licence_events import LicenceIssued, LicenceRevoked
from domain.refusal import Refused
from domain.reservation import Reserve, ValueReserved
from domain.tenancy.organisation import FoundOrganisation
from runtime.composition import House
from tests.meanwhile import BeforeSaving


@pytest.fixture
def here(house: House) -> Context:
    """An organisation that sells."""
    organisation_id = uuid4()
    context = Context(organisation_id, SYSTEM)
    house.bus.execute(context, FoundOrganisation(organisation_id=organisation_id, organisation_name="Institut"))
    return context


def through(house: House, ledger: Ledger) -> Batches:
    """The batches, over another ledger."""
    bus = Bus(ledger)
    return Batches(
        bus, ledger, LicenceDesk(bus, ledger, house.master_key, house.clock), house.batch_files, house.master_key
    )


def sheet(rows: int, people: int = 10_000) -> bytes:
    lines = [f"c{n % people}@exemple.fr,HW-{n},premium,Note" for n in range(1, rows + 1)]
    return "\n".join(["email,hwid,plan,notes", *lines]).encode()


def started(house: House, here: Context, content: bytes) -> UUID:
    batch_id = uuid4()
    house.batches.try_import(here, batch_id, BatchFile("", content))
    house.batches.start(here, batch_id)
    return batch_id


def told(house: House, kind: type[Any]) -> list[Any]:
    return [fact.event for fact in house.ledger.page(0, 100_000) if isinstance(fact.event, kind)]


def verdicts(house: House, kind: type[Any] = BatchAdvanced) -> list[RowVerdict]:
    return [one for event in told(house, kind) for one in event.verdicts]


def state(house: House, here: Context, batch_id: UUID) -> Batch:
    found: Batch = house.bus.state(batch, (here.organisation_id, batch_id))
    return found


class Counting:
    """A ledger that counts what it is asked."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.loads = self.saves = 0
        self.page, self.head = ledger.page, ledger.head

    def load(self, streams: Iterable[Stream]) -> Mapping[Stream, list[Fact[Any]]]:
        self.loads += 1
        return self._ledger.load(streams)

    def submit(self, save: Save) -> Saving:
        self.saves += 1
        return self._ledger.submit(save)


class LosingAnswers:
    """A ledger that saves, and whose answer is lost every other time."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._count = 0
        self.load, self.page, self.head = ledger.load, ledger.page, ledger.head

    def submit(self, save: Save) -> Saving:
        self._count += 1
        saved = self._ledger.submit(save)
        if self._count % 2:
            return saved
        saved.result()
        lost: Future[Sequence[Fact[Any]]] = Future()
        lost.set_exception(OutcomeUnknown())
        return lost


def test_many_rows_take_as_many_questions_as_saves(house: House, here: Context) -> None:
    rows = 5 * AT_ONCE
    batch_id = started(house, here, sheet(rows))
    counting = Counting(house.ledger)
    assert not through(house, counting).go_on(here.organisation_id, batch_id)
    assert state(house, here, batch_id).phase == "finished"
    assert counting.saves == 5
    assert counting.loads <= 2 * 5 + 4
    assert len(told(house, LicenceIssued)) == rows


def test_a_new_person_of_many_rows_is_one_contact(house: House, here: Context) -> None:
    batch_id = started(house, here, sheet(3 * AT_ONCE, people=7))
    house.batches.go_on(here.organisation_id, batch_id)
    assert len(told(house, ContactIdentified)) == 7
    assert len({one.contact_id for one in told(house, LicenceIssued)}) == 7


def test_a_machine_that_is_sold_at_that_instant_is_a_duplicate_and_the_others_go_on(
    house: House, here: Context
) -> None:
    batch_id, sold = started(house, here, sheet(10)), uuid4()

    def sells() -> None:
        house.licences.issue(here, sold, NewLicence("zoe@exemple.fr", "hw-4", "starter"))

    through(house, BeforeSaving(house.ledger, sells)).go_on(here.organisation_id, batch_id)
    found = verdicts(house)
    assert [one.verdict for one in found] == ["created"] * 3 + ["duplicate"] + ["created"] * 6
    assert found[3].licence_id == sold
    assert len(told(house, LicenceIssued)) == 10


def test_a_licence_that_is_extended_while_its_import_is_undone_stays(house: House, here: Context) -> None:
    batch_id = started(house, here, sheet(5))
    house.batches.go_on(here.organisation_id, batch_id)
    house.batches.undo(here, batch_id)

    def extends() -> None:
        house.licences.extend(here, licence_of(batch_id, 2), uuid4(), 7, "Geste")

    through(house, BeforeSaving(house.ledger, extends)).go_on(here.organisation_id, batch_id)
    found = verdicts(house, BatchUndoAdvanced)
    assert [one.verdict for one in found] == ["undone", "conflict", "undone", "undone", "undone"]
    assert found[1].changes == ("licensing.LicenceExtended",)
    assert len(told(house, LicenceRevoked)) == 4


def test_a_stop_in_the_middle_of_a_save_is_heard_and_an_undo_makes_nothing_more(house: House, here: Context) -> None:
    batch_id = started(house, here, sheet(3 * AT_ONCE))

    def stops() -> None:
        house.batches.stop(here, batch_id)
        house.batches.undo(here, batch_id)

    assert not through(house, BeforeSaving(house.ledger, stops)).go_on(here.organisation_id, batch_id)
    assert told(house, LicenceIssued) == []
    house.batches.go_on(here.organisation_id, batch_id)
    assert state(house, here, batch_id).phase == "undone"


def test_saves_whose_answer_is_lost_do_each_row_once(house: House, here: Context) -> None:
    batch_id = started(house, here, sheet(4 * AT_ONCE + 7))
    through(house, LosingAnswers(house.ledger)).go_on(here.organisation_id, batch_id)
    assert [one.row for one in verdicts(house)] == list(range(1, 4 * AT_ONCE + 8))
    assert len({one.licence_id for one in told(house, LicenceIssued)}) == 4 * AT_ONCE + 7


def test_two_at_once_do_each_row_once(house: House, here: Context) -> None:
    batch_id = started(house, here, sheet(4 * AT_ONCE))
    with ThreadPoolExecutor(2) as hands:
        work = [hands.submit(house.batches.go_on, here.organisation_id, batch_id) for _ in range(2)]
        assert [one.result() for one in work] == [False, False]
    assert [one.row for one in verdicts(house)] == list(range(1, 4 * AT_ONCE + 1))
    assert len(told(house, LicenceIssued)) == 4 * AT_ONCE


def test_what_is_refused_leaves_nothing_in_a_draft(house: House, here: Context) -> None:
    draft, first, second = Draft(house.ledger), uuid4(), uuid4()

    def reserve(value: UUID, holder: UUID) -> Reserve:
        return Reserve(reservation_id=value, kind="hwid", organisation_id=here.organisation_id, holder_id=holder)

    draft.execute(here, reserve(first, first))
    with pytest.raises(Refused):
        draft.execute(here, reserve(second, second), reserve(first, second))
    draft.execute(here, reserve(second, first))
    house.bus.save(draft)
    held = [(one.reservation_id, one.holder_id) for one in told(house, ValueReserved)]
    assert held == [(first, first), (second, first)]


def test_a_file_is_noise_once_its_day_is_gone(house: House, here: Context) -> None:
    batch_id = uuid4()
    house.batches.try_import(here, batch_id, BatchFile("clients.csv", sheet(1)))
    today = house.clock.now().date()
    house.batch_files.drop_before(today)
    assert house.batch_files.fetch(here.organisation_id, batch_id) is not None
    house.day_keys.drop_before(today + timedelta(days=1))
    with pytest.raises(InvalidTag):
        house.batch_files.fetch(here.organisation_id, batch_id)
    house.batch_files.drop_before(today + timedelta(days=1))
    assert house.batch_files.fetch(here.organisation_id, batch_id) is None
    assert house.batch_files.names(here.organisation_id, [batch_id]) == {}


def test_a_file_that_is_refused_is_not_kept(house: House, here: Context) -> None:
    batch_id = uuid4()
    with pytest.raises(Refused):
        house.batches.try_import(here, batch_id, BatchFile("", b"email,hwid\n"))
    assert house.batch_files.fetch(here.organisation_id, batch_id) is None
    assert state(house, here, batch_id).phase == ""
