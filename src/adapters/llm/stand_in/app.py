"""A server that stands in for language models, in three dialects on one port. It never leaves this machine's trust."""

from collections import deque
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import Response

from adapters.llm.stand_in.accidents import befall
from adapters.llm.stand_in.asked import asked, improvised
from adapters.llm.stand_in.dialects import SERVED, Served
from adapters.llm.stand_in.script import Script, Step

_CALLS = 1000


def stand_in() -> FastAPI:
    """The application. Anybody who reaches it can read every prompt: bind it to the loopback only."""
    script, calls = Script(), deque[dict[str, Any]](maxlen=_CALLS)
    app = FastAPI(title="model stand-in", docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(_controls(script, calls))
    for dialect in SERVED:
        app.include_router(_served(dialect, script, calls))
    return app


def _controls(script: Script, calls: deque[dict[str, Any]]) -> APIRouter:
    router = APIRouter()

    @router.get("/calls")
    async def shown() -> list[dict[str, Any]]:
        return list(calls)

    @router.delete("/calls", status_code=204)
    async def forget() -> None:
        calls.clear()
        script.clear()

    @router.post("/script", status_code=204)
    async def misbehave(step: Step) -> None:
        script.add(step)

    return router


def _served(dialect: Served, script: Script, calls: deque[dict[str, Any]]) -> APIRouter:
    router = APIRouter()

    @router.post(dialect.path)
    async def complete(request: Request) -> Response:
        content = await request.body()
        what, fields = asked(content)
        key = request.headers.get("authorization", "").startswith("Bearer ")
        step = script.next()
        time = datetime.now(UTC).isoformat()
        calls.append({"time": time, "path": dialect.path, "key": key, "body": dict(fields)})
        await befall(step, request)
        response = _scripted(dialect, step) or dialect.refuse(what, fields, key=key)
        response = response or dialect.answer(what, step.text or improvised(what), step.finish)
        response.headers.update(step.headers)
        return response

    return router


def _scripted(dialect: Served, step: Step) -> Response | None:
    if step.body is not None:
        return Response(step.body.encode(step.encoding), status_code=step.status, media_type="application/json")
    if step.status != 200:
        return dialect.error(step.status, step.code, "Refused by the script")
    return None
