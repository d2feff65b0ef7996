"""The API as an ASGI application."""

from asyncio import Semaphore

from anyio import CapacityLimiter
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.middleware import Middleware
from starlette.routing import Route
from starlette.types import ASGIApp, Lifespan

from api import openapi, problems
from api.cors import cors
from api.deadlines import Deadlines
from api.edge import BodyLimit, Edge, LastResort
from api.in_turns import AT_ONCE
from api.limits import THREADS, Counter, RateLimit
from api.routers import routers, webhooks
from api.services import ApiServices


def create_app(
    services: ApiServices, *, dashboard: ASGIApp | None = None, lifespan: Lifespan[FastAPI] | None = None
) -> FastAPI:
    """The application. `dashboard` answers what is no route of the API, with headers and a policy of its own."""
    counter = Counter(services.limits, CapacityLimiter(THREADS))
    app = FastAPI(
        title=openapi.TITLE,
        version=services.version,
        openapi_url="/api/openapi.json",
        docs_url=None,  # their scripts come from elsewhere, which the policy forbids
        redoc_url=None,
        redirect_slashes=False,  # a redirection would quote the host that the request claims
        generate_unique_id_function=_name,
        lifespan=lifespan,
        telemetry={"tracing": False, "metrics": False, "logs": False},  # nobody here reads it
        middleware=[
            Middleware(Edge, rules=services.edge),
            *cors(services.edge.cors_origins),
            Middleware(LastResort),
            Middleware(Deadlines, answer=services.edge.answer_within, body=services.edge.body_within),
            Middleware(RateLimit, services=services, counter=counter),
            Middleware(BodyLimit, limit=services.body_limit),
        ],
    )
    app.state.services = services
    app.state.counter = counter
    app.state.turns = Semaphore(AT_ONCE)
    problems.register(app, services)
    # Tried before all others, as they come by the thousand. The router has the same, for those who read what there is.
    reception = Route(webhooks.RECEIVED_AT, webhooks.Reception(), methods=["POST"], include_in_schema=False)
    app.router.routes.insert(0, reception)
    for router in routers():
        app.include_router(router)
    app.openapi = lambda: openapi.document(app)  # type: ignore[method-assign]
    if dashboard is not None:
        app.mount("/", dashboard, name="dashboard")
    return app


def _name(route: APIRoute) -> str:
    return route.name
