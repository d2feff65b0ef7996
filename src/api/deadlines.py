"""How long a request may take: to come, and to be answered. A stream that has begun lasts as long as it likes."""

import asyncio

import structlog
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import problems

SLOWEST = 8 * 1024
"""Bytes a second: the slowest that a long body may come, and less than the poorest mobile line brings."""

log = structlog.get_logger(__name__)


class AnswerDeadline:
    """Answers 504 when nothing else has, `seconds` after the last piece of the request.

    What was asked goes on: a thread cannot be stopped, and something stopped halfway would be worse than something
    that is done unseen. Only its answer is dropped.
    """

    def __init__(self, app: ASGIApp, seconds: float) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        loop = asyncio.get_running_loop()
        started = False
        late: asyncio.Task[None] | None = None

        def give_up() -> None:
            nonlocal late
            log.warning("request_too_slow", method=scope["method"], path=scope["path"])
            response = problems.answer(scope["state"]["request_id"], problems.TOO_SLOW)
            late = asyncio.create_task(response(scope, receive, send))

        timer = loop.call_later(self._seconds, give_up)

        async def receive_and_wait_again() -> Message:
            nonlocal timer
            message = await receive()
            if message["type"] == "http.request" and not started and late is None:
                timer.cancel()
                timer = loop.call_later(self._seconds, give_up)
            return message

        async def send_in_time(message: Message) -> None:
            nonlocal started
            if late is None:
                started = True
                timer.cancel()
                await send(message)

        try:
            await self._app(scope, receive_and_wait_again, send_in_time)
        finally:
            timer.cancel()
            if late is not None:
                await late


class BodyDeadline:
    """Stops reading a body that comes too slowly: it has `seconds`, and one more for every `SLOWEST` bytes of it."""

    def __init__(self, app: ASGIApp, seconds: float) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        now = asyncio.get_running_loop().time
        began: float | None = None
        read = 0
        whole = False

        async def receive_in_time() -> Message:
            nonlocal began, read, whole
            if whole:
                return await receive()
            began = now() if began is None else began
            try:
                async with asyncio.timeout_at(began + self._seconds + read / SLOWEST):
                    message = await receive()
            except TimeoutError:
                # What is still to come is not for the next request of the connection.
                raise HTTPException(408, headers={"Connection": "close"}) from None
            read += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            return message

        await self._app(scope, receive_in_time, send)
