"""Every route by every role: who lacks its permission is refused before anything else is looked at."""

from pathlib import Path
from uuid import uuid4

import pytest
from fastapi.routing import APIRoute

from api.matrix import document
from api.routers import routes
from api.security import permission_of
from domain.tenancy.permissions import held_by, roles_of
from tests.api.stage import Stage, Team

PAGE = Path(__file__).resolve().parents[2] / "docs" / "roles.md"
GUARDED = [route for route in routes() if permission_of(route) not in (None, "public")]
SCOPES = {"an organisation": False, "the platform": True}
CALLS = [
    (scope, role, route, method)
    for scope, operator in SCOPES.items()
    for role in roles_of(operator=operator)
    for route in GUARDED
    for method in sorted(route.methods or ())
    if route.path != "/api/live"  # never ends: `test_live` has it
]


def test_the_table_of_the_docs_is_that_of_the_code() -> None:
    if PAGE.read_text() != document():
        PAGE.write_text(document())
        pytest.fail(f"{PAGE.name} was written anew: look at it and commit it")


@pytest.fixture(scope="module")
def teams(stage: Stage) -> dict[str, Team]:
    return {scope: stage.team(operator=operator) for scope, operator in SCOPES.items()}


@pytest.mark.parametrize(
    ("scope", "role", "route", "method"),
    CALLS,
    ids=[f"{role} of {scope}: {method} {route.path}" for scope, role, route, method in CALLS],
)
def test_a_role_may_call_what_it_holds_the_permission_of_and_nothing_else(
    teams: dict[str, Team], scope: str, role: str, route: APIRoute, method: str
) -> None:
    person = teams[scope].person(role)  # type: ignore[arg-type]
    path = route.path.replace("{provider}", "simulator")
    while "{" in path:
        path = f"{path[: path.index('{')]}{uuid4()}{path[path.index('}') + 1 :]}"
    if path == "/api/sessions" and method == "DELETE":
        person = teams[scope].hire(role)  # type: ignore[arg-type]
    answer = person.request(method, path)
    refused = answer.status_code == 403 and answer.json()["code"] in ("PERMISSION_MISSING", "PLATFORM_ONLY")
    assert refused == (permission_of(route) not in held_by(role, operator=SCOPES[scope])), answer.text
    assert answer.status_code < 500
