"""A browser, and one running demonstration for each module of journeys (`tests/sharing.py`: each on one worker)."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from domain.fact import SYSTEM, Context
from domain.tenancy.plan_changes import ChangePlan
from runtime.composition import open_house
from runtime.demo.house import INSTITUTE
from tests.e2e.system import System
from tests.web.browser import build_dashboard, chromium
from tests.web.person import Person


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Of one module only: while it is open, nothing else in this process can run an event loop."""
    build_dashboard()
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def started(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    system = System(tmp_path_factory.mktemp("web"))
    system.start()
    yield system
    assert system.stop() == 0


@pytest.fixture
def system(started: System) -> System:
    started.until_serving()
    return started


@pytest.fixture
def large_team(system: System) -> None:
    """The institute has a plan that holds everybody whom the journeys of a module add."""
    command = ChangePlan(organisation_id=INSTITUTE, plan="enterprise", max_agents=50)
    with open_house(system.settings, pool_size=2) as house:
        house.bus.execute(Context(INSTITUTE, SYSTEM), command)


@pytest.fixture
def visitor(browser: Browser, system: System) -> Iterator[Person]:
    """Somebody who has not signed in."""
    with Person.visiting(browser, system) as person:
        yield person


@pytest.fixture
def sophie(visitor: Person) -> Person:
    """The manager of the demonstration, signed in."""
    visitor.resume_session()
    return visitor
