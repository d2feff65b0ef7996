"""The OpenAPI document of this version, without any server: the dashboard's client is generated from it."""

from types import SimpleNamespace
from typing import Any, cast

from api.app import create_app
from api.services import ApiServices
from runtime.processes.web import version


def document() -> dict[str, Any]:
    """The document, as `GET /api/openapi.json` gives it."""
    described = SimpleNamespace(version=version(), body_limit=0, unavailable=(OSError,))  # all that describing asks
    return create_app(cast(ApiServices, described)).openapi()
