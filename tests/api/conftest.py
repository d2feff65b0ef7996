"""One installation for each module of these tests: every test has organisations of its own."""

from collections.abc import Iterator

import pytest

from tests.api.stage import Stage, Team, staged
from tests.servers import Servers


@pytest.fixture(scope="module")
def stage(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with servers.fresh(tmp_path_factory.mktemp("api") / "home") as settings, staged(settings) as stage:
        yield stage


@pytest.fixture
def team(stage: Stage) -> Team:
    return stage.team()


@pytest.fixture
def others(stage: Stage) -> Team:
    """Another organisation of the same installation."""
    return stage.team("Pâtisserie Voisine")
