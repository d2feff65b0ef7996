"""Fixtures of every test: `settings` gives an installation of its own, `servers` where the servers are."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from runtime.composition import House, open_house
from runtime.settings import Settings
from tests.drive import Drive, driving
from tests.servers import Run, Servers
from tests.sharing import Sharing

_run = pytest.StashKey[Run]()


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput") and not config.option.collectonly:
        config.stash[_run] = Run()
        config.stash[_run].start()


def pytest_unconfigure(config: pytest.Config) -> None:
    if _run in config.stash:
        config.stash[_run].stop()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling | None:
    return Sharing(config, log) if config.getoption("dist") == "loadgroup" else None


@pytest.fixture(scope="session")
def servers() -> Servers:
    return Servers.from_environment()


@pytest.fixture
def settings(servers: Servers, tmp_path: Path) -> Iterator[Settings]:
    with servers.fresh(tmp_path / "home") as fresh:
        yield fresh


@pytest.fixture
def house(settings: Settings) -> Iterator[House]:
    """The parts of an installation of its own."""
    with open_house(settings, pool_size=4) as house:
        yield house


@pytest.fixture
def drive(settings: Settings) -> Iterator[Drive]:
    """An installation that is driven step by step, with a fake provider."""
    with driving(settings) as drive:
        yield drive
