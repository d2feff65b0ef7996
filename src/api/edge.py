"""The edge: what every request goes through. Pure ASGI, so that streams are not held back."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from random import getrandbits
from uuid import UUID

import structlog
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import problems
from api.addresses import client_address
from api.rules import Rules

REQUEST_ID = "X-Request-Id"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Those of an answer of the API. The dashboard, mounted beside, sets its own before they are looked at.
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}

# A year. Nothing is said of subdomains: others may be somebody else's.
SECURE = {"Strict-Transport-Security": "max-age=31536000"}

log = structlog.get_logger(__name__)

RawHeaders = list[tuple[bytes, bytes]]


class Edge:
    """Gives the request an id and its address, and adds the headers of every answer."""

    def __init__(self, app: ASGIApp, rules: Rules) -> None:
        self._app = app
        self._rules = rules
        self._headers = _raw(HEADERS | SECURE if rules.secure else HEADERS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        request_id = _request_id(headers.get(REQUEST_ID))
        peer = scope["client"][0] if scope.get("client") else None
        state = scope.setdefault("state", {})
        state["request_id"], told = request_id, str(request_id)
        state["address"] = client_address(peer, headers.getlist("x-forwarded-for"), self._rules.trusted_proxies)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                ours = _raw({REQUEST_ID: told, **state.get("told", {})})
                message["headers"] = [*ours, *_completed(message.get("headers", ()), self._headers)]
            await send(message)

        bound = structlog.contextvars.bind_contextvars(request_id=told)
        try:
            await self._app(scope, receive, send_with_headers)
        finally:
            structlog.contextvars.reset_contextvars(**bound)


def _raw(headers: Mapping[str, str]) -> RawHeaders:
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]


def _completed(headers: Iterable[tuple[bytes, bytes]], others: RawHeaders) -> RawHeaders:
    """The headers, and those of the others that they do not have."""
    own = list(headers)
    names = {name.lower() for name, _ in own}
    return own + [header for header in others if header[0] not in names]


def tell(scope: Scope, headers: Mapping[str, str]) -> None:
    """Add headers to the answer, whoever will give it."""
    scope["state"]["told"] = headers


def _request_id(claimed: str | None) -> UUID:
    """The one that was claimed, or a new one: no secret, as anybody may claim any. `uuid4` asks the kernel, and
    lets other threads run meanwhile, for which the event loop would wait."""
    if claimed is not None:
        with suppress(ValueError):
            return UUID(claimed)
    return UUID(int=getrandbits(128), version=4)


class LastResort:
    """Answers when nothing else can."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def send_and_note(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        except Exception:
            log.exception("request_failed", method=scope["method"], path=scope["path"])
            if started:
                raise
            response = problems.answer(scope["state"]["request_id"], problems.INTERNAL)
            await response(scope, receive, send)


class BodyLimit:
    """Stops reading a body at `limit` bytes, whether its length was declared or not."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        too_long = _declared_length(scope) > self._limit
        read = 0

        async def receive_within_limit() -> Message:
            nonlocal read
            if too_long:
                raise HTTPException(413)
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._limit:
                raise HTTPException(413)
            return message

        await self._app(scope, receive_within_limit, send)


def _declared_length(scope: Scope) -> int:
    try:
        return int(Headers(scope=scope).get("content-length", "0"))
    except ValueError:
        return 0  # the server refuses it, and what comes is counted


def path_of(request: Request) -> str:
    """The path and the query as they were sent, before any decoding: what a signature covers."""
    path = request.scope.get("raw_path") or request.scope["path"].encode()
    query = request.scope["query_string"]
    return bytes(path + b"?" + query if query else path).decode("latin-1")
