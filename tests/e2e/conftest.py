"""One running demonstration for each worker that has end-to-end tests; they run one after the other."""

from collections.abc import Iterator

import pytest

from tests.e2e.system import System


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker(pytest.mark.xdist_group("e2e"))


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
