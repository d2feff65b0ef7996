"""The library's own test cases, run against our recorder."""

from collections.abc import Iterator
from typing import Any

import pytest
from eventsourcing.persistence import ApplicationRecorder
from eventsourcing.tests.persistence import ApplicationRecorderTestCase, NonInterleavingNotificationIDsBaseCase

from adapters.event_store.ledger import PostgresLedger
from adapters.event_store.recorder import LedgerRecorder
from runtime.composition import open_house
from runtime.settings import Settings


@pytest.fixture
def recorder(settings: Settings, request: pytest.FixtureRequest) -> Iterator[LedgerRecorder]:
    with open_house(settings) as house:
        ledger: PostgresLedger = house.ledger
        assert isinstance(ledger.recorder, LedgerRecorder)
        request.instance.recorder = ledger.recorder
        yield ledger.recorder


@pytest.mark.usefixtures("recorder")
class TestApplicationRecorder(ApplicationRecorderTestCase[Any]):
    recorder: LedgerRecorder

    def create_recorder(self) -> ApplicationRecorder:
        return self.recorder

    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


@pytest.mark.usefixtures("recorder")
class TestNonInterleaving(NonInterleavingNotificationIDsBaseCase):
    recorder: LedgerRecorder

    def create_recorder(self) -> ApplicationRecorder:
        return self.recorder
