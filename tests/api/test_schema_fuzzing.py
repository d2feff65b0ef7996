"""Whatever the OpenAPI document allows gets an answer that it announces, and never a failure of ours."""

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from runtime.document import document
from runtime.loops import Loop
from tests.api.stage import Stage, Team, serving

# Its strategies draw from `random`, which hypothesis seeds for each example: what it warns of does not concern us.
pytestmark = pytest.mark.filterwarnings("ignore:Do not use the `random` module inside strategies")

APART = {
    "GET /api/live",  # does not end
    "DELETE /api/sessions",  # ends the session that asks
}
SCHEMA = schemathesis.openapi.from_dict(document())
OPERATIONS = {
    f"{method.upper()} {path}": SCHEMA[path][method]
    for path, methods in document()["paths"].items()
    for method in methods
    if f"{method.upper()} {path}" not in APART
}
CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance, status_code_conformance]


@pytest.fixture(scope="module")
def team(stage: Stage) -> Team:
    """An organisation that has something to show."""
    team = stage.team("Institut Lumière")
    team.hears("Bonjour ?")
    return team


@pytest.fixture(scope="module")
def address(stage: Stage, team: Team) -> Iterator[str]:
    screens = Loop("projections", stage.drive.projections.advance, wait=lambda: 0.1)  # an export waits for them
    with serving(stage) as address:
        screens.start()
        yield address
        screens.stop()


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_no_request_makes_it_fail(team: Team, address: str, name: str) -> None:
    headers = {"Authorization": f"Bearer {team.person().token}"}

    @settings(
        max_examples=10,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(data=some.data())
    def asked(data: some.DataObject) -> None:
        case = data.draw(OPERATIONS[name].as_strategy())
        case.call_and_validate(base_url=address, headers=headers, checks=CHECKS, timeout=20)

    asked()
