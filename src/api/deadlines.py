"""How long a request may take: to come, and to be answered. A stream that has begun lasts as long as it likes."""

import asyncio

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import problems, words
from api.problems import ProblemAnswer

SLOWEST = 8 * 1024
"""Bytes a second: the slowest that a long body may come, and less than the poorest mobile line brings."""
# What is still to come is not for the next request of the connection.
BODY_TOO_SLOW = ProblemAnswer(408, *words.OF_THE_FRAMEWORK[408], headers={"Connection": "close"})

log = structlog.get_logger(__name__)


class Deadlines:
    """Answers when nothing else has: 408 for a body that comes too slowly, as it has `body` seconds and one more for
    every `SLOWEST` bytes of it; 504 when no answer has begun `answer` seconds after the last piece of the request.

    What was asked goes on: a thread cannot be stopped, and something stopped halfway would be worse than something
    that is done unseen. Only its answer is dropped. Whoever still waits for a body is told that the client has gone.
    """

    def __init__(self, app: ASGIApp, answer: float, body: float) -> None:
        self._app = app
        self._answer = answer
        self._body = body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        watch = _Watch(scope, receive, send, self._answer, self._body)
        try:
            await self._app(scope, watch.receive, watch.send)
        finally:
            await watch.end()


class _Watch:
    """What one request waits for, its body or its answer, and until when.

    It looks now and then rather than at each piece: most requests are over before the first look.
    """

    def __init__(self, scope: Scope, receive: Receive, send: Send, answer: float, body: float) -> None:
        self._scope = scope
        self._receive = receive
        self._send = send
        self._answer = answer
        self._body = body
        self._loop = asyncio.get_running_loop()
        self._last_piece = self._loop.time()
        self._first_wait: float | None = None
        self._read = 0
        self._waits_for_body = False
        self._whole = False
        self._late: asyncio.Task[None] | None = None
        self._often = min(answer, body)  # so that a wait which begins between two looks is seen in time
        self._timer = self._loop.call_later(self._often, self._look)

    async def receive(self) -> Message:
        """A piece of the request, or its end."""
        if self._whole:
            return await self._receive()
        if self._first_wait is None:
            self._first_wait = self._loop.time()
        self._waits_for_body = True
        message = await self._receive()
        self._waits_for_body = False
        self._last_piece = self._loop.time()
        self._read += len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        return message

    async def send(self, message: Message) -> None:
        """A piece of the answer, unless it comes too late."""
        if self._late is None:
            self._timer.cancel()
            await self._send(message)

    async def end(self) -> None:
        """Watch no more; what was answered instead has left."""
        self._timer.cancel()
        if self._late is not None:
            await self._late

    def _look(self) -> None:
        now = self._loop.time()
        if now < self._until():
            self._timer = self._loop.call_later(min(self._until() - now, self._often), self._look)
            return
        log.warning("request_too_slow", method=self._scope["method"], path=self._scope["path"])
        trouble = BODY_TOO_SLOW if self._waits_for_body else problems.TOO_SLOW
        response = problems.answer(self._scope["state"]["request_id"], trouble)
        self._late = asyncio.create_task(response(self._scope, self._receive, self._send))

    def _until(self) -> float:
        if self._waits_for_body and self._first_wait is not None:
            return self._first_wait + self._body + self._read / SLOWEST
        return self._last_piece + self._answer
