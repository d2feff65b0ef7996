"""One module per context, each with its `router`. They are found by walking the package."""

from collections.abc import Iterator

from fastapi import APIRouter
from fastapi.routing import APIRoute

from domain.discovery import modules


def routers() -> list[APIRouter]:
    """Every router of the package. Those of modules with `TRIED_FIRST` lead: routes are tried one after another."""
    ordered = sorted(modules(__name__), key=lambda module: not getattr(module, "TRIED_FIRST", False))
    return [module.router for module in ordered]


def routes() -> Iterator[APIRoute]:
    """Every route of every router."""
    for router in routers():
        yield from (route for route in router.routes if isinstance(route, APIRoute))
