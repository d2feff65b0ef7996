"""A server that stands in for Meta and Twilio, for demonstrations and tests. It never leaves this machine's trust."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import Response
from pydantic import NonNegativeInt

from adapters.messaging.stand_in import cloud_standing, console, twilio, twilio_standing, whatsapp_cloud
from adapters.messaging.stand_in.configuration import Configuration
from adapters.messaging.stand_in.desk import Desk
from adapters.messaging.stand_in.script import Step
from adapters.messaging.stand_in.standing import Standing

_FILE_LIMIT = 20 * 1024 * 1024


def stand_in(configuration: Configuration) -> FastAPI:
    """The application. Anybody who reaches it can read every call: bind it to the loopback only."""
    desk = Desk(configuration, httpx.AsyncClient(timeout=10, trust_env=False))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await desk.close()

    app = FastAPI(title="stand-in", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    app.include_router(_controls(desk))
    app.include_router(console.routes(desk))
    app.include_router(cloud_standing.routes(desk, whatsapp_cloud.PATH))
    app.include_router(whatsapp_cloud.routes(desk))
    app.include_router(twilio_standing.routes(desk, twilio.PATH, twilio.MESSAGING))
    app.include_router(twilio.routes(desk))
    app.include_router(twilio.contents(desk))
    return app


def _controls(desk: Desk) -> APIRouter:
    router = APIRouter()

    @router.get("/calls")
    async def calls(after: NonNegativeInt = 0) -> list[dict[str, Any]]:
        return desk.calls.shown(after)

    @router.delete("/calls", status_code=204)
    async def forget() -> None:
        desk.calls.clear()
        desk.script.clear()
        desk.standing = Standing()

    @router.put("/standing", status_code=204)
    async def stand(standing: Standing) -> None:
        desk.standing = standing

    @router.post("/script", status_code=204)
    async def misbehave(step: Step) -> None:
        desk.script.add(step)

    @router.put("/files/{media}", status_code=204)
    async def keep(media: str, request: Request) -> Response:
        content = await request.body()
        if len(content) > _FILE_LIMIT:
            return Response(status_code=413)
        desk.files.keep(media, content, request.headers.get("content-type", "application/octet-stream"))
        return Response(status_code=204)

    return router
