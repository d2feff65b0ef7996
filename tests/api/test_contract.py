"""The OpenAPI document says everything that a client needs, and no route forgets to say who may call it."""

from typing import Any

import pytest
from fastapi.routing import APIRoute

from api.routers import routes
from api.security import permission_of
from domain.tenancy.permissions import FOR_KEYS, OWN, PERMISSIONS, held_by
from tests.api.stage import Stage

ROUTES = list(routes())
SHOWN = [route for route in ROUTES if route.include_in_schema]
NOT_JSON = {"/api/live", "/api/messages/{message_id}/media", "/api/client/licence-file"}
PUBLIC = {
    "/auth/login",
    "/auth/refresh",
    "/auth/logout",
    "/auth/sign-up",
    "/auth/invitation",
    "/auth/invitation/accept",
    "/auth/password-reset",
    "/auth/password-reset/confirm",
    "/auth/second-factor",
    "/auth/second-factor/enrolment",
    "/auth/second-factor/enrolment/confirm",
    "/api/health",
    "/api/webhooks/{provider}",
    "/api/client/validate",
    "/api/client/check-in",
    "/api/client/usage",
    "/api/client/licence-file",
}


def name(route: APIRoute) -> str:
    return f"{'/'.join(sorted(route.methods or ()))} {route.path}"


@pytest.fixture(scope="module")
def document(stage: Stage) -> dict[str, Any]:
    made: dict[str, Any] = stage.client.request("GET", "/api/openapi.json").json()
    return made


@pytest.mark.parametrize("route", ROUTES, ids=name)
def test_every_route_says_who_may_call_it(route: APIRoute) -> None:
    permission = permission_of(route)
    assert permission is not None
    assert (permission == "public") == (route.path in PUBLIC)
    assert permission == "public" or permission.count(".") >= 1


def test_permissions_are_those_that_routes_declare_and_no_others() -> None:
    assert {permission_of(route) for route in ROUTES} - {"public"} == PERMISSIONS.keys()


@pytest.mark.parametrize("route", [route for route in ROUTES if permission_of(route) != "public"], ids=name)
def test_who_only_reads_changes_nothing_but_what_is_their_own(route: APIRoute) -> None:
    permission = PERMISSIONS[permission_of(route) or ""]
    for operator in (False, True):
        held = permission.name in held_by("viewer", operator=operator)
        assert not held or permission.cell == OWN or route.methods == {"GET"}


@pytest.mark.parametrize("route", SHOWN, ids=name)
def test_every_route_is_described(route: APIRoute, document: dict[str, Any]) -> None:
    (method,) = sorted(route.methods or ())
    operation = document["paths"][route.path][method.lower()]
    assert operation["summary"] and operation["description"] and len(operation["tags"]) == 1
    success = next(answer for status, answer in operation["responses"].items() if status.startswith("2"))
    (schema, *_) = [content.get("schema") for content in success["content"].values()]
    assert schema or route.path in NOT_JSON or method == "GET"
    problems = {status for status in operation["responses"] if status >= "400"}
    assert {"422", "500", "503"} <= problems
    assert permission_of(route) == "public" or (
        {"401", "403"} <= problems and operation["security"][0] == {"session": []}
    )


@pytest.mark.parametrize("route", [route for route in SHOWN if permission_of(route) != "public"], ids=name)
def test_routes_that_keys_reach_say_so(route: APIRoute, document: dict[str, Any]) -> None:
    (method,) = sorted(route.methods or ())
    told = {"key": []} in document["paths"][route.path][method.lower()]["security"]
    assert told == (permission_of(route) in FOR_KEYS or route.path == "/api/key")
    assert document["components"]["securitySchemes"].keys() == {"session", "key"}


def test_operations_have_names_of_their_own(document: dict[str, Any]) -> None:
    names = [operation["operationId"] for path in document["paths"].values() for operation in path.values()]
    assert len(names) == len(set(names)) == len(SHOWN)


def test_problems_have_one_shape(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    assert {"type", "title", "status", "detail", "code", "field", "request_id"} <= schemas["Problem"][
        "properties"
    ].keys()
    assert "HTTPValidationError" not in schemas
    text = str(document)
    assert "HTTPValidationError" not in text
    refused = document["paths"]["/api/conversations/{conversation_id}"]["get"]["responses"]["404"]
    assert refused["content"]["application/problem+json"]["schema"]["$ref"] in ("#/components/schemas/Problem",)


def test_references_lead_somewhere(document: dict[str, Any]) -> None:
    def references(part: Any) -> set[str]:
        match part:
            case {"$ref": str(reference)}:
                return {reference.removeprefix("#/components/schemas/")}
            case dict():
                return set().union(*map(references, part.values()))
            case list():
                return set().union(*map(references, part))
            case _:
                return set()

    assert references(document) <= document["components"]["schemas"].keys()


def test_bodies_come_with_an_example(document: dict[str, Any]) -> None:
    for required in (
        "Credentials",
        "NewMessage",
        "FaqInput",
        "NewChannel",
        "Erasure",
        "PlayedMessage",
        "AssistantInput",
        "NewTemplateMessage",
        "Filling",
        "Presentation",
        "CheckInBody",
        "UsageBody",
    ):
        assert "example" in document["components"]["schemas"][required], required


def test_there_is_no_other_page(stage: Stage) -> None:
    for path in ("/docs", "/redoc", "/openapi.json", "/"):
        assert stage.client.request("GET", path).status_code == 404


def test_the_api_knows_no_route_that_is_not_in_a_router(document: dict[str, Any]) -> None:
    assert document["paths"].keys() == {route.path for route in SHOWN}
