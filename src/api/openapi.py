"""The OpenAPI document: what FastAPI knows, plus the problems that every route may answer and the permissions."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from api.limits import HEALTH
from api.problems import Problem, answers
from api.routers import routes
from api.security import BEARER, permission_of
from domain.tenancy.permissions import FOR_KEYS, OF_ANY_KEY

TITLE = "Palabre"
SUMMARY = "Conversations, licences et services sur WhatsApp."
DESCRIPTION = """Les commandes répondent la `sequence` du registre où elles sont écrites ; une lecture avec
`at_least=<sequence>` attend d'en montrer l'effet. Les listes se lisent page par page, avec `cursor`. Toute erreur
est un `application/problem+json` : `code` est stable, `detail` est la phrase à montrer à la personne.

Un programme présente une clé d'API, une personne le jeton de sa session, tous deux dans `Authorization: Bearer`. Les
opérations ouvertes aux clés ont le schéma `key` ; `x-permission` est le droit que la clé doit avoir (`me.read` : toutes
l'ont)."""
KEY = "key"
NOT_FOR_KEYS = "/api/me"
"""It has the permission that each key has, and tells of a person."""
KEY_SCHEME = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "plb_…",
    "description": "Une clé d'API de l'organisation, que donne `POST /api/keys` et que montre l'écran « Clés d'API ».",
}


def document(app: FastAPI) -> dict[str, Any]:
    """The document, made once."""
    if app.openapi_schema is None:
        made = get_openapi(
            title=TITLE, version=app.version, summary=SUMMARY, description=DESCRIPTION, routes=app.routes
        )
        schemas = made["components"]["schemas"]
        schemas["Problem"] = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= schemas["Problem"].pop("$defs", {})
        made["components"]["securitySchemes"][KEY] = KEY_SCHEME
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        for route in routes():
            if route.include_in_schema:
                for method in route.methods or ():
                    _complete(made["paths"][route.path][method.lower()], route, method)
        app.openapi_schema = made
    return app.openapi_schema


def _complete(operation: dict[str, Any], route: APIRoute, method: str) -> None:
    permission = permission_of(route)
    operation["x-permission"] = permission
    if permission in FOR_KEYS | OF_ANY_KEY and route.path != NOT_FOR_KEYS:
        operation["security"] = [{BEARER.scheme_name: []}, {KEY: []}]
    responses = operation["responses"]
    responses.pop("422", None)
    for answer in responses.values():
        answer["description"] = answer["description"].replace("Successful Response", "Fait.")
    for status, told in answers(*_statuses(route, method, permission)).items():
        responses.setdefault(str(status), told)
    operation["responses"] = dict(sorted(responses.items()))


def _statuses(route: APIRoute, method: str, permission: str | None) -> set[int]:
    statuses = {422, 500, 503, 504}
    if route.path != HEALTH:
        statuses |= {429}
    if permission != "public":
        statuses |= {401, 403}
    if route.param_convertors:
        statuses |= {404}
    if method != "GET":
        statuses |= {409}
    if route.body_field is not None:
        statuses |= {400, 408, 413, 415}
    return statuses
