"""One running demonstration for each worker that has end-to-end tests; they run one after the other
(`tests/sharing.py` gives them all to the same worker)."""

from collections.abc import Iterator

import pytest

from tests.e2e.system import System


@pytest.fixture(scope="session")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    system = System(tmp_path_factory.mktemp("e2e"))
    system.start()
    yield system
    assert system.stop() == 0


@pytest.fixture
def system(started: System) -> System:
    started.until_serving()
    return started
