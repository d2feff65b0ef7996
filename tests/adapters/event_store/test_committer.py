"""The committer: a bad save fails alone, a lost connection leaves the outcome unknown, nothing asked for is lost."""

from collections.abc import Sequence
from uuid import UUID, uuid4

import pytest
from eventsourcing.persistence import DataError, OperationalError

from adapters.event_store.committer import Committer
from adapters.event_store.recorder import StoredSave
from adapters.event_store.stored import RecordedFact, StoredFact
from application.ports.ledger import Conflict, OutcomeUnknown

ORG = UUID(int=101)
Appended = list[list[RecordedFact] | None]


def save(topic: str) -> StoredSave:
    return StoredSave([StoredFact(uuid4(), 1, topic, b"{}", ORG)])


def append(saves: Sequence[StoredSave]) -> Appended:
    """A database in memory: it refuses a whole batch for one bad save, and loses the connection on another."""
    topics = [one.events[0].topic for one in saves]
    if "bad" in topics:
        raise DataError("invalid byte sequence")
    if "lost" in topics:
        raise OperationalError("server closed the connection")
    return [None if topic == "conflict" else [] for topic in topics]


def test_each_save_gets_its_own_verdict_whoever_it_was_gathered_with() -> None:
    committer = Committer(append)
    savings = [committer.submit([], save(topic)) for topic in ("good", "bad", "conflict", "good")]
    committer.close()
    assert savings[0].result() == savings[3].result() == []
    with pytest.raises(DataError):
        savings[1].result()
    with pytest.raises(Conflict):
        savings[2].result()


def test_a_lost_connection_leaves_the_outcome_unknown() -> None:
    committer = Committer(append)
    lost = committer.submit([], save("lost"))
    with pytest.raises(OutcomeUnknown):
        lost.result()
    assert committer.submit([], save("good")).result() == []
    committer.close()


def test_what_was_asked_for_before_the_end_is_committed() -> None:
    appended: list[StoredSave] = []

    def note(saves: Sequence[StoredSave]) -> Appended:
        appended.extend(saves)
        return append(saves)

    committer = Committer(note)
    asked = [save("good") for _ in range(500)]
    for one in asked:
        committer.submit([], one)
    committer.close()
    assert appended == asked
