"""The OpenAPI document of this version, without any server: the dashboard's client is generated from it."""

from types import SimpleNamespace
from typing import Any, cast

from api.app import create_app
from api.services import ApiServices
from runtime.edge import rules_of
from runtime.processes.web import version
from runtime.settings import Settings


def document() -> dict[str, Any]:
    """The document, as `GET /api/openapi.json` gives it."""
    described = SimpleNamespace(  # all that describing asks
        version=version(), body_limit=0, unavailable=(OSError,), limits=None, edge=rules_of(Settings())
    )
    return create_app(cast(ApiServices, described)).openapi()
